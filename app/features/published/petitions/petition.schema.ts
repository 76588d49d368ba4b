import { z } from 'zod';
import { formatCount, plural } from '~/ui/count';
import {
  backgroundLength,
  closingDays,
  daysOpen,
  demandCount,
  demandLength,
  reasonLength,
  titleLength,
  updateLength,
  type Range,
} from './petition';
import { isHonestText, normaliseLine, normaliseText } from './plain-text';

const UNREADABLE = 'There is a character in this that cannot be seen. Please type it anew rather than paste it.';

/** How much longer than its limit a text may arrive: line ends of two characters, spaces that are dropped. */
const rawRoom = 2;

interface TextRules {
  readonly what: string;
  readonly range: Range;
  readonly lines: 'one' | 'many';
}

/** A text as people write it: normalised first, measured after. What is not a string counts as missing. */
export function textOf({ what, range, lines }: TextRules) {
  const normalise = lines === 'one' ? normaliseLine : normaliseText;
  const tooLong = `Please write at most ${formatCount(range.max)} characters.`;
  return z
    .string({ error: `Please write ${what}.` })
    .max(rawRoom * range.max, tooLong)
    .transform(normalise)
    .pipe(
      z
        .string()
        .min(range.min, `Please write at least ${plural(range.min, 'character')}.`)
        .max(range.max, tooLong)
        .refine(isHonestText, UNREADABLE),
    );
}

const titleField = textOf({ what: 'a title', range: titleLength, lines: 'one' });
const demandField = textOf({ what: 'what you ask', range: demandLength, lines: 'one' });

/** Fields left empty are no demands. What is wrong with the others is said of the very field that it stands in. */
const demandsField = z
  .array(z.string().optional())
  .optional()
  .transform((fields, issues) => {
    const demands: string[] = [];
    const refuse = (message: string, ...path: number[]) => {
      issues.addIssue({ code: 'custom', message, path });
    };
    (fields ?? []).forEach((field, index) => {
      if (field === undefined || normaliseLine(field) === '') return;
      const { data, error } = demandField.safeParse(field);
      if (error) refuse(error.issues[0]?.message ?? '', index);
      else if (demands.includes(data)) refuse('This is asked twice.', index);
      demands.push(data ?? '');
    });
    if (demands.length < demandCount.min) refuse('Please write at least one thing that you ask.');
    if (demands.length > demandCount.max) refuse(`Please ask for at most ${plural(demandCount.max, 'thing')}.`);
    return demands;
  });

const backgroundField = z
  .string()
  .optional()
  .transform((text) => text ?? '')
  .pipe(textOf({ what: 'the background', range: backgroundLength, lines: 'many' }));

/** A day on the calendar, 'YYYY-MM-DD': the thirtieth of February is none. */
const calendarDay = z.iso.date('Please choose a day.');

const closesDayField = (today: string) =>
  z
    .string({ error: 'Please choose the last day.' })
    .pipe(calendarDay)
    .refine(
      (day) => {
        const { first, last } = closingDays(today);
        return first <= day && day <= last;
      },
      `Please choose a day between ${String(daysOpen.min)} and ${String(daysOpen.max)} days from today.`,
    );

export const titleStep = z.object({ title: titleField });
export const askStep = z.object({ demands: demandsField });
export const backgroundStep = (today: string) =>
  z.object({ background: backgroundField, closesDay: closesDayField(today) });

/** The whole of a petition as it is sent in. @param today the UTC day that closing days are counted from */
export const petitionSchema = (today: string) =>
  z.object({
    title: titleField,
    demands: demandsField,
    background: backgroundField,
    closesDay: closesDayField(today),
  });
export type SubmittedPetition = z.output<ReturnType<typeof petitionSchema>>;

export const updateSchema = z.object({ body: textOf({ what: 'the update', range: updateLength, lines: 'many' }) });

export const moderationWords = textOf({ what: 'the reason in your words', range: reasonLength, lines: 'many' });

/** Ids are 128 random bits in lower-case base 32 without padding. */
export const petitionIdPattern = /^[a-z2-7]{26}$/;
