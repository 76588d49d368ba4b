import { sql } from 'drizzle-orm';
import type { IdentifiedDatabase } from '~db/identified-client';

/**
 * Holds the registers until the transaction ends: publishing editions and disputing an enrolment exclude each other, so
 * that a dispute names every leaf that its key has.
 */
export async function lockRegisters(tx: IdentifiedDatabase): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(7020191, 2)`);
}
