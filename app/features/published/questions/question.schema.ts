import { z } from 'zod';
import { reasonLength, type Range } from '../petitions/petition';
import { textOf } from '../petitions/petition.schema';
import { questionLength } from './question';

/** A question as somebody types it: normalised first, measured after. */
export const questionBody = textOf({ what: 'your question', range: questionLength, lines: 'many' });

/** Length in UTF-16 code units. */
export const answerLength: Range = { min: 10, max: 5_000 };

/** An answer as it is posted. `base` is the revision that its author read; 0, without a reason, for the first. */
export const answerSchema = z
  .object({
    body: textOf({ what: 'the answer', range: answerLength, lines: 'markdown' }),
    base: z.coerce.number().int().min(0),
    reason: textOf({ what: 'why it is revised', range: { ...reasonLength, min: 0 }, lines: 'many' }),
  })
  .superRefine(({ base, reason }, issues) => {
    if (base > 0 && reason.length < reasonLength.min) {
      issues.addIssue({ code: 'custom', path: ['reason'], message: 'Please say in a sentence why it is revised.' });
    }
  });
