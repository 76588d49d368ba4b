import { asc, eq } from 'drizzle-orm';
import { encodeEntry, entryLeaf } from '~/crypto/tlog/entry';
import type { Database } from '~db/database';
import { ledgerEntry } from '~db/schema/published';
import type { LedgerEntry } from './ledger-entry';

/**
 * Where an entry stands in the ledger, found by its bytes; the first place where the same words stand twice.
 * NOT checked: that a checkpoint covers it already. Role anonymous may not read entries.
 * @returns its index from 0, or null where the ledger has no such entry
 * @throws EntryError for what cannot be an entry
 */
export async function entryIndex(db: Database, entry: LedgerEntry): Promise<number | null> {
  const leaf = Buffer.from(entryLeaf(encodeEntry(entry)));
  const [row] = await db
    .select({ index: ledgerEntry.index })
    .from(ledgerEntry)
    .where(eq(ledgerEntry.leafHash, leaf))
    .orderBy(asc(ledgerEntry.index))
    .limit(1);
  return row?.index ?? null;
}
