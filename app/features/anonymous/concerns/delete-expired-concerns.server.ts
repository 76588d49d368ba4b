import { and, eq, inArray, lt, lte, ne, notInArray, sql, type SQL } from 'drizzle-orm';
import { addDays, dayOf } from '~/platform/clock';
import type { AnonymousDatabase } from '~db/anonymous-client';
import { concern, concernChunk, concernGrant, concernHidden, concernMessage, concernSlot, deletedConcerns } from '~db/schema/anonymous-concerns'; // prettier-ignore
import { inTransaction } from '~db/transaction';
import { holdConcerns } from '../publication/action-lock.server';
import { rewriteHeldConcerns } from '../publication/rewrite-concerns.server';
import { openDays } from './accept-concern.server';

/** Concerns that are deleted in one transaction: nobody else can work meanwhile. */
const mostAtOnce = 20;

/**
 * Deletes what may not stand any longer, and rewrites at once the tables that it stood in: slots of days that are over;
 * uploads that nobody finished since the day before yesterday ended; concerns whose retention is over, with everything that
 * belongs to them. Of those last the number is kept, for the ledger.
 */
export async function deleteExpiredConcerns(db: AnonymousDatabase, now: Date): Promise<void> {
  const today = dayOf(now);
  await deleteSlots(db, openDays(now));
  await deleteUnfinishedMessages(db, addDays(today, -1));
  await deleteConcerns(db, and(eq(concern.state, 'unfinished'), lt(concern.day, addDays(today, -1))), 'not counted');
  await deleteConcerns(db, and(ne(concern.state, 'unfinished'), lte(concern.deletedOn, today)), 'counted');
}

async function deleteSlots(db: AnonymousDatabase, open: readonly string[]): Promise<void> {
  const over = notInArray(concernSlot.day, [...open]);
  await inTransaction(db, async (tx) => {
    await holdConcerns(tx);
    const deleted = await tx.delete(concernSlot).where(over).returning({ day: concernSlot.day });
    if (deleted.length > 0) await rewriteHeldConcerns(tx, 'concern_slot');
  });
}

async function deleteUnfinishedMessages(db: AnonymousDatabase, before: string): Promise<void> {
  await inTransaction(db, async (tx) => {
    await holdConcerns(tx);
    const deleted = await tx
      .delete(concernMessage)
      .where(and(eq(concernMessage.complete, false), ne(concernMessage.number, 0), lt(concernMessage.day, before)))
      .returning({ concern: concernMessage.concern, number: concernMessage.number });
    if (deleted.length === 0) return;
    for (const { concern: key, number } of deleted) {
      await tx.delete(concernChunk).where(and(eq(concernChunk.concern, key), eq(concernChunk.number, number)));
    }
    await rewriteHeldConcerns(tx, 'concern_message');
  });
}

async function deleteConcerns(
  db: AnonymousDatabase,
  expired: SQL | undefined,
  how: 'counted' | 'not counted',
): Promise<void> {
  for (let deleted = mostAtOnce; deleted === mostAtOnce;) {
    deleted = await inTransaction(db, async (tx) => {
      await holdConcerns(tx);
      const rows = await tx.select({ key: concern.key }).from(concern).where(expired).limit(mostAtOnce);
      if (rows.length > 0) {
        await forget(
          tx,
          rows.map(({ key }) => key),
        );
        if (how === 'counted') await note(tx, rows.length);
      }
      return rows.length;
    });
  }
}

/** With its row goes the storage key: nothing that a disk still holds of its chunks can be read. */
async function forget(tx: AnonymousDatabase, concerns: Uint8Array[]): Promise<void> {
  await tx.delete(concernChunk).where(inArray(concernChunk.concern, concerns));
  await tx.delete(concernGrant).where(inArray(concernGrant.concern, concerns));
  await tx.delete(concernHidden).where(inArray(concernHidden.concern, concerns));
  await tx.delete(concernMessage).where(inArray(concernMessage.concern, concerns));
  await tx.delete(concern).where(inArray(concern.key, concerns));
  await rewriteHeldConcerns(tx, 'concern', 'concern_message', 'concern_hidden');
}

async function note(tx: AnonymousDatabase, concerns: number): Promise<void> {
  await tx
    .insert(deletedConcerns)
    .values({ one: true, concerns })
    .onConflictDoUpdate({
      target: deletedConcerns.one,
      set: { concerns: sql`${deletedConcerns.concerns} + ${concerns}` },
    });
}
