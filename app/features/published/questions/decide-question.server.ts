import { eq } from 'drizzle-orm';
import { toHex } from '~/crypto/hash';
import { addDays } from '~/platform/clock';
import type { Database } from '~db/database';
import { question, questionDecision } from '~db/schema/published-questions';
import { choosableDays } from '../choices/choice';
import { offerChoice } from '../choices/offer-choice.server';
import type { LedgerEntry } from '../ledger/ledger-entry';
import { QuestionError, questionTextDigest } from './question';
import type { QuestionDecision } from './question-decision.schema';
import { questionReason } from './question-moderation';

export interface DecideInput {
  readonly questionId: string;
  readonly decision: QuestionDecision;
  /** As it will stand in public beside the reason. */
  readonly moderatorName: string;
  readonly day: string;
}

/**
 * Decides on a waiting question, once and for good, with its published reason. An accepted one is open: everybody reads it,
 * and it can be supported for 180 days. Call it in a transaction, and append the entry last of all. Of several at once the
 * first decides. NOT checked: who decides.
 *
 * @throws QuestionError `unknown-question`; `decided`
 */
export async function decideQuestion(
  tx: Database,
  { questionId, decision, moderatorName, day }: DecideInput,
): Promise<LedgerEntry> {
  const { act, reasonCode, words } = decision;
  if (questionReason(reasonCode)?.act !== act) throw new RangeError('A reason belongs to one act');
  const [row] = await tx.select().from(question).where(eq(question.id, questionId)).for('no key update');
  if (!row) throw new QuestionError('unknown-question');
  if (row.state !== 'waiting') throw new QuestionError('decided');
  const { petitionId: petition, about, body } = row;
  const textDigest = questionTextDigest({ petition, about, body });
  const isAccepted = act === 'accept';
  await tx
    .update(question)
    .set(isAccepted ? { state: 'open', openedDay: day } : { state: 'rejected' })
    .where(eq(question.id, questionId));
  await tx.insert(questionDecision).values({ questionId, act, reasonCode, reasonText: words, moderatorName, day });
  const register = isAccepted
    ? await offerChoice(tx, {
        ...{ kind: 'support', id: questionId, revision: 1, textDigest },
        ...{ day, untilDay: addDays(day, choosableDays.support) },
      })
    : null;
  return {
    ...{ v: 1, kind: 'question', question: questionId, petition, act, text: toHex(textDigest) },
    ...{ register: register ?? 0, reason: reasonCode, words, moderator: moderatorName, day },
  };
}
