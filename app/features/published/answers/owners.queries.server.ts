import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import type { Database } from '~db/database';
import { answerOwner, leader } from '~db/schema/published-answers';
import type { Owner, OwnerSince } from './due';

type Owned = (typeof answerOwner.$inferSelect)['subject'];

const columns = { leaderId: answerOwner.leaderId, name: leader.name, unit: answerOwner.unit, day: answerOwner.day };

/** Everybody who answered for something, in order; the last still does. */
export function ownersOf(db: Database, subject: Owned, id: string): Promise<OwnerSince[]> {
  return db
    .select(columns)
    .from(answerOwner)
    .innerJoin(leader, eq(leader.id, answerOwner.leaderId))
    .where(and(eq(answerOwner.subject, subject), eq(answerOwner.subjectId, id)))
    .orderBy(asc(answerOwner.number));
}

/** Who answers for each of these now; those for which nobody was named are left out. */
export async function newestOwners(
  db: Database,
  subject: Owned,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Owner>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectDistinctOn([answerOwner.subjectId], { subjectId: answerOwner.subjectId, ...columns })
    .from(answerOwner)
    .innerJoin(leader, eq(leader.id, answerOwner.leaderId))
    .where(and(eq(answerOwner.subject, subject), inArray(answerOwner.subjectId, [...ids])))
    .orderBy(answerOwner.subjectId, sql`${answerOwner.number} desc`);
  return new Map(rows.map(({ subjectId, leaderId, name, unit }) => [subjectId, { leaderId, name, unit }]));
}
