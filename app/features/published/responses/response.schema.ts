import { z } from 'zod';
import { textOf } from '../petitions/petition.schema';
import { fieldNames } from '../programmes/programme-fields';
import { programmeIdSchema } from '../programmes/programme.schema';
import { answerReasonLength, answers, responseBodyLength } from './response';

const item = z.object({
  answer: z.enum(answers, 'Please choose an answer.'),
  reason: textOf({ what: 'the reason', range: answerReasonLength, lines: 'markdown' }),
});

/** A response as it is posted: an answer with its reason for each of so many demands, and words to the whole. It may name a programme. */
export const responseSchema = (demands: number) =>
  z.object({
    items: z.array(item).length(demands, 'Please answer every demand.'),
    programmeId: programmeIdSchema.optional(),
    programmeField: z.enum(fieldNames, 'Please choose from the list.').optional(),
    body: textOf({ what: 'the response', range: responseBodyLength, lines: 'markdown' }),
  });
