import { listChoices } from '~/features/published/petitions/list-choices.queries.server';
import { parseCursor, sortsOf, type ListFilter, type ListSort } from '~/features/published/petitions/petition-list';
import { listPetitions } from '~/features/published/petitions/petition-list.queries.server';
import type { Settings } from '~/platform/settings';
import type { Connection } from '~db/database';
import type { PublishedDatabase } from '~db/published-client';
import { workOf, type QueryWork, type WatchedDatabase } from '~tests/support/query-plans';

/** A page of the list of petitions that is asked for. */
export interface AskedList {
  readonly what: string;
  readonly filter: ListFilter;
  readonly sort: ListSort;
  readonly search?: string;
  readonly unit?: string;
  /** Where the page begins; its beginning unless said otherwise. */
  readonly key?: string;
}

export const pageSize = 20;

/** Every filter in every order, its first page and one in the middle of five years; and searches for rare and common words. */
export function askedLists(middle: string): AskedList[] {
  const filters = ['open', 'closing', 'awaiting', 'answered', 'closed', 'rejected', 'all'] as const;
  const plain = filters.flatMap((filter) =>
    sortsOf(filter, '').flatMap((sort) => [
      { what: `${filter} by ${sort}`, filter, sort },
      { what: `${filter} by ${sort}, deep`, filter, sort, key: middle },
    ]),
  );
  const all = { filter: 'all', sort: 'relevance' } as const;
  return [
    ...plain,
    { what: 'unit, newest', filter: 'all', sort: 'newest', unit: 'Acme / Division 3' },
    { what: 'unit, open', filter: 'open', sort: 'newest', unit: 'Acme / Division 3 / Team 3' },
    { what: 'search for one of many', ...all, search: 'r420' },
    { what: 'search for words in a thirtieth', ...all, search: 'keystrokes' },
    { what: 'search for words in every text', ...all, search: 'leadership colleagues' },
    { what: 'search for words in every text, newest', filter: 'all', sort: 'newest', search: 'leadership' },
    { what: 'search for what nobody wrote', ...all, search: 'zeppelin' },
  ];
}

interface Reading {
  readonly db: PublishedDatabase;
  readonly settings: Settings;
}

/** What a page of the list is made of: the petitions, and what they can be narrowed to. */
export async function askForList({ db, settings }: Reading, asked: AskedList): Promise<number> {
  const { filter, sort, search = '', unit = '', key } = asked;
  const cursor = key === undefined ? null : parseCursor(`after_${key}_p8`, sort);
  const [{ items }] = await Promise.all([
    listPetitions({ db, settings }, { filter, sort, search, unit, cursor, size: pageSize, closesBy: '2026-12-24' }),
    listChoices(db),
  ]);
  return items.length;
}

/** What the database had to read for a page, over all that it was asked. */
export async function workOfList(
  { watched, admin, settings }: { watched: WatchedDatabase; admin: Connection; settings: Settings },
  asked: AskedList,
): Promise<QueryWork> {
  watched.take();
  await askForList({ db: watched.db, settings }, asked);
  const works: QueryWork[] = [];
  for (const statement of watched.take()) works.push(await workOf(admin, statement));
  return {
    rows: works.reduce((sum, { rows }) => sum + rows, 0),
    time: works.reduce((sum, { time }) => sum + time, 0),
    indexes: [...new Set(works.flatMap(({ indexes }) => indexes))],
  };
}
