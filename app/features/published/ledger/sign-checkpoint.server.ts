import { asc, desc, eq, gte, sql } from 'drizzle-orm';
import { signCheckpoint as signNote } from '~/crypto/tlog/checkpoint';
import { Frontier } from '~/crypto/tlog/merkle';
import type { NoteSigner } from '~/crypto/tlog/note';
import type { PublishedDatabase } from '~db/published-client';
import type { Database } from '~db/database';
import { checkpoint, ledgerEntry, publication } from '~db/schema/published';
import { inTransaction } from '~db/transaction';
import { noteDueDays, type DueDaySettings } from '../answers/note-due-days.server';
import { appendEntries } from './append-entry.server';
import { growTiles } from './grow-tiles.server';
import { enterFirstKey, requireKeyInForce } from './ledger-keys.server';

/** How many leaf hashes are read at once. */
const pageSize = 10_000;

export class CheckpointStepError extends Error {
  override readonly name = 'CheckpointStepError';
  constructor(readonly code: 'unknown-publication' | 'out-of-order') {
    super(code);
  }
}

export interface CheckpointDeps {
  readonly db: PublishedDatabase;
  /** Its name is the ledger's origin. */
  readonly checkpointSigner: NoteSigner;
  readonly settings: DueDaySettings;
}

/**
 * The third step of a publication (protocol 5 and 6), as role published, in one transaction: lets the counts of
 * the second step be seen, notes in the ledger what they oblige to, and signs it. Does nothing if it was done before.
 * @throws CheckpointStepError `unknown-publication`, `out-of-order` (the second step is not done)
 * @throws LedgerKeyError `not-in-force`: another key follows the one that this process holds
 */
export async function signCheckpoint(deps: CheckpointDeps, input: { publication: number }): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const [run] = await tx
      .select()
      .from(publication)
      .where(eq(publication.number, input.publication))
      .for('no key update');
    if (!run) throw new CheckpointStepError('unknown-publication');
    if (!run.signaturesDone) throw new CheckpointStepError('out-of-order');
    if (run.checkpointDone) return;
    const ledger = await openLedger(tx);
    // All but what is noted below is hashed before the ledger is locked by that.
    await catchUp(tx, ledger.frontier);
    await growTiles(tx, ledger.frontier.size);
    await showCounts(tx, run.number, run.day);
    await enterFirstKey(tx, deps.checkpointSigner.vkey, run.day);
    await appendEntries(tx, await noteDueDays(tx, deps.settings, { ...run, publication: run.number }));
    await catchUp(tx, ledger.frontier);
    await growTiles(tx, ledger.frontier.size);
    await signLedger(tx, deps.checkpointSigner, run.number, ledger);
    await tx.update(publication).set({ checkpointDone: true }).where(eq(publication.number, run.number));
  });
}

/** Whether the ledger has entries that no checkpoint covers. */
export async function checkpointPending(db: Database): Promise<boolean> {
  const [last] = await db.select({ size: checkpoint.size }).from(checkpoint).orderBy(desc(checkpoint.size)).limit(1);
  const [more] = await db
    .select({ index: ledgerEntry.index })
    .from(ledgerEntry)
    .where(gte(ledgerEntry.index, last?.size ?? 0))
    .limit(1);
  return more !== undefined;
}

interface OpenLedger {
  readonly frontier: Frontier;
  /** Entries under the last checkpoint; null where there is none yet. */
  readonly signed: number | null;
}

/** Goes on from the last checkpoint's frontier, so that it costs what is new and not what there is. */
async function openLedger(tx: Database): Promise<OpenLedger> {
  const [last] = await tx.select().from(checkpoint).orderBy(desc(checkpoint.size)).limit(1);
  return { frontier: new Frontier(last?.size ?? 0, last ? split(last.frontier) : []), signed: last?.size ?? null };
}

/** Entries commit in the order of their index: whatever is visible here is dense. */
async function catchUp(tx: Database, frontier: Frontier): Promise<void> {
  for (;;) {
    const page = await tx
      .select({ index: ledgerEntry.index, leafHash: ledgerEntry.leafHash })
      .from(ledgerEntry)
      .where(gte(ledgerEntry.index, frontier.size))
      .orderBy(asc(ledgerEntry.index))
      .limit(pageSize);
    for (const { index, leafHash } of page) {
      if (index !== frontier.size) throw new RangeError(`the ledger has no entry ${String(frontier.size)}`);
      frontier.append(leafHash);
    }
    if (page.length < pageSize) return;
  }
}

/** Where nothing is new, the last checkpoint stands. */
async function signLedger(
  tx: Database,
  signer: NoteSigner,
  number: number,
  { frontier, signed }: OpenLedger,
): Promise<void> {
  if (frontier.size === signed) return;
  // After the entries were read: one that hands over to another key is never covered by a checkpoint of the old one.
  await requireKeyInForce(tx, signer.vkey);
  const note = signNote({ origin: signer.name, size: frontier.size, root: frontier.root() }, signer);
  await tx
    .insert(checkpoint)
    .values({ size: frontier.size, publication: number, note, frontier: Buffer.concat(frontier.subtrees) });
}

function split(hashes: Uint8Array): Uint8Array[] {
  return Array.from({ length: hashes.length / 32 }, (_, index) => hashes.subarray(32 * index, 32 * (index + 1)));
}

/** One number a day: a later publication of the same day replaces it. */
async function showCounts(tx: Database, number: number, day: string): Promise<void> {
  await tx.execute(sql`
    insert into published.figure (petition_id, day, signers)
    select petition_id, ${day}::date, signers from published.tally where publication = ${number}
    on conflict (petition_id, day) do update set signers = excluded.signers`);
  await tx.execute(sql`
    insert into published.corroboration_figure (summary_id, choice, day, keys)
    select summary_id, choice, ${day}::date, keys from published.corroboration_tally where publication = ${number}
    on conflict (summary_id, choice, day) do update set keys = excluded.keys`);
  await tx.execute(sql`
    insert into published.choice_figure (kind, subject_id, choice, day, keys)
    select kind, subject_id, choice, ${day}::date, keys from published.choice_tally where publication = ${number}
    on conflict (kind, subject_id, choice, day) do update set keys = excluded.keys`);
}
