import { and, eq, isNull, sql } from 'drizzle-orm';
import { cosignatureVerifier } from '~/crypto/tlog/cosignature';
import { dayOf, type Clock } from '~/platform/clock';
import type { Settings } from '~/platform/settings';
import type { Database } from '~db/database';
import { ledgerWitness } from '~db/schema/published-ledger';
import { inTransaction } from '~db/transaction';
import { appendEntry } from '../ledger/append-entry.server';
import { mostWitnesses, mostWitnessesEver, WitnessError } from './ledger-witness';
import type { WitnessChange } from './witness.schema';

/**
 * Lets a witness in, or takes its cosignatures no more, as a ledger entry. What it cosigned stays; its name and key are
 * never given again. Does NOT check who asks, nor who runs it: compare the key with whoever does.
 * @param change already parsed by `witnessChangeSchema`
 * @throws WitnessError `taken`, `too-many`, `unknown`
 */
export function changeWitnesses(
  deps: { db: Database<'identified'>; clock: Clock; settings: Pick<Settings, 'organisation'> },
  change: WitnessChange,
): Promise<void> {
  const day = dayOf(deps.clock.now());
  return inTransaction(deps.db, async (tx) => {
    // One change at a time: otherwise two at once would each find room.
    await tx.execute(sql`select pg_advisory_xact_lock(7020191, 21)`);
    const { name, key, runBy } =
      change.act === 'added' ? await add(tx, deps.settings, change, day) : await remove(tx, change.name, day);
    await appendEntry(tx, { v: 1, kind: 'ledger-witness', act: change.act, name, key, runBy, day });
  });
}

interface Named {
  readonly name: string;
  readonly key: string;
  readonly runBy: string;
}

async function add(
  tx: Database<'identified'>,
  { organisation }: Pick<Settings, 'organisation'>,
  { key, runBy }: { key: string; runBy: string },
  addedDay: string,
): Promise<Named> {
  const { name } = cosignatureVerifier(key);
  // Under such a name a note would seem to be signed by the house itself.
  if (name === organisation || name.startsWith(`${organisation}/`)) throw new WitnessError('taken');
  const all = await tx.select().from(ledgerWitness);
  if (all.some((other) => other.name === name || other.key === key)) throw new WitnessError('taken');
  const inForce = all.filter(({ removedDay }) => removedDay === null).length;
  if (inForce >= mostWitnesses || all.length >= mostWitnessesEver) throw new WitnessError('too-many');
  await tx.insert(ledgerWitness).values({ name, key, runBy, addedDay });
  return { name, key, runBy };
}

async function remove(tx: Database<'identified'>, name: string, removedDay: string): Promise<Named> {
  const [removed] = await tx
    .update(ledgerWitness)
    .set({ removedDay })
    .where(and(eq(ledgerWitness.name, name), isNull(ledgerWitness.removedDay)))
    .returning();
  if (!removed) throw new WitnessError('unknown');
  return removed;
}
