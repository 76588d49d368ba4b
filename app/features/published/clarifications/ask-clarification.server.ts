import { desc, eq } from 'drizzle-orm';
import { toHex } from '~/crypto/hash';
import type { Database } from '~db/database';
import { petition } from '~db/schema/published';
import { answerReopened, response } from '~db/schema/published-answers';
import { clarification } from '~db/schema/published-statements';
import type { LedgerEntry } from '../ledger/ledger-entry';
import { clarifiableStates, clarificationDigest, ClarificationError, clarificationsPerPetition } from './clarification';

export interface QuestionInput {
  readonly petitionId: string;
  /** Already parsed by `questionSchema`. */
  readonly question: string;
  /** As it will stand in public. */
  readonly askerName: string;
  /** On the company's calendar. */
  readonly day: string;
}

/**
 * Publishes a question to the organizer of a petition that waits for an answer. Call it in a transaction, and append the
 * entry that it returns last of all. NOT checked: who asks, and whether anybody is there to answer.
 *
 * @throws ClarificationError `unknown-petition`; `wrong-state` unless open or closed and without a full answer, or
 *   reopened; `already-asked` if the last question says the same (a form sent twice); `too-many-questions`
 */
export async function askClarification(
  tx: Database,
  { petitionId, question, askerName, day }: QuestionInput,
): Promise<LedgerEntry> {
  const [row] = await tx
    .select({ state: petition.state })
    .from(petition)
    .where(eq(petition.id, petitionId))
    .for('no key update');
  if (!row) throw new ClarificationError('unknown-petition');
  if (!(await waitsForAnAnswer(tx, petitionId, row.state))) throw new ClarificationError('wrong-state');
  const [last] = await tx
    .select()
    .from(clarification)
    .where(eq(clarification.petitionId, petitionId))
    .orderBy(desc(clarification.number))
    .limit(1);
  if (last?.question === question) throw new ClarificationError('already-asked');
  const number = (last?.number ?? 0) + 1;
  if (number > clarificationsPerPetition) throw new ClarificationError('too-many-questions');
  await tx.insert(clarification).values({ petitionId, number, question, askerName, askedDay: day });
  const text = toHex(clarificationDigest(petitionId, number, 'asked', question));
  return { v: 1, kind: 'clarification', petition: petitionId, number, act: 'asked', text, author: askerName, day };
}

async function waitsForAnAnswer(tx: Database, petitionId: string, state: string): Promise<boolean> {
  const reopened = await tx.$count(answerReopened, eq(answerReopened.petitionId, petitionId));
  if (reopened > 0) return true;
  const [given] = await tx
    .select({ day: response.answeredDay })
    .from(response)
    .where(eq(response.petitionId, petitionId));
  return clarifiableStates.some((each) => each === state) && !given?.day;
}
