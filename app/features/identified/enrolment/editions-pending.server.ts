import { max } from 'drizzle-orm';
import { dueToClose } from '~/features/published/petitions/close-petitions.server';
import { acceptedPetitions } from '~/features/published/petitions/open-petitions.server';
import type { Settings } from '~/platform/settings';
import type { IdentifiedDatabase } from '~db/identified-client';
import { petition, publication } from '~db/schema/published';
import { lastEdition } from './last-edition.server';
import { registerOpens } from './plan-publication.server';
import { activePeople, leafChanges, peopleWithoutPlace, registerStates, unitMoves } from './register-state.server';

/**
 * Whether step 1 of a publication would publish anything: new places, leavers, moves, another size of the roster, petitions
 * to open or to close. Where publications follow each other by seconds, a slot with nothing to do is skipped.
 * @param today 'YYYY-MM-DD'
 */
export async function editionsPending(db: IdentifiedDatabase, settings: Settings, today: string): Promise<boolean> {
  if ((await acceptedPetitions(db)) > 0) return true;
  const [last] = await db.select({ number: max(publication.number) }).from(publication);
  const due = dueToClose(db, { day: today, publication: (last?.number ?? 0) + 1 });
  if ((await db.select({ id: petition.id }).from(petition).where(due).limit(1)).length > 0) return true;

  const states = await registerStates(db, today);
  const newest = states.at(-1) ?? null;
  // Nothing waits to be pinned, so waiting replacements open none.
  if (await registerOpens(db, settings, newest, false)) return true;
  const rosterSize = await activePeople(db);
  for (const state of states) {
    if (!state.pinned && state !== newest) return true;
    const last = await lastEdition(db, state.id);
    if (last?.rosterSize !== rosterSize) return true;
    if ((await leafChanges(db, state.id)).length > 0 || (await unitMoves(db, state.id)).length > 0) return true;
    const room = 2 ** state.depth - state.nextLeaf;
    if ((await peopleWithoutPlace(db, state.id, Math.min(1, room))).length > 0) return true;
  }
  return false;
}
