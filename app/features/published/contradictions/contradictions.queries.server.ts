import { and, asc, eq, or, sql, type SQL } from 'drizzle-orm';
import { alias, type AnyPgColumn } from 'drizzle-orm/pg-core';
import type { Database } from '~db/database';
import { petition } from '~db/schema/published';
import { pledge } from '~db/schema/published-answers';
import { question } from '~db/schema/published-questions';
import { announcement, contradiction, statementRevision } from '~db/schema/published-statements';
import type { StatementKind } from '../statements/statement';
import type { Quoted } from './contradiction';

/** One side of a contradiction, with the day on which it was said. */
export interface Said extends Quoted {
  readonly day: string;
  readonly authorName: string;
}

/** Two statements that an organizer says contradict each other. */
export interface Contradiction {
  readonly id: string;
  readonly petitionId: string;
  readonly petitionTitle: string;
  readonly earlier: Said;
  readonly later: Said;
  readonly words: string;
  readonly organizerName: string;
  readonly day: string;
  readonly withdrawn: { readonly day: string; readonly reason: string } | null;
}

const earlierRevision = alias(statementRevision, 'earlier_revision');
const laterRevision = alias(statementRevision, 'later_revision');

async function select(db: Database, where: SQL | undefined): Promise<Contradiction[]> {
  const rows = await db
    .select({
      row: contradiction,
      petitionTitle: petition.title,
      earlierDay: earlierRevision.day,
      earlierAuthor: earlierRevision.authorName,
      laterDay: laterRevision.day,
      laterAuthor: laterRevision.authorName,
    })
    .from(contradiction)
    .innerJoin(petition, eq(petition.id, contradiction.petitionId))
    .innerJoin(
      earlierRevision,
      and(
        eq(earlierRevision.kind, contradiction.earlierKind),
        eq(earlierRevision.id, contradiction.earlierId),
        eq(earlierRevision.revision, contradiction.earlierRevision),
      ),
    )
    .innerJoin(
      laterRevision,
      and(
        eq(laterRevision.kind, contradiction.laterKind),
        eq(laterRevision.id, contradiction.laterId),
        eq(laterRevision.revision, contradiction.laterRevision),
      ),
    )
    .where(where)
    .orderBy(asc(contradiction.day), asc(contradiction.id));
  return rows.map(({ row, petitionTitle, earlierDay, earlierAuthor, laterDay, laterAuthor }) => ({
    ...{ id: row.id, petitionId: row.petitionId, petitionTitle },
    ...{ words: row.words, organizerName: row.organizerName, day: row.day },
    earlier: {
      ...{ kind: row.earlierKind, id: row.earlierId, revision: row.earlierRevision, quote: row.earlierQuote },
      ...{ day: earlierDay, authorName: earlierAuthor },
    },
    later: {
      ...{ kind: row.laterKind, id: row.laterId, revision: row.laterRevision, quote: row.laterQuote },
      ...{ day: laterDay, authorName: laterAuthor },
    },
    withdrawn: row.withdrawnDay === null ? null : { day: row.withdrawnDay, reason: row.withdrawnReason ?? '' },
  }));
}

/** What a statement is said to contradict, or to be contradicted by, oldest first; what was taken back too. */
export function contradictionsOf(db: Database, kind: StatementKind, id: string): Promise<Contradiction[]> {
  const { earlierKind, earlierId, laterKind, laterId } = contradiction;
  return select(db, or(and(eq(earlierKind, kind), eq(earlierId, id)), and(eq(laterKind, kind), eq(laterId, id))));
}

/** Those that the organizers of a petition linked, oldest first; taken back too. */
export function contradictionsLinkedOn(db: Database, petitionId: string): Promise<Contradiction[]> {
  return select(db, eq(contradiction.petitionId, petitionId));
}

/** As {@link contradictionsLinkedOn}, and whatever others linked of what leadership said to this petition. */
export function contradictionsAround(db: Database, petitionId: string): Promise<Contradiction[]> {
  const { earlierKind, earlierId, laterKind, laterId } = contradiction;
  const saidHere = (kind: AnyPgColumn, id: AnyPgColumn) => sql`(${kind}, ${id}) in (
    select 'response', ${petitionId}
    union all select 'pledge', ${pledge.id} from ${pledge} where ${eq(pledge.petitionId, petitionId)}
    union all select 'answer', ${question.id} from ${question} where ${eq(question.petitionId, petitionId)}
    union all select 'announcement', ${announcement.id} from ${announcement}
      where ${eq(announcement.petitionId, petitionId)})`;
  return select(
    db,
    or(eq(contradiction.petitionId, petitionId), saidHere(earlierKind, earlierId), saidHere(laterKind, laterId)),
  );
}
