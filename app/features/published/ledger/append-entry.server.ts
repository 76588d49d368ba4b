import { sql } from 'drizzle-orm';
import { encodeEntry } from '~/crypto/tlog/entry';
import type { Database } from '~db/database';
import type { LedgerEntry } from './ledger-entry';

/** How many entries travel to the database in one statement. */
const batchSize = 1000;

/** Appends one entry. Call it inside the transaction of the act that it records (protocol 6). @returns its index */
export async function appendEntry(db: Database, entry: LedgerEntry): Promise<number> {
  const first = await appendEntries(db, [entry]);
  if (first === null) throw new RangeError('an entry that was appended has an index');
  return first;
}

/**
 * Holds the ledger until the transaction ends, as `append_entry` does: for what must be looked at and then written with
 * nothing between. Take no lock after it.
 */
export async function holdLedger(tx: Database): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(7020191, 1)`);
}

/**
 * Appends entries in the given order, within the caller's transaction.
 * The ledger is locked from the first append to the end of the transaction: append last, and do nothing slow after.
 * @returns the index of the first; the others follow it without a gap. Null where there are none
 */
export async function appendEntries(db: Database, entries: readonly LedgerEntry[]): Promise<number | null> {
  let first: number | null = null;
  for (let start = 0; start < entries.length; start += batchSize) {
    const bytes = entries
      .slice(start, start + batchSize)
      .map((entry) => Buffer.from(encodeEntry(entry)).toString('base64'));
    const places = await db.execute<{ index: string }>(sql`
      select published.append_entry(decode(entry, 'base64')) as index
      from unnest(string_to_array(${bytes.join(' ')}, ' ')) with ordinality as t (entry, place)
      order by place`);
    first ??= Number(places[0]?.index);
  }
  return first;
}
