import { eq } from 'drizzle-orm';
import type { Database } from '~db/database';
import { summary } from '~db/schema/published-concerns';
import type { LedgerEntry } from '../ledger/ledger-entry';
import { publishRevision } from '../statements/publish-revision.server';
import { SummaryError } from './summary-error';

export interface SummaryResponseInput {
  readonly summaryId: string;
  /** The revision that was looked at; 0 for the first. */
  readonly base: number;
  /** Already parsed by `summaryResponseSchema`. */
  readonly body: string;
  /** As it will stand in public. */
  readonly authorName: string;
  /** Why it is revised; empty for the first. */
  readonly reason: string;
  /** On the company's calendar. */
  readonly day: string;
}

/**
 * Publishes leadership's answer to a summary, or a revision of it. Call it in a transaction, and append the entry that it
 * returns last of all. NOT checked: who answers.
 * @throws SummaryError `unknown-summary`
 * @throws StatementError as `publishRevision`
 */
export async function publishSummaryResponse(
  tx: Database,
  { summaryId, body, ...revision }: SummaryResponseInput,
): Promise<LedgerEntry> {
  const [row] = await tx.select({ id: summary.id }).from(summary).where(eq(summary.id, summaryId));
  if (!row) throw new SummaryError('unknown-summary');
  return publishRevision(tx, { kind: 'summary-response', id: summaryId, document: { body }, ...revision });
}
