import { publishSummaryResponse } from '~/features/published/summaries/publish-summary-response.server';
import { dayOf, type Clock } from '~/platform/clock';
import type { IdentifiedDatabase } from '~db/identified-client';
import { inTransaction } from '~db/transaction';
import { requireDesk, type Actor } from './desk';

/**
 * Leadership's answer to a summary, in public under the name of who wrote it. It may be given before it is due.
 * @param input.body already parsed by `summaryResponseSchema`
 * @throws DeskError `not-allowed` unless leadership
 * @throws SummaryError as {@link publishSummaryResponse}
 */
export function answerSummary(
  { db, clock }: { db: IdentifiedDatabase; clock: Clock },
  { actor, summaryId, body }: { actor: Actor; summaryId: string; body: string },
): Promise<void> {
  requireDesk(actor, 'leadership');
  return inTransaction(db, (tx) =>
    publishSummaryResponse(tx, { summaryId, body, writerName: actor.name, day: dayOf(clock.now()) }),
  );
}
