import { and, eq, isNotNull, sql } from 'drizzle-orm';
import type { z } from 'zod';
import { fromHex } from '~/crypto/hash';
import { dayLength, dayOf } from '~/platform/clock';
import type { AnonymousDatabase } from '~db/anonymous-client';
import { concern, concernAnswerDays, concernMessage } from '~db/schema/anonymous-concerns';
import { closeAsRubbish } from './close-as-rubbish.server';
import { count } from './complete-message.server';
import { ConcernError } from './concern-error';
import { handlingRequests } from './conversation.schema';
import type { ConcernRow } from './conversations.queries.server';
import { asHandler, type HandlingDeps } from './handler-request.server';
import { visibleConcern } from './visible-concern.queries.server';

/**
 * Moves a concern on: in review, answered, closed with a reason; and out of closed again, but for rubbish. Nobody calls a
 * concern answered to which no handler has written, so that the figures of answers mean something.
 * @throws ConcernError those of `asHandler`; `unknown-concern`, `stale` (it stands elsewhere by now), `not-open` (rubbish),
 *   `no-reply`
 */
export function changeState(deps: HandlingDeps, body: unknown): Promise<Record<string, never>> {
  const schema = handlingRequests.state;
  const request = { act: 'state', schema, body, isAlone: ({ reason }: z.infer<typeof schema>) => reason === 'rubbish' };
  return asHandler(deps, request, async (tx, handler, asked) => {
    const { from, to, reason } = asked;
    if (from === to || (reason === null) === (to === 'closed')) throw new ConcernError('malformed');
    const row = await visibleConcern(tx, handler, fromHex(asked.concern), 'change');
    if (row.state !== from) throw new ConcernError('stale');
    if (row.closedFor === 'rubbish') throw new ConcernError('not-open');
    const today = dayOf(deps.clock.now());
    const isFirstAnswer = to === 'answered' && row.answeredDay === null;
    if (to === 'answered') await checkReplied(tx, row);
    await tx
      .update(concern)
      .set({
        ...{ state: to, closedFor: reason, acknowledgedDay: row.acknowledgedDay ?? today },
        ...(isFirstAnswer && { answeredDay: today }),
      })
      .where(eq(concern.key, row.key));
    if (isFirstAnswer && row.programmeId !== null) await countAnswer(tx, row, row.programmeId, today);
    if (reason === 'rubbish') await closeAsRubbish(tx, row);
    return {};
  });
}

async function checkReplied(tx: AnonymousDatabase, { key }: ConcernRow): Promise<void> {
  const [reply] = await tx
    .select({ number: concernMessage.number })
    .from(concernMessage)
    .where(
      and(
        eq(concernMessage.concern, key),
        eq(concernMessage.complete, true),
        eq(concernMessage.audience, 'all'),
        isNotNull(concernMessage.handler),
      ),
    )
    .limit(1);
  if (!reply) throw new ConcernError('no-reply');
}

/** Counted once, however often it is answered again. */
async function countAnswer(tx: AnonymousDatabase, row: ConcernRow, programmeId: string, today: string): Promise<void> {
  await count(tx, programmeId, 'answered');
  if (today <= row.answerBy) await count(tx, programmeId, 'in-time');
  const days = Math.round((Date.parse(today) - Date.parse(row.day)) / dayLength);
  await tx
    .insert(concernAnswerDays)
    .values({ programmeId, days, concerns: 1 })
    .onConflictDoUpdate({
      target: [concernAnswerDays.programmeId, concernAnswerDays.days],
      set: { concerns: sql`${concernAnswerDays.concerns} + 1` },
    });
}
