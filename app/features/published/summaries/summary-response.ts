import { z } from 'zod';
import type { Range } from '../petitions/petition';
import { textOf } from '../petitions/petition.schema';

/** Length in UTF-16 code units. */
export const summaryResponseLength: Range = { min: 10, max: 10_000 };

/** An answer to a summary as it is posted. */
export const summaryResponseSchema = z.object({
  body: textOf({ what: 'the answer', range: summaryResponseLength, lines: 'markdown' }),
});
