import { asc, desc, eq, gte, inArray, sql } from 'drizzle-orm';
import { signCheckpoint as signNote } from '~/crypto/tlog/checkpoint';
import { Frontier } from '~/crypto/tlog/merkle';
import type { NoteSigner } from '~/crypto/tlog/note';
import type { Settings } from '~/platform/settings';
import type { PublishedDatabase } from '~db/published-client';
import type { Database } from '~db/database';
import { checkpoint, ledgerEntry, publication } from '~db/schema/published';
import { inTransaction } from '~db/transaction';
import { bearingOut } from '../summaries/choices';

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
  readonly settings: Pick<Settings, 'minimum' | 'responseDays'>;
}

/**
 * The third step of a publication (protocol 5 and 6), as role published, in one transaction: signs the ledger as it
 * stands, and only then lets the counts of the second step be seen. Does nothing if it was done before.
 * @throws CheckpointStepError `unknown-publication`, `out-of-order` (the second step is not done)
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
    await signLedger(tx, deps.checkpointSigner, run.number);
    await showCounts(tx, run.number, run.day);
    await noteThresholds(tx, deps.settings, run.number, run.day);
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

/**
 * Goes on from the last checkpoint's frontier, so that it costs what is new and not what there is. Entries commit in the
 * order of their index: whatever is visible here is dense. Where nothing is new, the last checkpoint stands.
 */
async function signLedger(tx: Database, signer: NoteSigner, number: number): Promise<void> {
  const [last] = await tx.select().from(checkpoint).orderBy(desc(checkpoint.size)).limit(1);
  const frontier = new Frontier(last?.size ?? 0, last ? split(last.frontier) : []);
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
    if (page.length < pageSize) break;
  }
  if (last && frontier.size === last.size) return;
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
}

/** Once reached, a threshold obliges, whatever is withdrawn later. */
async function noteThresholds(
  tx: Database,
  { minimum, responseDays }: CheckpointDeps['settings'],
  number: number,
  day: string,
): Promise<void> {
  await tx.execute(sql`
    insert into published.threshold_reached (petition_id, day, due_day)
    select t.petition_id, ${day}::date, ${day}::date + coalesce(p.response_days, ${responseDays}::int)
    from published.tally t join published.petition p on p.id = t.petition_id
    where t.publication = ${number} and t.signers >= greatest(p.threshold, ${minimum}::int)
    on conflict (petition_id) do nothing`);
  // Of a choice that may not be shown nothing is added up: the sum would say something of it.
  await tx.execute(sql`
    insert into published.summary_reached (summary_id, day, due_day)
    select s.id, ${day}::date, ${day}::date + s.response_days
    from published.summary s join published.corroboration_tally t on t.summary_id = s.id
    where t.publication = ${number} and ${inArray(sql`t.choice`, [...bearingOut])} and t.keys >= ${minimum}::int
    group by s.id having sum(t.keys) >= greatest(s.threshold, ${minimum}::int)
    on conflict (summary_id) do nothing`);
}
