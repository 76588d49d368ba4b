import { z } from 'zod';
import { hashFields } from '~/crypto/hash';
import type { Range } from '../petitions/petition';
import { textOf } from '../petitions/petition.schema';

/** Length in UTF-16 code units. */
export const summaryResponseLength: Range = { min: 10, max: 10_000 };

/** An answer to a summary as it is posted. */
export const summaryResponseSchema = z.object({
  body: textOf({ what: 'the answer', range: summaryResponseLength, lines: 'markdown' }),
});

/** What the ledger keeps of an answer to a summary: every word of it. 32 bytes. */
export function summaryResponseDigest(summaryId: string, body: string): Uint8Array {
  return hashFields('summary-response/v1', summaryId, body);
}
