import { randomBytes } from 'node:crypto';
import { asc } from 'drizzle-orm';
import { toHex } from '~/crypto/hash';
import { appendEntries } from '~/features/published/ledger/append-entry.server';
import type { LedgerEntry } from '~/features/published/ledger/ledger-entry';
import type { Settings } from '~/platform/settings';
import type { AnonymousDatabase } from '~db/anonymous-client';
import { deletedConcerns, waitingFiling } from '~db/schema/anonymous-concerns';
import { plannedFigures, publishConcernFigures } from './publish-concern-figures.server';
import { rewriteHeldConcerns } from './rewrite-concerns.server';
import type { UnseenRun } from './unseen-run';

/** Digests stand in multiples of this, so that a day with none looks like a day with fifteen (decision 11). */
export const filingStep = 16;
/** Digests in one entry: 65,535 bytes hold a few more. */
const mostInEntry = 512;

type PublishingSettings = Pick<Settings, 'minimum' | 'publication'>;

/**
 * The concerns' part of the second step of a publication (protocol 5 and 6), in the caller's transaction, which holds
 * concerns: the digests of what was filed, among random ones; figures that may newly be shown; and how many concerns were
 * deleted, once there are enough.
 */
export async function publishConcerns(
  tx: AnonymousDatabase,
  { day }: UnseenRun,
  settings: PublishingSettings,
): Promise<void> {
  await publishFilings(tx, day, settings);
  await publishConcernFigures(tx, day, settings);
  await publishDeletions(tx, day, settings);
}

/** Whether a publication of this day would write anything. On a schedule of days it always does: this is for the others. */
export async function concernsPending(
  db: AnonymousDatabase,
  settings: PublishingSettings,
  day: string,
): Promise<boolean> {
  const [filing] = await db.select().from(waitingFiling).limit(1);
  if (filing) return true;
  if ((await deletions(db)) >= settings.minimum) return true;
  return (await plannedFigures(db, day, settings)).length > 0;
}

/** On a daily schedule there is an entry each day, whether or not anything was filed. */
async function publishFilings(tx: AnonymousDatabase, day: string, { publication }: PublishingSettings): Promise<void> {
  const rows = await tx.select().from(waitingFiling).orderBy(asc(waitingFiling.digest));
  if (rows.length === 0 && publication.kind !== 'daily') return;
  const missing = Math.max(filingStep, Math.ceil(rows.length / filingStep) * filingStep) - rows.length;
  const decoys = Array.from({ length: missing }, () => toHex(randomBytes(32)));
  const digests = [...rows.map(({ digest }) => toHex(digest)), ...decoys].sort();
  const entries: LedgerEntry[] = [];
  for (let at = 0; at < digests.length; at += mostInEntry) {
    entries.push({ v: 1, kind: 'concerns-filed', digests: digests.slice(at, at + mostInEntry), day });
  }
  await appendEntries(tx, entries);
  if (rows.length === 0) return;
  await tx.delete(waitingFiling);
  await rewriteHeldConcerns(tx, 'waiting_filing');
}

/** A count of one would say on which day one conversation ended (decision 17). */
async function publishDeletions(tx: AnonymousDatabase, day: string, { minimum }: PublishingSettings): Promise<void> {
  const concerns = await deletions(tx);
  if (concerns < minimum) return;
  await appendEntries(tx, [{ v: 1, kind: 'concerns-deleted', concerns, day }]);
  await tx.delete(deletedConcerns);
  await rewriteHeldConcerns(tx, 'deleted_concerns');
}

async function deletions(db: AnonymousDatabase): Promise<number> {
  const [row] = await db.select({ concerns: deletedConcerns.concerns }).from(deletedConcerns);
  return row?.concerns ?? 0;
}
