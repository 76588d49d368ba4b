import { eq } from 'drizzle-orm';
import { toHex } from '~/crypto/hash';
import type { Database } from '~db/database';
import { summary, summaryResponse } from '~db/schema/published-concerns';
import { appendEntry } from '../ledger/append-entry.server';
import { SummaryError } from './summary-error';
import { summaryResponseDigest } from './summary-response';

export interface SummaryResponseInput {
  readonly summaryId: string;
  /** Already parsed by `summaryResponseSchema`. */
  readonly body: string;
  /** As it will stand in public. */
  readonly writerName: string;
  readonly day: string;
}

/**
 * Publishes leadership's one answer to a summary, with its ledger entry. Call it in a transaction. Never changes an answer;
 * of several at once the first stands. Does not check who answers.
 * @throws SummaryError `unknown-summary`, `already-answered`
 */
export async function publishSummaryResponse(
  tx: Database,
  { summaryId, body, writerName, day }: SummaryResponseInput,
): Promise<void> {
  const [row] = await tx.select({ id: summary.id }).from(summary).where(eq(summary.id, summaryId));
  if (!row) throw new SummaryError('unknown-summary');
  const stands = await tx
    .insert(summaryResponse)
    .values({ summaryId, writerName, body, day })
    .onConflictDoNothing()
    .returning({ summaryId: summaryResponse.summaryId });
  if (stands.length === 0) throw new SummaryError('already-answered');
  const text = toHex(summaryResponseDigest(summaryId, body));
  await appendEntry(tx, { v: 1, kind: 'summary-response', summary: summaryId, text, author: writerName, day });
}
