import { count, inArray } from 'drizzle-orm';
import type { Database } from '~db/database';
import { petition } from '~db/schema/published';
import { publicStates } from './petition';

/** How many petitions anybody may read, by state. Petitions are not people: these numbers are exact. */
export async function petitionCounts(db: Database): Promise<Record<(typeof publicStates)[number], number>> {
  const rows = await db
    .select({ state: petition.state, petitions: count() })
    .from(petition)
    .where(inArray(petition.state, [...publicStates]))
    .groupBy(petition.state);
  const of = (state: (typeof publicStates)[number]) => rows.find((row) => row.state === state)?.petitions ?? 0;
  return {
    accepted: of('accepted'),
    rejected: of('rejected'),
    appealed: of('appealed'),
    open: of('open'),
    closed: of('closed'),
    archived: of('archived'),
  };
}
