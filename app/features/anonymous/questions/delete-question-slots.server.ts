import { notInArray } from 'drizzle-orm';
import type { AnonymousDatabase } from '~db/anonymous-client';
import { questionSlot } from '~db/schema/anonymous-choices';
import { inTransaction } from '~db/transaction';
import { openDays } from '../concerns/accept-concern.server';
import { holdActions } from '../publication/action-lock.server';
import { rewriteHeldQuestions } from '../publication/rewrite-questions.server';

/** Deletes the slots of days on which nothing can be asked any more, and rewrites what they stood in at once. */
export async function deleteQuestionSlots(db: AnonymousDatabase, now: Date): Promise<void> {
  const over = notInArray(questionSlot.day, [...openDays(now)]);
  const [any] = await db.select({ day: questionSlot.day }).from(questionSlot).where(over).limit(1);
  if (!any) return;
  await inTransaction(db, async (tx) => {
    await holdActions(tx);
    await tx.delete(questionSlot).where(over);
    await rewriteHeldQuestions(tx);
  });
}
