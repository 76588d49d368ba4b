import { and, eq, sql } from 'drizzle-orm';
import { questionTextDigest, type QuestionText } from '~/features/published/questions/question';
import { randomId } from '~/features/published/petitions/random-id.server';
import type { AnonymousDatabase } from '~db/anonymous-client';
import { questionSlot, waitingQuestion } from '~db/schema/anonymous-choices';
import { question } from '~db/schema/published-questions';
import { inTransaction } from '~db/transaction';
import { shareActions } from '../publication/action-lock.server';
import { AskingError } from './asking-error';

/** A question whose proof was verified. The proof itself is not here: it is dropped. */
export interface VerifiedQuestion {
  readonly text: QuestionText;
  readonly day: string;
  /** 32 bytes. */
  readonly nullifier: Uint8Array;
}

/**
 * Takes a verified question and uses up its slot, in one transaction (protocol 12, the last checks). No row says which slot
 * was whose. The very same words under the same petition stand once, whoever sent them and however often: so a device that
 * does not know whether its question arrived may send it again, by any slot.
 * @throws AskingError `slot-used`: this key has used it for other words
 */
export async function keepQuestion(db: AnonymousDatabase, { text, day, nullifier }: VerifiedQuestion): Promise<void> {
  await inTransaction(db, async (tx) => {
    await shareActions(tx);
    // The slot first: who comes second with it waits here, and leaves nothing behind.
    const [slot] = await tx
      .insert(questionSlot)
      .values({ day, nullifier })
      .onConflictDoNothing()
      .returning({ day: questionSlot.day });
    await holdWords(tx, text);
    const known = await isAsked(tx, text);
    if (!slot && !known) throw new AskingError('slot-used');
    if (known) return;
    const { petition: petitionId, about, body } = text;
    await tx.insert(waitingQuestion).values({ id: randomId(), petitionId, about, body });
  });
}

/** Of several that send the same words at once the first keeps them. Taken last of all locks, so nobody waits in a ring. */
async function holdWords(tx: AnonymousDatabase, text: QuestionText): Promise<void> {
  const digest = questionTextDigest(text);
  const key = new DataView(digest.buffer, digest.byteOffset).getBigInt64(0);
  await tx.execute(sql`select pg_advisory_xact_lock(${key.toString()}::bigint)`);
}

/** Whether these words wait, or have come to moderators before. */
async function isAsked(tx: AnonymousDatabase, { petition, about, body }: QuestionText): Promise<boolean> {
  const [waits] = await tx
    .select({ id: waitingQuestion.id })
    .from(waitingQuestion)
    .where(
      and(eq(waitingQuestion.petitionId, petition), eq(waitingQuestion.about, about), eq(waitingQuestion.body, body)),
    )
    .limit(1);
  if (waits) return true;
  const [came] = await tx
    .select({ id: question.id })
    .from(question)
    .where(and(eq(question.petitionId, petition), eq(question.about, about), eq(question.body, body)))
    .limit(1);
  return came !== undefined;
}
