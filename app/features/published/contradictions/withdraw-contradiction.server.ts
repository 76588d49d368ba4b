import { and, eq } from 'drizzle-orm';
import { toHex } from '~/crypto/hash';
import type { Database } from '~db/database';
import { contradiction } from '~db/schema/published-statements';
import type { LedgerEntry } from '../ledger/ledger-entry';
import { contradictionDigest, ContradictionError, referenceName, type Quoted } from './contradiction';

export interface WithdrawalInput {
  readonly petitionId: string;
  readonly id: string;
  /** Already parsed by `withdrawalSchema`. */
  readonly reason: string;
  /** On the company's calendar. */
  readonly day: string;
}

/**
 * Takes a link between two statements back, once and in public: it stays to be read, with the reason. Call it in a
 * transaction, and append the entry that it returns last of all. NOT checked: who takes it back.
 *
 * @throws ContradictionError `unknown-contradiction` unless it was linked on this petition; `already-withdrawn`
 */
export async function withdrawContradiction(
  tx: Database,
  { petitionId, id, reason, day }: WithdrawalInput,
): Promise<LedgerEntry> {
  const [row] = await tx
    .select()
    .from(contradiction)
    .where(and(eq(contradiction.id, id), eq(contradiction.petitionId, petitionId)))
    .for('no key update');
  if (!row) throw new ContradictionError('unknown-contradiction');
  if (row.withdrawnDay !== null) throw new ContradictionError('already-withdrawn');
  await tx.update(contradiction).set({ withdrawnDay: day, withdrawnReason: reason }).where(eq(contradiction.id, id));
  const earlier: Quoted = {
    ...{ kind: row.earlierKind, id: row.earlierId },
    ...{ revision: row.earlierRevision, quote: row.earlierQuote },
  };
  const later: Quoted = {
    ...{ kind: row.laterKind, id: row.laterId },
    ...{ revision: row.laterRevision, quote: row.laterQuote },
  };
  return {
    ...{ v: 1, kind: 'contradiction', id, act: 'withdrawn' },
    ...{ earlier: referenceName(earlier), later: referenceName(later) },
    ...{ text: toHex(contradictionDigest(earlier, later, row.words)), reason, author: row.organizerName, day },
  };
}
