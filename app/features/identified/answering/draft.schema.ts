import { z } from 'zod';
import { textOf } from '~/features/published/petitions/petition.schema';
import { programmeIdSchema } from '~/features/published/programmes/programme.schema';
import { fieldNames } from '~/features/published/programmes/programme-fields';
import { answerReasonLength, answers, responseBodyLength } from '~/features/published/responses/response';
import { unfinished } from '../drafts/draft.schema';
import {
  aboutTheWhole,
  announceChoices,
  capacityLength,
  commentLength,
  noAnswer,
  petitionsTogether,
  revisionReasonLength,
} from './draft';

const none = z.literal('').transform(() => null);
const version = z.coerce.number().int().min(1).max(2_147_483_647);

const item = z.object({
  answer: z.union([z.enum(answers), z.enum([noAnswer, '']).transform(() => null), z.undefined().transform(() => null)]),
  reason: unfinished(answerReasonLength).default(''),
});

/**
 * The words of a draft as they are posted: all of them at once, as unfinished as their writer likes. Parse without Conform's
 * coercion, which would leave out what is empty.
 */
export const draftWordsSchema = z.object({
  version,
  body: unfinished(responseBodyLength),
  petitions: z
    .array(z.object({ petitionId: z.string().max(64), items: z.array(item).max(20) }))
    .max(petitionsTogether)
    .default([]),
  programmeId: z
    .union([none, programmeIdSchema])
    .optional()
    .transform((id) => id ?? null),
  programmeField: z
    .union([none, z.enum(fieldNames)])
    .optional()
    .transform((field) => field ?? null),
  reason: unfinished(revisionReasonLength).default(''),
  announce: z.enum(announceChoices).default('no'),
});

/** Why a revision is made, as it may be published. */
export const revisionReason = textOf({ what: 'why it is revised', range: revisionReasonLength, lines: 'many' });

/** Who is asked to look at a draft. */
export const reviewerSchema = z.object({
  email: z
    .string({ error: 'Please write a work e-mail address.' })
    .trim()
    .toLowerCase()
    .pipe(z.email('Please write a work e-mail address.').max(254, 'Please write a work e-mail address.')),
  capacity: textOf({ what: 'in what capacity', range: capacityLength, lines: 'one' }),
});

/** When a draft is to be published: a day, and a full hour of the company's clock. */
export const scheduleSchema = z.object({
  version,
  day: z.iso.date('Please choose a day.'),
  hour: z.coerce
    .number('Please choose an hour.')
    .int('Please choose an hour.')
    .min(0, 'Please choose an hour.')
    .max(23, 'Please choose an hour.'),
});

/** The version that somebody looked at before they acted on it. */
export const versionSchema = z.object({ version });

/** An act that needs nothing but its button. */
export const nothingSchema = z.object({});

const commentBody = textOf({ what: 'your comment', range: commentLength, lines: 'many' });

export const commentSchema = z.object({
  version,
  about: z.string().max(100).default(aboutTheWhole),
  body: commentBody,
});

const anything = textOf({ what: 'a comment', range: { ...commentLength, min: 0 }, lines: 'many' });

/** What a reviewer says. Whoever approves need not say more; whoever asks for changes says which. */
export const opinionSchema = z.discriminatedUnion(
  'opinion',
  [
    z.object({ version, opinion: z.literal('approved'), words: anything }),
    z.object({ version, opinion: z.literal('changes'), words: commentBody }),
  ],
  'Please choose one.',
);

/** Who is asked no longer. */
export const releaseSchema = z.object({ personNumber: z.string().max(64) });
