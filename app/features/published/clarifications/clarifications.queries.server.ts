import { asc, eq, inArray, sql } from 'drizzle-orm';
import type { Database } from '~db/database';
import { clarification } from '~db/schema/published-statements';
import type { Clarification } from './clarification';

/** What leadership asked the organizer of a petition, and what was said to it, in the order in which it was asked. */
export function clarificationsOf(db: Database, petitionId: string): Promise<Clarification[]> {
  return db
    .select({
      number: clarification.number,
      question: clarification.question,
      askerName: clarification.askerName,
      askedDay: clarification.askedDay,
      answer: clarification.answer,
      answeredDay: clarification.answeredDay,
    })
    .from(clarification)
    .where(eq(clarification.petitionId, petitionId))
    .orderBy(asc(clarification.number));
}

/** How far the questions about one petition are. */
export interface Clarifying {
  /** Questions that wait for the organizer. */
  readonly waiting: number;
  readonly answered: number;
  /** When the oldest that waits was asked; null where none waits. */
  readonly since: string | null;
}

/** For each of these petitions about which anything was asked, how far that is. */
export async function clarifyingOf(
  db: Database,
  petitionIds: readonly string[],
): Promise<ReadonlyMap<string, Clarifying>> {
  if (petitionIds.length === 0) return new Map();
  const rows = await db
    .select({
      petitionId: clarification.petitionId,
      waiting: sql<number>`count(*) filter (where ${clarification.answer} is null)`.mapWith(Number),
      answered: sql<number>`count(${clarification.answer})`.mapWith(Number),
      since: sql<string | null>`(min(${clarification.askedDay}) filter (where ${clarification.answer} is null))::text`,
    })
    .from(clarification)
    .where(inArray(clarification.petitionId, [...petitionIds]))
    .groupBy(clarification.petitionId);
  return new Map(rows.map(({ petitionId, ...clarifying }) => [petitionId, clarifying]));
}
