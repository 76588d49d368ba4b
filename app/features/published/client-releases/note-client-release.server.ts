import { fromHex } from '~/crypto/hash';
import { dayOf, type Clock } from '~/platform/clock';
import type { PublishedDatabase } from '~db/published-client';
import { clientRelease } from '~db/schema/published-ledger';
import { inTransaction } from '~db/transaction';
import { appendEntry } from '../ledger/append-entry.server';

export interface NoteClientReleaseDeps {
  readonly db: PublishedDatabase;
  readonly clock: Clock;
}

/**
 * Keeps the manifest of what this process serves and enters its digest in the ledger, unless it is known from an earlier
 * start (protocol 15). Of several processes that start at once one enters it.
 * @param input.digest hex of the SHA-256 of `manifest`; NOT computed anew here
 * @returns whether it was new
 */
export async function noteClientRelease(
  { db, clock }: NoteClientReleaseDeps,
  input: { readonly manifest: string; readonly digest: string },
): Promise<boolean> {
  const day = dayOf(clock.now());
  const release = { digest: Buffer.from(fromHex(input.digest)), manifest: input.manifest, day };
  return inTransaction(db, async (tx) => {
    const noted = await tx.insert(clientRelease).values(release).onConflictDoNothing().returning();
    if (noted.length === 0) return false;
    await appendEntry(tx, { v: 1, kind: 'client-release', manifest: input.digest, day });
    return true;
  });
}
