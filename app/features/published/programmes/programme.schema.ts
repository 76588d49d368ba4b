import { z } from 'zod';
import { formatCount } from '~/ui/count';
import { hidesNothing, normaliseDeep } from './programme-text';
import { collectedKinds, programmeStates, reviewStates, type ProgrammeDocument } from './programme';
import { questionKinds, questionsProblem } from './reporter-questions';

/** Lengths in UTF-16 code units, and how many of each there may be. */
export const programmeLimits = {
  name: { min: 3, max: 100 },
  line: { min: 2, max: 120 },
  text: { min: 2, max: 2_000 },
  short: { min: 2, max: 500 },
  question: { min: 3, max: 300 },
  exemptions: 20,
  incidents: 30,
  questions: 20,
  options: 12,
  documents: 10,
  reason: { min: 10, max: 1_000 },
} as const;

const UNREADABLE = 'There is a character in this that cannot be seen. Please type it anew rather than paste it.';
const mostPeople = 10_000_000;
const mostDays = 36_500;

function text({ min, max }: { min: number; max: number }) {
  return z
    .string('This is to be a text.')
    .min(min, `Please write at least ${String(min)} characters.`)
    .max(max, `Please write at most ${formatCount(max)} characters.`)
    .refine(hidesNothing, UNREADABLE);
}

const line = (range: { min: number; max: number }) =>
  text(range).refine((value) => !/[\n\t]/.test(value), 'This is to stand on one line.');

const day = z.iso.date('Please give a day that exists, as YYYY-MM-DD.');
const unique = (list: readonly string[]) => new Set(list).size === list.length;
const count = (most: number, what: string) =>
  z
    .int(`Please give ${what} as a whole number.`)
    .min(0, `Please give ${what} as a number from 0 up.`)
    .max(most, `Please give ${what} as a number up to ${formatCount(most)}.`);

const review = z
  .strictObject({
    state: z.enum(reviewStates, 'Please say: not-done, under-way or done.'),
    day: day.nullable().describe('When it was finished, or begun.'),
    summary: text(programmeLimits.text).nullable(),
    documents: z
      .array(z.string().regex(/^[0-9a-f]{64}$/, 'A document is named by the SHA-256 of its bytes, in lower-case hex.'))
      .max(programmeLimits.documents, `At most ${String(programmeLimits.documents)} documents.`)
      .refine(unique, 'This document is named twice.')
      .describe('SHA-256 of documents that this house holds.'),
  })
  .nullable();

const question = z
  .strictObject({
    id: z
      .string()
      .regex(/^[a-z][a-z0-9-]{0,31}$/, 'An id is of small letters, digits and hyphens, and begins with a letter.'),
    text: line(programmeLimits.question),
    kind: z.enum(questionKinds, 'Please say: text, yes-no or choice.'),
    options: z
      .array(line(programmeLimits.line))
      .max(programmeLimits.options, `At most ${String(programmeLimits.options)} to choose from.`)
      .refine(unique, 'This can be chosen twice.'),
    showIf: z
      .strictObject({ question: z.string(), equals: z.string() })
      .nullable()
      .describe('Asked only where an earlier question, or the concern’s kind (question: "kind"), was answered so.'),
  })
  .superRefine(({ kind, options }, issues) => {
    if (kind === 'choice' ? options.length < 2 : options.length > 0) {
      const message = kind === 'choice' ? 'Please give at least two to choose from.' : 'Only a choice has options.';
      issues.addIssue({ code: 'custom', path: ['options'], message });
    }
  });

/**
 * A programme's document: strict, every field there. Checks texts as they stand: put them into one spelling with
 * {@link normaliseDeep} before. Whether the documents of its reviews exist is not checked here.
 */
export const programmeDocumentSchema = z
  .strictObject({
    name: line(programmeLimits.name),
    status: z.enum(programmeStates, 'Please say where it stands: announced, active, paused or ended.'),
    owner: line(programmeLimits.line).nullable().describe('The office-holder who answers for it.'),
    purpose: text(programmeLimits.text).nullable(),
    collected: z
      .strictObject({
        kinds: z
          .array(z.enum(collectedKinds, 'That is not one of the kinds.'))
          .min(1, 'Please choose at least one kind.')
          .refine(unique, 'This kind is named twice.'),
        detail: text(programmeLimits.text).nullable(),
      })
      .nullable(),
    fromWhom: text(programmeLimits.text).nullable(),
    since: day.nullable(),
    retention: z
      .strictObject({
        text: text(programmeLimits.text),
        days: count(mostDays, 'the days').nullable().describe('How long in days, where that can be said in a number.'),
      })
      .nullable(),
    readers: z
      .strictObject({ text: text(programmeLimits.text), people: count(mostPeople, 'how many people') })
      .nullable(),
    processedWhere: text(programmeLimits.text).nullable(),
    reviews: z.strictObject({ privacy: review, security: review, worksCouncil: review, legalBasis: review }),
    optOut: text(programmeLimits.text).nullable(),
    exemptions: z
      .array(
        z.strictObject({
          rank: line(programmeLimits.line),
          exempt: z.boolean('Please say whether they are exempt.'),
          why: text(programmeLimits.short).nullable(),
        }),
      )
      .max(programmeLimits.exemptions, `At most ${String(programmeLimits.exemptions)} ranks.`)
      .nullable()
      .describe('By rank. An empty list says that nobody is exempt; null that it is not answered.'),
    incidents: z
      .array(z.strictObject({ day, text: text(programmeLimits.text) }))
      .max(programmeLimits.incidents, `At most ${String(programmeLimits.incidents)} incidents.`)
      .nullable()
      .describe('An empty list says that none is known; null that it is not answered.'),
    questions: z
      .array(question)
      .max(programmeLimits.questions, `At most ${String(programmeLimits.questions)} questions.`)
      .superRefine((questions, issues) => {
        const problem = questionsProblem(questions);
        if (problem) issues.addIssue({ code: 'custom', ...problem });
      })
      .describe('What reporters of a concern are asked besides. Written by handlers.'),
  })
  .meta({ title: 'Programme', description: 'Null is a question that has not been answered.' });

/** Why a revision was published: everybody reads it. */
export const reasonSchema = text(programmeLimits.reason);

/** The id of a programme, as `randomId` makes them. */
export const programmeIdSchema = z.string().regex(/^[a-z2-7]{26}$/, 'That is not the id of a programme.');

/** What a document of a review is called. */
export const documentTitleSchema = line(programmeLimits.line);

/** Parses what is to become a document, after putting its texts into one spelling. */
export function parseProgrammeDocument(value: unknown): z.ZodSafeParseResult<ProgrammeDocument> {
  return programmeDocumentSchema.safeParse(normaliseDeep(value));
}
