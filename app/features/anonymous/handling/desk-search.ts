import { wordsOf, type DeskConcern } from './desk-concern';

/** What each concern says, as it is searched: by its key. It lives in memory and goes with the key. */
export type SearchIndex = Map<string, string>;

/** Puts a concern into the index, or what it says now in the place of what it said before. */
export function indexConcern(index: SearchIndex, concern: DeskConcern): void {
  index.set(concern.key, plain([...wordsOf(concern), ...(concern.labels ?? [])].join('\n')));
}

/**
 * Whether a concern holds everything that is asked for, each anywhere in it: words, and words in a row where they stand in
 * quotation marks. Accents and case do not matter.
 */
export function matches(index: SearchIndex, key: string, search: string): boolean {
  const asked = [...plain(search).matchAll(/["“]([^"”]*)["”]?|[^\s"“”]+/g)].map(([whole, phrase]) => phrase ?? whole);
  if (asked.length === 0) return true;
  const said = index.get(key) ?? '';
  return asked.every((words) => said.includes(words));
}

function plain(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .replace(/\s+/g, ' ')
    .toLowerCase();
}
