import { and, asc, desc, gte, lt, lte } from 'drizzle-orm';
import { toHex } from '~/crypto/hash';
import type { Checkpoint } from '~/crypto/tlog/checkpoint';
import { Frontier } from '~/crypto/tlog/merkle';
import type { Database } from '~db/database';
import { checkpoint, ledgerEntry } from '~db/schema/published';

/**
 * Whether the ledger went through this state: it has as many entries under its newest checkpoint, and their first `size`
 * have this root. The gap between two checkpoints is read, never the whole ledger.
 * @param state attacker-controlled
 */
export async function wentThrough(db: Database, { size, root }: Pick<Checkpoint, 'size' | 'root'>): Promise<boolean> {
  const ours = await rootOfFirst(db, size);
  return ours !== null && toHex(ours) === toHex(root);
}

/** The root over the first `size` entries; null where the newest checkpoint has fewer. */
export async function rootOfFirst(db: Database, size: number): Promise<Uint8Array | null> {
  const [newest] = await db.select({ size: checkpoint.size }).from(checkpoint).orderBy(desc(checkpoint.size)).limit(1);
  return !newest || size > newest.size ? null : rootAt(db, size);
}

/** The root over the first `size` entries, of which there must be as many. */
async function rootAt(db: Database, size: number): Promise<Uint8Array> {
  const [before] = await db
    .select()
    .from(checkpoint)
    .where(lte(checkpoint.size, size))
    .orderBy(desc(checkpoint.size))
    .limit(1);
  const frontier = before ? new Frontier(before.size, hashesOf(before.frontier)) : new Frontier();
  const leaves = await db
    .select({ leafHash: ledgerEntry.leafHash })
    .from(ledgerEntry)
    .where(and(gte(ledgerEntry.index, frontier.size), lt(ledgerEntry.index, size)))
    .orderBy(asc(ledgerEntry.index));
  for (const { leafHash } of leaves) frontier.append(leafHash);
  if (frontier.size !== size) throw new RangeError(`the ledger has no ${String(size)} entries`);
  return frontier.root();
}

function hashesOf(bytes: Uint8Array): Uint8Array[] {
  return Array.from({ length: bytes.length / 32 }, (_, index) => bytes.subarray(32 * index, 32 * (index + 1)));
}
