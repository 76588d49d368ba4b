import { createHash } from 'node:crypto';
import { and, eq, gt, inArray, or, sql, type SQL } from 'drizzle-orm';
import { toHex } from '~/crypto/hash';
import { appendEntries, appendEntry } from '~/features/published/ledger/append-entry.server';
import type { LedgerEntry } from '~/features/published/ledger/ledger-entry';
import type { AnonymousDatabase } from '~db/anonymous-client';
import { waitingAction } from '~db/schema/anonymous';
import { deletion, tally } from '~db/schema/published';
import { signatureRange } from '~db/schema/published-ledger';
import { reachesCriticalMass, whatToDo, type WaitingPetition } from './critical-mass';
import type { UnseenRun } from './unseen-run';
import { rewriteHeldActions } from './rewrite-waiting.server';
import { waitingPetitions } from './waiting-petitions.queries.server';

/** How many acts are in memory at once. */
const pageSize = 1000;

/**
 * Signatures' part of the second step of a publication (protocol 5), in the caller's transaction, which holds the acts:
 * moves those of every petition that may appear into `published`, sorted by (petition, nullifier, n) in the table and in
 * the ledger; deletes those of petitions that closed under their critical mass; rewrites what goes on waiting.
 */
export async function publishSignatures(tx: AnonymousDatabase, run: UnseenRun): Promise<void> {
  const petitions = await waitingPetitions(tx);
  const named = (what: ReturnType<typeof whatToDo>) => petitions.filter((each) => whatToDo(each) === what);
  const [appearing, deleted] = [named('publish'), named('delete')];
  await countAppearing(tx, appearing, run.number);
  await moveActs(tx, appearing, run);
  await recordDeletions(tx, idsOf(deleted), run.day);
  await forget(tx, [...idsOf(appearing), ...idsOf(deleted)]);
}

/** Whether it would publish or delete anything. */
export async function signaturesPending(db: AnonymousDatabase): Promise<boolean> {
  return (await waitingPetitions(db)).some((petition) => whatToDo(petition) !== 'wait');
}

/** In the order in which all entries of a publication stand: by code unit, as `collate "C"`. */
const idsOf = (petitions: readonly WaitingPetition[]) => petitions.map(({ id }) => id).sort();

/** Counts are kept, never counted: yesterday's and what the waiting acts change. */
async function countAppearing(
  tx: AnonymousDatabase,
  petitions: readonly WaitingPetition[],
  number: number,
): Promise<void> {
  for (const { id, counted, change } of petitions) {
    const signers = (counted ?? 0) + change;
    await tx
      .insert(tally)
      .values({ petitionId: id, signers, publication: number })
      .onConflictDoUpdate({ target: tally.petitionId, set: { signers, publication: number } });
  }
}

/** Copies the acts, all petitions together, in order; then their entries, as the ledger is locked from the first on. */
async function moveActs(
  tx: AnonymousDatabase,
  appearing: readonly WaitingPetition[],
  { number, day }: UnseenRun,
): Promise<void> {
  if (appearing.length === 0) return;
  const petitions = idsOf(appearing);
  const reached = new Set(appearing.filter(reachesCriticalMass).map(({ id }) => id));
  await tx.execute(sql`
    insert into published.signature (petition_id, nullifier, n, action, register_id, edition, proof, day)
    select petition_id, nullifier, n, action, register_id, edition, proof, ${day}::date
    from anonymous.waiting_action
    where ${inArray(waitingAction.petitionId, [...petitions])}
    order by petition_id collate "C", nullifier, n`);
  const ranges: (typeof signatureRange.$inferInsert)[] = [];
  for (const petitionId of petitions) {
    if (reached.has(petitionId)) await appendEntry(tx, { v: 1, kind: 'critical-mass', petition: petitionId, day });
    const range = { petitionId, publication: number, first: 0, entries: 0, day };
    for (let after: SQL | undefined; ;) {
      const page = await tx
        .select()
        .from(waitingAction)
        .where(and(eq(waitingAction.petitionId, petitionId), after))
        .orderBy(waitingAction.nullifier, waitingAction.n)
        .limit(pageSize);
      const first = await appendEntries(
        tx,
        page.map((act) => entryOf(act, day)),
      );
      if (range.entries === 0) range.first = first ?? 0;
      range.entries += page.length;
      const last = page.at(-1);
      if (!last || page.length < pageSize) break;
      after = or(
        gt(waitingAction.nullifier, last.nullifier),
        and(eq(waitingAction.nullifier, last.nullifier), gt(waitingAction.n, last.n)),
      );
    }
    if (range.entries > 0) ranges.push(range);
  }
  // So that a device finds its own entry among all of its petition's, without naming it.
  if (ranges.length > 0) await tx.insert(signatureRange).values(ranges);
}

/** It names the digest of the proof, which stands beside it in `published.signature`: so the ledger stays half as large. */
function entryOf(act: typeof waitingAction.$inferSelect, day: string): LedgerEntry {
  return {
    v: 1,
    kind: act.action === 'sign' ? 'signature' : 'withdrawal',
    petition: act.petitionId,
    nullifier: toHex(act.nullifier),
    n: act.n,
    register: act.registerId,
    edition: act.edition,
    proof: createHash('sha256').update(act.proof).digest('hex'),
    day,
  };
}

/** Every petition that closes under its critical mass gets this entry, whether or not anybody had signed. */
async function recordDeletions(tx: AnonymousDatabase, petitions: readonly string[], day: string): Promise<void> {
  if (petitions.length === 0) return;
  await tx.insert(deletion).values(petitions.map((petitionId) => ({ petitionId, day })));
  await appendEntries(
    tx,
    petitions.map((petition) => ({
      v: 1,
      kind: 'deletion',
      petition,
      what: 'signatures under the critical mass',
      day,
    })),
  );
}

/** A deleted row stays in its file, with the order of arrival, until it is rewritten: so that is done at once. */
async function forget(tx: AnonymousDatabase, petitions: readonly string[]): Promise<void> {
  if (petitions.length === 0) return;
  await tx.delete(waitingAction).where(inArray(waitingAction.petitionId, [...petitions]));
  await rewriteHeldActions(tx);
}
