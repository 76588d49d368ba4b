import { and, eq, exists, isNotNull, lt, notExists, or, type SQL } from 'drizzle-orm';
import { addDays } from '~/platform/clock';
import type { Database } from '~db/database';
import { petition, thresholdReached } from '~db/schema/published';
import { response } from '~db/schema/published-answers';
import { petitionEnding } from '~db/schema/published-organizing';
import { appendEntries } from '../ledger/append-entry.server';
import { archiveAfterDays, transitions } from './petition';

/**
 * Open petitions that a publication closes: their last day has passed, or their organizers ended them before it. What was
 * ended while a publication ran is the next one's.
 * @param publication its number; of the next one, where the last has none yet
 */
export function dueToClose(tx: Database, { day, publication }: { day: string; publication: number }): SQL | undefined {
  const ended = tx
    .select()
    .from(petitionEnding)
    .where(and(eq(petitionEnding.petitionId, petition.id), lt(petitionEnding.publication, publication)));
  return and(eq(petition.state, transitions.close.from), or(lt(petition.closesDay, day), exists(ended)));
}

/**
 * Closes every open petition whose last day has passed, or that its organizers ended before this publication, with a ledger
 * entry each, and archives what closed long ago and waits for no answer. Returns how many were closed. What becomes of
 * signatures under the critical mass is not decided here.
 */
export async function closeDuePetitions(
  tx: Database,
  { day, publication }: { day: string; publication: number },
): Promise<number> {
  const { to } = transitions.close;
  const closed = await tx
    .update(petition)
    .set({ state: to, closedDay: day })
    .where(dueToClose(tx, { day, publication }))
    .returning({ id: petition.id });
  const ids = closed.map(({ id }) => id).sort();
  await archivePetitions(tx, day);
  // Entries last: the ledger stays locked from here to the end of the transaction.
  await appendEntries(
    tx,
    ids.map((id) => ({ v: 1, kind: 'petition-closed', petition: id, day })),
  );
  return closed.length;
}

async function archivePetitions(tx: Database, day: string): Promise<void> {
  const { from, to } = transitions.archive;
  const answered = tx
    .select()
    .from(response)
    .where(and(eq(response.petitionId, petition.id), isNotNull(response.answeredDay)));
  const obliged = tx.select().from(thresholdReached).where(eq(thresholdReached.petitionId, petition.id));
  await tx
    .update(petition)
    .set({ state: to })
    .where(
      and(
        eq(petition.state, from),
        lt(petition.closedDay, addDays(day, -archiveAfterDays)),
        or(exists(answered), notExists(obliged)),
      ),
    );
}
