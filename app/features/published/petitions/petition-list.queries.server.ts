import { and, eq, inArray, isNotNull, isNull, notInArray, or, sql, type SQL } from 'drizzle-orm';
import type { Settings } from '~/platform/settings';
import type { Database } from '~db/database';
import { deletion, moderationAct, petition, thresholdReached } from '~db/schema/published';
import { response } from '~db/schema/published-answers';
import { reopenedDueDay } from '../answers/due.queries.server';
import type { PetitionFigures } from '../figures/figures.queries.server';
import { petitionFigures } from '../figures/figures.queries.server';
import { textHidingCodes } from './moderation';
import type { PetitionState } from './petition';
import { cursorOf, type ListCursor, type ListFilter, type ListSort } from './petition-list';

export interface PetitionSummary {
  readonly id: string;
  readonly state: PetitionState;
  /** Null where it was rejected for a reason that its very text would repeat. */
  readonly title: string | null;
  readonly organizerName: string;
  readonly openedDay: string | null;
  readonly closesDay: string;
  readonly closedDay: string | null;
  readonly answeredDay: string | null;
  /** By when a demand that verdicts opened again is to be answered; null where none is open. */
  readonly reopenedDueDay: string | null;
  /** Why it was rejected, as a published code. */
  readonly rejection: string | null;
  /** Closed under its critical mass: its signatures were deleted. */
  readonly deleted: boolean;
  readonly figures: PetitionFigures | null;
}

export interface PetitionListQuery {
  readonly filter: ListFilter;
  readonly sort: ListSort;
  /** What to search for, in words; empty for everything. Attacker-controlled. */
  readonly search: string;
  readonly cursor: ListCursor | null;
  readonly size: number;
}

export interface PetitionPage {
  readonly items: readonly PetitionSummary[];
  readonly next: string | null;
  readonly previous: string | null;
}

const hidden = inArray(moderationAct.reasonCode, [...textHidingCodes]);

const filters: Readonly<Record<ListFilter, SQL | undefined>> = {
  all: or(
    inArray(petition.state, ['open', 'closed', 'archived']),
    and(eq(petition.state, 'rejected'), notInArray(moderationAct.reasonCode, [...textHidingCodes])),
  ),
  open: eq(petition.state, 'open'),
  awaiting: and(
    inArray(petition.state, ['open', 'closed']),
    isNotNull(thresholdReached.petitionId),
    or(isNull(response.answeredDay), isNotNull(reopenedDueDay(petition.id))),
  ),
  answered: isNotNull(response.answeredDay),
  closed: inArray(petition.state, ['closed', 'archived']),
  rejected: eq(petition.state, 'rejected'),
};

/** `websearch_to_tsquery` takes any text whatever and never fails. */
const searchQuery = (search: string) => sql`websearch_to_tsquery('english', ${search})`;

/** Keys are text of one width a sort, so that one comparison does for all; what stands in a cursor is such a key. */
function order(sort: ListSort, search: string): { key: SQL<string>; descending: boolean } {
  switch (sort) {
    case 'newest':
      return { key: sql`coalesce(${petition.openedDay}, ${petition.submittedDay})::text`, descending: true };
    case 'closing':
      return { key: sql`${petition.closesDay}::text`, descending: false };
    case 'longest':
      return { key: sql`coalesce(${thresholdReached.day}::text, '9999-12-31')`, descending: false };
    case 'due':
      return { key: sql`coalesce(${thresholdReached.dueDay}::text, '9999-12-31')`, descending: false };
    case 'answered':
      return { key: sql`coalesce(${response.answeredDay}::text, '0000-00-00')`, descending: true };
    case 'relevance':
      return {
        key: sql`to_char(ts_rank(${petition.search}, ${searchQuery(search)})::numeric, 'FM0.000000')`,
        descending: true,
      };
  }
}

/**
 * One page of the petitions that anybody may read. Work grows with the number of petitions, never with signatures.
 * A cursor of another sort gives a page of no meaning but never an error.
 */
export async function listPetitions(
  { db, settings }: { db: Database; settings: Settings },
  { filter, sort, search, cursor, size }: PetitionListQuery,
): Promise<PetitionPage> {
  const { key: unordered, descending } = order(sort, search);
  const key = sql<string>`(${unordered}) collate "C"`;
  const backwards = cursor?.direction === 'before';
  const down = descending !== backwards;
  const beyond = cursor
    ? sql`(${key}, ${petition.id}) ${sql.raw(down ? '<' : '>')} (${cursor.key}, ${cursor.id})`
    : undefined;
  const matches =
    search === '' ? undefined : sql`${petition.search} @@ ${searchQuery(search)} and ${hidden} is not true`;
  const way = sql.raw(down ? 'desc' : 'asc');
  const rows = await db
    .select({
      key,
      id: petition.id,
      state: petition.state,
      title: sql<string | null>`case when ${hidden} then null else ${petition.title} end`,
      organizerName: petition.organizerName,
      openedDay: petition.openedDay,
      closesDay: petition.closesDay,
      closedDay: petition.closedDay,
      answeredDay: response.answeredDay,
      reopenedDueDay: reopenedDueDay(petition.id),
      rejection: moderationAct.reasonCode,
      deleted: sql<boolean>`${deletion.petitionId} is not null`,
    })
    .from(petition)
    .leftJoin(moderationAct, and(eq(moderationAct.petitionId, petition.id), eq(moderationAct.act, 'reject')))
    .leftJoin(response, eq(response.petitionId, petition.id))
    .leftJoin(deletion, eq(deletion.petitionId, petition.id))
    .leftJoin(thresholdReached, eq(thresholdReached.petitionId, petition.id))
    .where(and(filters[filter], matches, beyond))
    .orderBy(sql`${key} ${way}`, sql`${petition.id} ${way}`)
    .limit(size + 1);
  const more = rows.length > size;
  const shown = rows.slice(0, size);
  if (backwards) shown.reverse();
  const figures = await petitionFigures(
    db,
    settings,
    shown.map(({ id }) => id),
  );
  const first = shown[0];
  const last = shown.at(-1);
  return {
    items: shown.map(({ key: _, ...row }) => ({ ...row, figures: figures.get(row.id) ?? null })),
    previous: first && (backwards ? more : cursor !== null) ? cursorOf('before', first.key, first.id) : null,
    next: last && (backwards || more) ? cursorOf('after', last.key, last.id) : null,
  };
}
