import type { ConcernState } from '../concerns/conversation.schema';
import { deadlineOf, type DeskConcern } from './desk-concern';
import { matches, type SearchIndex } from './desk-search';

export const deskPageSize = 50;

export const deskSorts = ['due', 'newest', 'oldest'] as const;
export type DeskSort = (typeof deskSorts)[number];

/** What a handler asks the inbox for. */
export interface DeskQuery {
  readonly state: ConcernState | 'open' | 'all';
  /** An id, `none` for what is not about a listed one, or null for all. */
  readonly programme: string | null;
  readonly who: 'all' | 'mine' | 'nobody';
  readonly lateOnly: boolean;
  readonly label: string | null;
  readonly search: string;
  readonly sort: DeskSort;
  /** From 1. */
  readonly page: number;
}

export const firstQuery: DeskQuery = {
  state: 'open',
  programme: null,
  who: 'all',
  lateOnly: false,
  label: null,
  search: '',
  sort: 'due',
  page: 1,
};

export interface DeskPage {
  readonly items: readonly DeskConcern[];
  readonly total: number;
  /** The one that is shown: a page that is no more leads to the last. */
  readonly page: number;
  readonly pages: number;
}

interface Reader {
  /** Fingerprint of the handler who looks. */
  readonly me: string;
  readonly today: string;
}

/** What the inbox shows. All of it happens in memory; nobody is asked. */
export function pageOf(
  concerns: Iterable<DeskConcern>,
  index: SearchIndex,
  query: DeskQuery,
  { me, today }: Reader,
): DeskPage {
  const found = [...concerns].filter((concern) => isAskedFor(concern, index, query, { me, today }));
  found.sort(orderOf(query.sort, today));
  const pages = Math.max(1, Math.ceil(found.length / deskPageSize));
  const page = Math.min(Math.max(1, query.page), pages);
  const from = (page - 1) * deskPageSize;
  return { items: found.slice(from, from + deskPageSize), total: found.length, page, pages };
}

function isAskedFor(concern: DeskConcern, index: SearchIndex, query: DeskQuery, { me, today }: Reader): boolean {
  const { state, programme, who, lateOnly, label, search } = query;
  if (state === 'open' ? concern.state === 'closed' : state !== 'all' && concern.state !== state) return false;
  if (programme !== null && (concern.programme ?? 'none') !== programme) return false;
  if (who === 'mine' && concern.assignedTo !== me) return false;
  if (who === 'nobody' && concern.assignedTo !== null) return false;
  if (lateOnly && !deadlineOf(concern, today)?.late) return false;
  if (label !== null && !concern.labels?.includes(label)) return false;
  return matches(index, concern.key, search);
}

type Order = (one: DeskConcern, other: DeskConcern) => number;

const compare = (one: string, other: string) => (one < other ? -1 : one > other ? 1 : 0);
const newest: Order = (one, other) => compare(other.day, one.day) || compare(one.key, other.key);

function orderOf(sort: DeskSort, today: string): Order {
  switch (sort) {
    case 'newest':
      return newest;
    case 'oldest':
      return (one, other) => compare(one.day, other.day) || compare(one.key, other.key);
    case 'due': {
      // Later than every day: what is owed nothing stands below what is.
      const due = (concern: DeskConcern) => deadlineOf(concern, today)?.day ?? '9999-12-31';
      return (one, other) => compare(due(one), due(other)) || newest(one, other);
    }
  }
}

/** The labels that are in use, by name. */
export function labelsInUse(concerns: Iterable<DeskConcern>): string[] {
  const labels = new Set([...concerns].flatMap((concern) => concern.labels ?? []));
  return [...labels].sort((one, other) => one.localeCompare(other, 'en'));
}
