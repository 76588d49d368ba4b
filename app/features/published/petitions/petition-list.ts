/** What a list of petitions may be narrowed to. */
export const listFilters = ['open', 'awaiting', 'answered', 'closed', 'rejected', 'all'] as const;
export type ListFilter = (typeof listFilters)[number];

/** `longest`: waiting longest for an answer; `due`: by the day on which one is due, for the desk that owes it. */
export type ListSort = 'newest' | 'closing' | 'longest' | 'due' | 'answered' | 'relevance';

/** Longest search that is looked at. */
export const searchLength = 200;

/** A place in a list: the sort key and the id of the petition that the page begins after, or ends before. */
export interface ListCursor {
  readonly direction: 'after' | 'before';
  readonly key: string;
  readonly id: string;
}

export function cursorOf(direction: ListCursor['direction'], key: string, id: string): string {
  return `${direction}_${key}_${id}`;
}

export interface ListAddress {
  readonly filter: ListFilter;
  readonly sort: ListSort;
  readonly search: string;
  readonly cursor: ListCursor | null;
}

/** Sorts that make sense within a filter; the first is its own. */
export function sortsOf(filter: ListFilter, search: string): readonly ListSort[] {
  const own: Readonly<Record<ListFilter, readonly ListSort[]>> = {
    open: ['newest', 'closing'],
    awaiting: ['longest', 'newest'],
    answered: ['answered', 'newest'],
    closed: ['newest'],
    rejected: ['newest'],
    all: ['newest'],
  };
  return search === '' ? own[filter] : ['relevance', ...own[filter]];
}

/**
 * Reads a list's address. Everything in it is the visitor's to write: what is not understood is left out, and a search
 * without a filter looks everywhere.
 */
export function parseListAddress(params: URLSearchParams): ListAddress {
  // Half a surrogate pair or a zero byte would be an error in the database rather than a search that finds nothing.
  const search = (params.get('q') ?? '')
    .slice(0, searchLength)
    .replace(/[\p{Surrogate}\p{Cc}]/gu, ' ')
    .trim();
  const filter = listFilters.find((known) => known === params.get('show')) ?? (search === '' ? 'open' : 'all');
  const sorts = sortsOf(filter, search);
  const sort = sorts.find((known) => known === params.get('sort')) ?? sorts[0] ?? 'newest';
  return { filter, sort, search, cursor: parseCursor(params.get('at') ?? '') };
}

function parseCursor(text: string): ListCursor | null {
  const match = /^(after|before)_([0-9.-]{1,12})_([A-Za-z0-9-]{1,64})$/.exec(text);
  const [, direction, key, id] = match ?? [];
  if ((direction !== 'after' && direction !== 'before') || key === undefined || id === undefined) return null;
  return { direction, key, id };
}

/** The address of a list: what is as it would be anyway is left out. */
export function listHref({ filter, sort, search }: Omit<ListAddress, 'cursor'>, at?: string | null): string {
  const params = new URLSearchParams();
  if (search !== '') params.set('q', search);
  if (filter !== (search === '' ? 'open' : 'all')) params.set('show', filter);
  if (sort !== sortsOf(filter, search)[0]) params.set('sort', sort);
  if (at) params.set('at', at);
  const query = params.toString();
  return query === '' ? '/petitions' : `/petitions?${query}`;
}
