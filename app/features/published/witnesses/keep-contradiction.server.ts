import { sha256 } from '@noble/hashes/sha2.js';
import type { Cosignature } from '~/crypto/tlog/cosignature';
import { isNull } from 'drizzle-orm';
import { dayOf, type Clock } from '~/platform/clock';
import type { PublishedDatabase } from '~db/published-client';
import { ledgerContradiction, ledgerWitness } from '~db/schema/published-ledger';
import { wentThrough } from './ledger-state.queries.server';
import { mostContradictions, WitnessError } from './ledger-witness';
import { openWitnessed } from './open-witnessed';
import type { HandedIn } from './take-cosignatures.server';

/**
 * Takes a checkpoint that the ledger's own key signed and that does not fit what the ledger is: another root, or more
 * entries than there are. It is shown on every page from then on, and never goes away. Only who holds the ledger's key can make one.
 * @param note attacker-controlled
 * @throws WitnessError `malformed`, `unsigned`, `wrong-signature`, `fits`, `too-many`
 */
export async function takeContradiction({ db, clock, ledgerKeys }: HandedIn, note: string): Promise<void> {
  const witnesses = await db.select().from(ledgerWitness).where(isNull(ledgerWitness.removedDay));
  const { size, root, text, cosignatures } = openWitnessed(note, ledgerKeys, witnesses);
  if (await wentThrough(db, { size, root })) throw new WitnessError('fits');
  const isKept = await keepContradiction(db, clock, { note, text, reportedBy: cosignatures });
  if (!isKept) throw new WitnessError('too-many');
}

/**
 * Keeps a note that was found to contradict the ledger, once for each text.
 * @returns false where {@link mostContradictions} are kept already
 */
export async function keepContradiction(
  db: PublishedDatabase,
  clock: Clock,
  { note, text, reportedBy }: { note: string; text: string; reportedBy: readonly Cosignature[] },
): Promise<boolean> {
  if ((await db.$count(ledgerContradiction)) >= mostContradictions) return false;
  const digest = Buffer.from(sha256(new TextEncoder().encode(text)));
  const names = reportedBy.map(({ name }) => name).join(', ');
  await db
    .insert(ledgerContradiction)
    .values({ digest, note, reportedBy: names, day: dayOf(clock.now()) })
    .onConflictDoNothing();
  return true;
}
