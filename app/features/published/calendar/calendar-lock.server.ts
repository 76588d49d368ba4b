import { sql } from 'drizzle-orm';
import type { Database } from '~db/database';

/*
 * Who counts due days holds the calendar still until the ledger says what was counted; so a holiday's entry stands before
 * every due day that it moved, and after every other, and anybody can count again.
 */

/** Waits for whoever changes the calendar; held to the end of the transaction. Take it before the ledger's lock. */
export async function holdCalendar(tx: Database): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock_shared(7020191, 8)`);
}

/** Waits for everybody who counts on it or changes it; held to the end of the transaction. Take it before the ledger's lock. */
export async function lockCalendar(tx: Database): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(7020191, 8)`);
}
