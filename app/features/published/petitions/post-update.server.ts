import { desc, eq } from 'drizzle-orm';
import { hashFields, toHex } from '~/crypto/hash';
import type { Database } from '~db/database';
import { petition, petitionUpdate } from '~db/schema/published';
import { appendEntry } from '../ledger/append-entry.server';
import { PetitionError, updatesPerPetition } from './petition';

/** What the ledger keeps of an update. 32 bytes. */
export function updateDigest(petitionId: string, number: number, body: string): Uint8Array {
  return hashFields('petition-update/v1', petitionId, number, body);
}

export interface UpdateInput {
  readonly petitionId: string;
  /** Already parsed by `updateSchema`. */
  readonly body: string;
  readonly day: string;
}

/**
 * Publishes news on an open or closed petition, for good, with its ledger entry; returns its number. Call it in a
 * transaction. Does not check who posts.
 *
 * @throws PetitionError `unknown-petition`; `wrong-state` unless open or closed; `already-posted` if the last update
 *   says the same (a form sent twice); `too-many-updates`
 */
export async function postUpdate(tx: Database, update: UpdateInput): Promise<number> {
  await tx.select({ id: petition.id }).from(petition).where(eq(petition.id, update.petitionId)).for('no key update');
  return publishUpdate(tx, update);
}

/**
 * The same where nobody else can post on this petition meanwhile, by a role that may not lock it: what unknown organizers
 * write comes with the publication alone. @throws PetitionError as {@link postUpdate}
 */
export async function publishUpdate(tx: Database, { petitionId, body, day }: UpdateInput): Promise<number> {
  const [row] = await tx.select({ state: petition.state }).from(petition).where(eq(petition.id, petitionId));
  if (!row) throw new PetitionError('unknown-petition');
  if (row.state !== 'open' && row.state !== 'closed') throw new PetitionError('wrong-state');
  const [last] = await tx
    .select()
    .from(petitionUpdate)
    .where(eq(petitionUpdate.petitionId, petitionId))
    .orderBy(desc(petitionUpdate.number))
    .limit(1);
  if (last?.body === body) throw new PetitionError('already-posted');
  const number = (last?.number ?? 0) + 1;
  if (number > updatesPerPetition) throw new PetitionError('too-many-updates');
  await tx.insert(petitionUpdate).values({ petitionId, number, day, body });
  const text = toHex(updateDigest(petitionId, number, body));
  await appendEntry(tx, { v: 1, kind: 'petition-update', petition: petitionId, number, text, day });
  return number;
}
