import { sql } from 'drizzle-orm';
import type { AnonymousDatabase } from '~db/anonymous-client';
import { waitingQuestion } from '~db/schema/anonymous-choices';
import { rewriteHeldQuestions } from './rewrite-questions.server';
import type { UnseenRun } from './unseen-run';

/**
 * The questions' part of the second step of a publication, in the caller's transaction, which holds the acts: all that wait
 * come to the moderators together, sorted by their random names. Nobody else sees one before a moderator accepted it.
 */
export async function publishQuestions(tx: AnonymousDatabase, { day }: UnseenRun): Promise<void> {
  if (!(await questionsPending(tx))) return;
  await tx.execute(sql`
    insert into published.question (id, petition_id, about, body, state, day)
    select id, petition_id, about, body, 'waiting', ${day}::date
    from anonymous.waiting_question order by id collate "C"`);
  await tx.delete(waitingQuestion);
  await rewriteHeldQuestions(tx);
}

/** Whether any question waits. */
export async function questionsPending(db: AnonymousDatabase): Promise<boolean> {
  const [any] = await db.select({ id: waitingQuestion.id }).from(waitingQuestion).limit(1);
  return any !== undefined;
}
