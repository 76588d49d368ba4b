import { and, eq, isNull } from 'drizzle-orm';
import { toHex } from '~/crypto/hash';
import type { Database } from '~db/database';
import { petition } from '~db/schema/published';
import { clarification } from '~db/schema/published-statements';
import type { LedgerEntry } from '../ledger/ledger-entry';
import { clarificationDigest, ClarificationError } from './clarification';

export interface ExplanationInput {
  readonly petitionId: string;
  /** Which question. */
  readonly number: number;
  /** Already parsed by `explanationSchema`. */
  readonly answer: string;
  /** On the company's calendar. */
  readonly day: string;
}

/**
 * Publishes what the organizer says to a question, once and for good, under the name that stands on the petition. Of several
 * at once the first stands. Call it in a transaction, and append the entry that it returns last of all. NOT checked: who
 * answers.
 *
 * @throws ClarificationError `unknown-question`, `already-answered`
 */
export async function answerClarification(
  tx: Database,
  { petitionId, number, answer, day }: ExplanationInput,
): Promise<LedgerEntry> {
  const question = and(eq(clarification.petitionId, petitionId), eq(clarification.number, number));
  const [row] = await tx
    .select({ author: petition.organizerName })
    .from(clarification)
    .innerJoin(petition, eq(petition.id, clarification.petitionId))
    .where(question);
  if (!row) throw new ClarificationError('unknown-question');
  const stands = await tx
    .update(clarification)
    .set({ answer, answeredDay: day })
    .where(and(question, isNull(clarification.answer)))
    .returning({ number: clarification.number });
  if (stands.length === 0) throw new ClarificationError('already-answered');
  const text = toHex(clarificationDigest(petitionId, number, 'answered', answer));
  return { v: 1, kind: 'clarification', petition: petitionId, number, act: 'answered', text, author: row.author, day };
}
