import { and, eq } from 'drizzle-orm';
import { answerClarification } from '~/features/published/clarifications/answer-clarification.server';
import { appendEntry } from '~/features/published/ledger/append-entry.server';
import type { Clock } from '~/platform/clock';
import type { Settings } from '~/platform/settings';
import { dayIn } from '~/platform/zoned-time';
import type { IdentifiedDatabase } from '~db/identified-client';
import { answerCase } from '~db/schema/identified-answers';
import { petition } from '~db/schema/published';
import { inTransaction } from '~db/transaction';
import { queueMail } from '../accounts/queue-mail.server';
import { allOfLeadership, inLeadership } from '../leadership/leaders.queries.server';
import { DeskError, type Actor } from './desk';
import { organizes } from './organizer.queries.server';

interface Deps {
  readonly db: IdentifiedDatabase;
  readonly clock: Clock;
  readonly settings: Settings;
  /** For links in mail, without a trailing slash. */
  readonly publicUrl: string;
}

export interface Explanation {
  readonly actor: Actor;
  readonly petitionId: string;
  /** Which question. */
  readonly number: number;
  /** Already parsed by `explanationSchema`. */
  readonly answer: string;
}

/**
 * What an organizer says to a question of leadership's, once, in public. Whoever answers for the petition is told by mail,
 * and whoever writes the answer for them; all of leadership where neither is in office.
 *
 * @throws DeskError `not-organizer`
 * @throws ClarificationError as {@link answerClarification}
 */
export function explainToLeadership(
  { db, clock, settings, publicUrl }: Deps,
  { actor, petitionId, number, answer }: Explanation,
): Promise<void> {
  return inTransaction(db, async (tx) => {
    if (!(await organizes(tx, { petitionId, personNumber: actor.personNumber }))) {
      throw new DeskError('not-organizer');
    }
    const day = dayIn(settings.timeZone, clock.now());
    const entry = await answerClarification(tx, { petitionId, number, answer, day });
    const [row] = await tx
      .select({ owner: answerCase.owner, delegate: answerCase.delegate, title: petition.title })
      .from(petition)
      .leftJoin(answerCase, and(eq(answerCase.subject, 'petition'), eq(answerCase.subjectId, petition.id)))
      .where(eq(petition.id, petitionId));
    const accountable = [row?.owner ?? null, row?.delegate ?? null].filter((each) => each !== null);
    const named = await inLeadership(tx, accountable);
    const told = named.size > 0 ? named : await allOfLeadership(tx);
    for (const { email: recipient } of told.values()) {
      const page = `${publicUrl}/in/desk/leadership/${petitionId}`;
      const said = 'The organizer answered what leadership asked:';
      const body = [`“${row?.title ?? ''}”`, said, answer, page].join('\n\n');
      await queueMail(tx, { recipient, subject: 'An organizer answered a question', body: `${body}\n` });
    }
    await appendEntry(tx, entry);
  });
}
