import { z } from 'zod';
import { textOf } from '../petitions/petition.schema';
import { answerReasonLength, answers, responseBodyLength } from './response';

const item = z.object({
  answer: z.enum(answers, 'Please choose an answer.'),
  reason: textOf({ what: 'the reason', range: answerReasonLength, lines: 'markdown' }),
});

/** A response as it may be published: for each of so many demands an answer with its reason, or null for none yet; and words to the whole. */
export const responseSchema = (demands: number) =>
  z.object({
    items: z.array(item.nullable()).length(demands, 'There must be a place for every demand.'),
    body: textOf({ what: 'the response', range: responseBodyLength, lines: 'markdown' }),
  });
