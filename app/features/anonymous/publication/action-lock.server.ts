import { sql } from 'drizzle-orm';
import type { AnonymousDatabase } from '~db/anonymous-client';

/*
 * Whoever keeps an act holds this lock shared from reading the chain of a nullifier to the commit; a publication and the
 * minute's rewriting hold it alone. So no act can slip between "not yet published" and "no longer waiting".
 * The first number is the house's (as in `append_entry`); both are held until the end of the transaction.
 */

/** Within a transaction: others may keep acts at the same time. */
export async function shareActions(tx: AnonymousDatabase): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock_shared(7020191, 3)`);
}

/** Within a transaction: waits for those that keep acts, and holds up all others. */
export async function holdActions(tx: AnonymousDatabase): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(7020191, 3)`);
}

/*
 * The same for concerns. Everything that reads or writes their tables holds the shared lock first, so that it never meets
 * one of them in the middle of being rewritten. Who holds both took that of the acts first.
 */

/** Within a transaction: others may work on concerns at the same time. */
export async function shareConcerns(tx: AnonymousDatabase): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock_shared(7020191, 5)`);
}

/** Within a transaction: waits for those that work on concerns, and holds up all others. */
export async function holdConcerns(tx: AnonymousDatabase): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(7020191, 5)`);
}
