import { z } from 'zod';
import { textOf } from '../petitions/petition.schema';
import { questionLength } from './question';

/** A question as somebody types it: normalised first, measured after. */
export const questionBody = textOf({ what: 'your question', range: questionLength, lines: 'many' });

/** An answer as it is posted. `base` is the revision that its author read; 0, with an empty reason, for the first. */
export const answerSchema = z.object({
  body: textOf({ what: 'the answer', range: { min: 10, max: 5_000 }, lines: 'markdown' }),
  base: z.coerce.number().int().min(0),
  reason: textOf({ what: 'why it is revised', range: { min: 0, max: 1_000 }, lines: 'many' }),
});
