import { notInArray } from 'drizzle-orm';
import type { AnonymousDatabase } from '~db/anonymous-client';
import { openingSlot } from '~db/schema/anonymous-organizing';
import { inTransaction } from '~db/transaction';
import { openDays } from '../concerns/accept-concern.server';
import { holdActions } from '../publication/action-lock.server';
import { rewriteHeldOrganizing } from '../publication/rewrite-organizing.server';

/** Deletes the slots of days on which nothing can be started any more, and rewrites what they stood in at once. */
export async function deleteOpeningSlots(db: AnonymousDatabase, now: Date): Promise<void> {
  const over = notInArray(openingSlot.day, [...openDays(now)]);
  const [any] = await db.select({ day: openingSlot.day }).from(openingSlot).where(over).limit(1);
  if (!any) return;
  await inTransaction(db, async (tx) => {
    await holdActions(tx);
    await tx.delete(openingSlot).where(over);
    await rewriteHeldOrganizing(tx);
  });
}
