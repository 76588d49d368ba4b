import { z } from 'zod';
import { textOf } from '../petitions/petition.schema';
import { explanationLength, questionLength } from './clarification';

/** A question as leadership posts it. */
export const questionSchema = z.object({
  question: textOf({ what: 'the question', range: questionLength, lines: 'markdown' }),
});

/** What an organizer says to one question. */
export const explanationSchema = z.object({
  number: z.coerce.number().int().min(1),
  answer: textOf({ what: 'your answer', range: explanationLength, lines: 'markdown' }),
});
