import { eq } from 'drizzle-orm';
import { openedPetitionName, type Opening } from '~/crypto/organizing';
import { toHex } from '~/crypto/hash';
import { petitionTextDigest } from '~/crypto/semaphore/statement';
import type { AnonymousDatabase } from '~db/anonymous-client';
import { openingSlot, waitingPetition } from '~db/schema/anonymous-organizing';
import { petition } from '~db/schema/published';
import { inTransaction } from '~db/transaction';
import { shareActions } from '../publication/action-lock.server';
import { OpeningError } from './opening-error';

/** A petition whose proof was verified. The proof itself is not here: it is dropped. */
export interface VerifiedOpening {
  readonly organisation: string;
  readonly opening: Opening;
  readonly day: string;
  /** 32 bytes. */
  readonly nullifier: Uint8Array;
}

/**
 * Keeps a verified petition and uses up its slot, in one transaction (protocol 16, the last checks). No row says which slot
 * was whose.
 * @throws OpeningError `slot-used`: this key has started another one today; `key-used`: the organizer's key has
 */
export async function keepOpening(db: AnonymousDatabase, verified: VerifiedOpening): Promise<void> {
  const { organisation, opening, day, nullifier } = verified;
  await inTransaction(db, async (tx) => {
    await shareActions(tx);
    // The slot first: who comes second with it waits here, and leaves nothing behind.
    const [slot] = await tx
      .insert(openingSlot)
      .values({ day, nullifier })
      .onConflictDoNothing()
      .returning({ day: openingSlot.day });
    const known = await openedWith(tx, opening);
    if (known === 'other') throw new OpeningError('key-used');
    if (known === 'same') return;
    if (!slot) throw new OpeningError('slot-used');
    const { programme: programmeId, field: programmeField, key: organizerKey, demands, ...rest } = opening;
    const [kept] = await tx
      .insert(waitingPetition)
      .values({
        id: openedPetitionName(organisation, organizerKey),
        ...{ ...rest, organizerKey, demands: [...demands], programmeId, programmeField },
      })
      .onConflictDoNothing()
      .returning({ id: waitingPetition.id });
    // Two slots with one organizer's key at the very same time: the second finds the first, and says so.
    if (!kept && (await openedWith(tx, opening)) !== 'same') throw new OpeningError('key-used');
  });
}

/** Whether an organizer's key has started a petition already, waiting or published: this very one, or another. */
export async function openedWith(db: AnonymousDatabase, opening: Opening): Promise<'no' | 'same' | 'other'> {
  const { programme, field, key } = opening;
  const [waits] = await db.select().from(waitingPetition).where(eq(waitingPetition.organizerKey, key));
  if (waits) {
    const { programmeId, programmeField } = waits;
    const same =
      termsOf(waits) === termsOf(opening) &&
      toHex(petitionTextDigest(waits)) === toHex(petitionTextDigest(opening)) &&
      programmeId === programme &&
      programmeField === field;
    return same ? 'same' : 'other';
  }
  const [stands] = await db.select().from(petition).where(eq(petition.organizerKey, key));
  if (!stands) return 'no';
  // What it is about stands elsewhere, and its text may have been sent in anew since: the key alone says whose it is.
  return toHex(stands.textDigest) === toHex(petitionTextDigest(opening)) ? 'same' : 'other';
}

function termsOf({
  closesDay,
  criticalMass,
  askedUnit,
  sponsorsWanted,
  sponsorLink,
}: Pick<Opening, 'closesDay' | 'criticalMass' | 'askedUnit' | 'sponsorsWanted' | 'sponsorLink'>): string {
  return JSON.stringify([closesDay, criticalMass, askedUnit, sponsorsWanted, sponsorLink && toHex(sponsorLink)]);
}
