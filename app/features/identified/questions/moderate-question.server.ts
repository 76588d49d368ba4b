import { eq } from 'drizzle-orm';
import { appendEntry } from '~/features/published/ledger/append-entry.server';
import { decideQuestion } from '~/features/published/questions/decide-question.server';
import { QuestionError } from '~/features/published/questions/question';
import type { QuestionDecision } from '~/features/published/questions/question-decision.schema';
import { dayOf, type Clock } from '~/platform/clock';
import type { IdentifiedDatabase } from '~db/identified-client';
import { question } from '~db/schema/published-questions';
import { inTransaction } from '~db/transaction';
import { DeskError, requireDesk, type Actor } from '../desks/desk';
import { organizes } from '../desks/organizer.queries.server';
import { answersFor } from './answers-for.queries.server';

/**
 * A moderator's decision on a waiting question, in public. Nobody is mailed: who asked is known to nobody.
 *
 * @throws DeskError `not-allowed` unless a moderator; `own-petition`
 * @throws QuestionError `answers-for-it` where the moderator answers for the petition; else as {@link decideQuestion}
 */
export function moderateQuestion(
  { db, clock }: { db: IdentifiedDatabase; clock: Clock },
  { actor, questionId, decision }: { actor: Actor; questionId: string; decision: QuestionDecision },
): Promise<void> {
  requireDesk(actor, 'moderator');
  return inTransaction(db, async (tx) => {
    const [asked] = await tx
      .select({ petitionId: question.petitionId })
      .from(question)
      .where(eq(question.id, questionId));
    if (!asked) throw new QuestionError('unknown-question');
    const side = { petitionId: asked.petitionId, personNumber: actor.personNumber };
    if (await organizes(tx, side)) throw new DeskError('own-petition');
    if (await answersFor(tx, side)) throw new QuestionError('answers-for-it');
    const day = dayOf(clock.now());
    await appendEntry(tx, await decideQuestion(tx, { questionId, decision, moderatorName: actor.name, day }));
  });
}
