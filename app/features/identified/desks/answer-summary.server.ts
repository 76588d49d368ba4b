import { publishSummaryResponse } from '~/features/published/summaries/publish-summary-response.server';
import { appendEntry } from '~/features/published/ledger/append-entry.server';
import type { Clock } from '~/platform/clock';
import type { Settings } from '~/platform/settings';
import { dayIn } from '~/platform/zoned-time';
import type { IdentifiedDatabase } from '~db/identified-client';
import { statementAuthor } from '~db/schema/identified-answers';
import { inTransaction } from '~db/transaction';
import { requireDesk, type Actor } from './desk';

interface SummaryAnswer {
  readonly actor: Actor;
  readonly summaryId: string;
  readonly body: string;
  /** The revision that was looked at, and why it is revised; 0 and empty for the first. */
  readonly base?: number;
  readonly reason?: string;
}

/**
 * Leadership's answer to a summary, in public under the name of who wrote it. It may be given before it is due.
 * @param input.body already parsed by `summaryResponseSchema`
 * @throws DeskError `not-allowed` unless leadership
 * @throws SummaryError as {@link publishSummaryResponse}
 */
export function answerSummary(
  { db, clock, settings }: { db: IdentifiedDatabase; clock: Clock; settings: Settings },
  { actor, summaryId, body, base = 0, reason = '' }: SummaryAnswer,
): Promise<void> {
  requireDesk(actor, 'leadership');
  return inTransaction(db, async (tx) => {
    const { name: authorName, personNumber } = actor;
    const day = dayIn(settings.timeZone, clock.now());
    const entry = await publishSummaryResponse(tx, { summaryId, body, base, reason, authorName, day });
    const revision = base + 1;
    await tx.insert(statementAuthor).values({ kind: 'summary-response', id: summaryId, revision, personNumber });
    await appendEntry(tx, entry);
  });
}
