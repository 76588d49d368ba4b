import { isNull } from 'drizzle-orm';
import { fromHex, toHex } from '~/crypto/hash';
import type { AnonymousDatabase } from '~db/anonymous-client';
import { concern, concernHidden, concernMessage, concernSlot } from '~db/schema/anonymous-concerns';
import { handlerKey } from '~db/schema/published-concerns';
import { inTransaction } from '~db/transaction';
import { shareConcerns } from '../publication/action-lock.server';
import { newStorageKey } from './chunk-storage';
import { ConcernError } from './concern-error';
import type { MissingChunks } from './conversation.schema';
import { missingIfSame, missingOf } from './missing-chunks.queries.server';
import type { Raising } from './raise-concern.schema';

/** A concern whose proof was verified. */
export interface VerifiedConcern {
  readonly raising: Pick<Raising, 'day' | 'manifest' | 'manifestText'> & Partial<Pick<Raising, 'hiddenFrom'>>;
  /** 32 bytes. */
  readonly nullifier: Uint8Array;
  /** 32 bytes: what the ledger will say of it. */
  readonly filing: Uint8Array;
  readonly days: Pick<typeof concern.$inferInsert, 'day' | 'lastDay' | 'acknowledgeBy' | 'answerBy' | 'deletedOn'>;
}

/**
 * Takes a verified concern, unfinished, and uses up its slot, in one transaction (protocol 7, the last checks). No row says
 * which slot was whose. NOT checked: the proof.
 * @returns the chunks that have not arrived
 * @throws ConcernError `slot-used`, `number-taken` (the receipt's key has another concern), `last-handler` (nobody would be
 *   left to see it)
 */
export async function keepConcern(db: AnonymousDatabase, verified: VerifiedConcern): Promise<MissingChunks> {
  try {
    return await keep(db, verified);
  } catch (error) {
    if (!(error instanceof ConcernError) || error.code !== 'number-taken') throw error;
    // The same one came at once by another slot, which is not used up: all of this was undone.
    const same = await missingOfConcern(db, verified.raising);
    if (same) return same;
    throw error;
  }
}

function keep(db: AnonymousDatabase, { raising, nullifier, filing, days }: VerifiedConcern): Promise<MissingChunks> {
  const { manifest, manifestText: text } = raising;
  const key = fromHex(manifest.concern);
  return inTransaction(db, async (tx) => {
    await shareConcerns(tx);
    // The slot first: who comes second with it waits here, and leaves nothing behind.
    const [slot] = await tx
      .insert(concernSlot)
      .values({ day: raising.day, nullifier })
      .onConflictDoNothing()
      .returning({ day: concernSlot.day });
    if (!slot) {
      const same = await missingIfSame(tx, key, text);
      if (same) return same;
      throw new ConcernError('slot-used');
    }
    const [kept] = await tx
      .insert(concern)
      .values({
        ...{ key, ...days, filing, programmeId: manifest.programme, state: 'unfinished' },
        storageKey: newStorageKey(),
      })
      .onConflictDoNothing()
      .returning({ key: concern.key });
    if (!kept) throw new ConcernError('number-taken');
    await tx
      .insert(concernMessage)
      .values({ concern: key, number: 0, audience: 'all', day: days.day, complete: false, manifest: text });
    await hide(tx, key, raising.hiddenFrom ?? []);
    return missingOf(tx, key, manifest);
  });
}

/** Whom the reporter left out does not see it from the beginning. Names that are no handler's in force are passed over. */
async function hide(tx: AnonymousDatabase, key: Uint8Array, from: readonly string[]): Promise<void> {
  if (from.length === 0) return;
  const handlers = await tx
    .select({ fingerprint: handlerKey.fingerprint })
    .from(handlerKey)
    .where(isNull(handlerKey.retiredDay));
  const hidden = handlers.filter(({ fingerprint }) => from.includes(toHex(fingerprint)));
  if (hidden.length === handlers.length) throw new ConcernError('last-handler');
  if (hidden.length === 0) return;
  await tx.insert(concernHidden).values(hidden.map(({ fingerprint }) => ({ concern: key, handler: fingerprint })));
}

/** What is missing of this very concern, if its manifest was accepted before; null otherwise. */
export function missingOfConcern(
  db: AnonymousDatabase,
  { manifest, manifestText }: Pick<Raising, 'manifest' | 'manifestText'>,
): Promise<MissingChunks | null> {
  return inTransaction(db, async (tx) => {
    await shareConcerns(tx);
    return missingIfSame(tx, fromHex(manifest.concern), manifestText);
  });
}
