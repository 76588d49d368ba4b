import { eq } from 'drizzle-orm';
import { appendEntry } from '~/features/published/ledger/append-entry.server';
import { QuestionError } from '~/features/published/questions/question';
import { publishRevision } from '~/features/published/statements/publish-revision.server';
import type { Clock } from '~/platform/clock';
import type { Settings } from '~/platform/settings';
import { dayIn } from '~/platform/zoned-time';
import type { IdentifiedDatabase } from '~db/identified-client';
import { statementAuthor } from '~db/schema/identified-answers';
import { question } from '~db/schema/published-questions';
import { inTransaction } from '~db/transaction';
import { requireDesk, type Actor } from '../desks/desk';

interface QuestionAnswer {
  readonly actor: Actor;
  readonly questionId: string;
  /** The revision that was read; 0, with an empty reason, for the first. */
  readonly base: number;
  /** Already parsed by `answerSchema`. */
  readonly body: string;
  readonly reason: string;
}

/**
 * Leadership's answer to an open question, or a revision of it, in public under the name of who wrote it.
 *
 * @throws DeskError `not-allowed` unless leadership
 * @throws QuestionError `unknown-question`; `not-open-question` while it waits for a moderator or once it is rejected
 * @throws StatementError as `publishRevision`
 */
export function answerQuestion(
  { db, clock, settings }: { db: IdentifiedDatabase; clock: Clock; settings: Settings },
  { actor, questionId, base, body, reason }: QuestionAnswer,
): Promise<void> {
  requireDesk(actor, 'leadership');
  return inTransaction(db, async (tx) => {
    const [asked] = await tx.select({ state: question.state }).from(question).where(eq(question.id, questionId));
    if (!asked) throw new QuestionError('unknown-question');
    if (asked.state !== 'open') throw new QuestionError('not-open-question');
    const { name: authorName, personNumber } = actor;
    const entry = await publishRevision(tx, {
      ...{ kind: 'answer', id: questionId, base, document: { body } },
      ...{ authorName, reason, day: dayIn(settings.timeZone, clock.now()) },
    });
    await tx.insert(statementAuthor).values({ kind: 'answer', id: questionId, revision: base + 1, personNumber });
    await appendEntry(tx, entry);
  });
}
