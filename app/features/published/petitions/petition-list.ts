/** What a list of petitions may be narrowed to by where they stand. */
export const listFilters = ['open', 'closing', 'awaiting', 'answered', 'closed', 'rejected', 'all'] as const;
export type ListFilter = (typeof listFilters)[number];

/** `longest`: waiting longest for an answer. None is by count: it would say which of two withheld counts is larger. */
export const listSorts = ['newest', 'closing', 'longest', 'answered', 'relevance'] as const;
export type ListSort = (typeof listSorts)[number];

/** A petition closes soon within so many days. */
export const closingSoonDays = 14;

/** Longest search that is looked at. */
export const searchLength = 200;

/** Longest path of a unit. */
const unitLength = 1_000;

/** Stands where the path of a unit would, for petitions that ask the leadership of the whole company. No unit is called so. */
export const wholeCompany = '-';

/** A place in a list: the sort key and the id of the petition that the page begins after, or ends before. */
export interface ListCursor {
  readonly direction: 'after' | 'before';
  readonly key: string;
  readonly id: string;
}

export function cursorOf(direction: ListCursor['direction'], key: string, id: string): string {
  return `${direction}_${key}_${id}`;
}

/** As {@link parseCursor} reads it. */
export const cursorText = ({ direction, key, id }: ListCursor): string => cursorOf(direction, key, id);

/** A place in a list as it stands in an address; null for what this list never gave out. Attacker-controlled. */
export function parseCursor(text: string, sort: ListSort): ListCursor | null {
  const match = /^(after|before)_([0-9.-]{1,12})_([A-Za-z0-9-]{1,64})$/.exec(text);
  const [, direction, key, id] = match ?? [];
  if ((direction !== 'after' && direction !== 'before') || key === undefined || id === undefined) return null;
  return isKeyOf(sort, key) ? { direction, key, id } : null;
}

/** Keys are days, or a rank with six places; another text would be an error in the database. */
function isKeyOf(sort: ListSort, key: string): boolean {
  if (sort === 'relevance') return /^\d\.\d{6}$/.test(key);
  if (!/^[1-9]\d{3}-\d\d-\d\d$/.test(key)) return false;
  const time = Date.parse(`${key}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(key);
}

/** Everything that a list is narrowed to and ordered by: what an address says, and what the public interface takes. */
export interface ListChoice {
  readonly filter: ListFilter;
  readonly sort: ListSort;
  /** In words; empty for everything. */
  readonly search: string;
  /** Path of the unit whose leadership is asked, units within it included; {@link wholeCompany}; empty for all. */
  readonly unit: string;
  /** Id of the programme that it is about; empty for all. */
  readonly programme: string;
}

export interface ListAddress extends ListChoice {
  readonly cursor: ListCursor | null;
}

/** Sorts that make sense within a filter; the first is its own. */
export function sortsOf(filter: ListFilter, search: string): readonly ListSort[] {
  const own: Readonly<Record<ListFilter, readonly ListSort[]>> = {
    open: ['newest', 'closing'],
    closing: ['closing'],
    awaiting: ['longest'],
    answered: ['answered'],
    closed: ['newest'],
    rejected: ['newest'],
    all: ['newest'],
  };
  return search === '' ? own[filter] : ['relevance', ...own[filter]];
}

/** What is shown unless something else is asked for: what is open; and a search looks everywhere. */
export const usualFilter = (search: string): ListFilter => (search === '' ? 'open' : 'all');

/** Half a surrogate pair or a zero byte would be an error in the database rather than a search that finds nothing. */
export const searchWords = (text: string): string =>
  text
    .slice(0, searchLength)
    .replace(/[\p{Surrogate}\p{Cc}]/gu, ' ')
    .trim();

/** Whether a text can be the path of a unit, or {@link wholeCompany}; whether there is such a unit is not checked. */
export const isUnitPath = (text: string): boolean =>
  text !== '' && text.length <= unitLength && !/[\p{Surrogate}\p{Cc}]/u.test(text);

/** Whether a text can name a programme. */
export const isProgrammeId = (text: string): boolean => /^[A-Za-z0-9-]{1,64}$/.test(text);

/**
 * Reads a list's address. Everything in it is the visitor's to write: what is not understood is left out, and a search
 * without a filter looks everywhere.
 */
export function parseListAddress(params: URLSearchParams): ListAddress {
  const search = searchWords(params.get('q') ?? '');
  const filter = listFilters.find((known) => known === params.get('show')) ?? usualFilter(search);
  const sorts = sortsOf(filter, search);
  const sort = sorts.find((known) => known === params.get('sort')) ?? sorts[0] ?? 'newest';
  const [unit, programme] = [params.get('unit') ?? '', params.get('programme') ?? ''];
  return {
    ...{ filter, sort, search },
    unit: isUnitPath(unit) ? unit : '',
    programme: isProgrammeId(programme) ? programme : '',
    cursor: parseCursor(params.get('at') ?? '', sort),
  };
}

type Linked = Pick<ListChoice, 'filter' | 'sort' | 'search'> & Partial<Pick<ListChoice, 'unit' | 'programme'>>;

/** The address of a list: what is as it would be anyway is left out. */
export function listHref({ filter, sort, search, unit = '', programme = '' }: Linked, at?: string | null): string {
  const params = new URLSearchParams();
  if (search !== '') params.set('q', search);
  if (filter !== usualFilter(search)) params.set('show', filter);
  if (unit !== '') params.set('unit', unit);
  if (programme !== '') params.set('programme', programme);
  if (sort !== sortsOf(filter, search)[0]) params.set('sort', sort);
  if (at) params.set('at', at);
  const query = params.toString();
  return query === '' ? '/petitions' : `/petitions?${query}`;
}
