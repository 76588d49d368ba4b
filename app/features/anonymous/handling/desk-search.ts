import { wordsOf, type DeskConcern } from './desk-concern';

/** What each concern says, as it is searched: by its key. It lives in memory and goes with the key. */
export type SearchIndex = Map<string, string>;

/** Puts a concern into the index, or what it says now in the place of what it said before. */
export function indexConcern(index: SearchIndex, concern: DeskConcern): void {
  index.set(concern.key, plain([...wordsOf(concern), ...(concern.labels ?? [])].join('\n')));
}

/** Whether a concern holds every word of the search, each anywhere in it; accents and case do not matter. */
export function matches(index: SearchIndex, key: string, search: string): boolean {
  const asked = plain(search)
    .split(/\s+/)
    .filter((word) => word !== '');
  if (asked.length === 0) return true;
  const said = index.get(key) ?? '';
  return asked.every((word) => said.includes(word));
}

function plain(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase();
}
