import { eq, isNull } from 'drizzle-orm';
import type { Cosignature } from '~/crypto/tlog/cosignature';
import type { Clock } from '~/platform/clock';
import type { PublishedDatabase } from '~db/published-client';
import { checkpoint } from '~db/schema/published';
import { cosignature, ledgerWitness } from '~db/schema/published-ledger';
import { keepContradiction } from './keep-contradiction.server';
import { wentThrough } from './ledger-state.queries.server';
import { WitnessError } from './ledger-witness';
import { openWitnessed, textOf } from './open-witnessed';

/** How far a witness's clock may be ahead of ours, in seconds. */
const aheadAtMost = 24 * 60 * 60;

export interface HandedIn {
  readonly db: PublishedDatabase;
  readonly clock: Clock;
  /** Every key that ever signed this ledger, as C2SP verifier keys. */
  readonly ledgerKeys: readonly string[];
}

/**
 * Takes the cosignatures of witnesses in force under one published checkpoint. The first of each witness stands; handing
 * it in again changes nothing. A checkpoint that the ledger's key signed and the ledger was never in is kept as a contradiction.
 * Does NOT ask who hands it in: a cosignature is worth its signature, whoever carries it.
 * @param note attacker-controlled: a checkpoint with its lines
 * @returns whose cosignatures stand under it now, of those handed in
 * @throws WitnessError `malformed`, `unsigned`, `wrong-signature`, `unknown-witness`, `wrong-time`, `unknown-checkpoint`,
 * `contradiction`
 */
export async function takeCosignatures(
  { db, clock, ledgerKeys }: HandedIn,
  note: string,
): Promise<{ size: number; witnesses: string[] }> {
  const witnesses = await db.select().from(ledgerWitness).where(isNull(ledgerWitness.removedDay));
  const { size, root, text, cosignatures } = openWitnessed(note, ledgerKeys, witnesses);
  const [stored] = await db.select({ note: checkpoint.note }).from(checkpoint).where(eq(checkpoint.size, size));
  if (!stored || textOf(stored.note) !== text) {
    if (await wentThrough(db, { size, root })) throw new WitnessError('unknown-checkpoint');
    await keepContradiction(db, clock, { note, text, reportedBy: cosignatures });
    throw new WitnessError('contradiction');
  }
  if (cosignatures.length === 0) throw new WitnessError('unknown-witness');
  const latest = clock.now().getTime() / 1000 + aheadAtMost;
  if (cosignatures.some(({ time }) => time === 0 || time > latest)) throw new WitnessError('wrong-time');
  await db
    .insert(cosignature)
    .values(cosignatures.map((each) => rowOf(size, each)))
    .onConflictDoNothing();
  return { size, witnesses: cosignatures.map(({ name }) => name) };
}

function rowOf(size: number, { name, line, time }: Cosignature) {
  return { size, witness: name, line, witnessedAt: new Date(time * 1000) };
}
