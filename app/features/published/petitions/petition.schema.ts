import { z } from 'zod';
import { formatCount, plural } from '~/ui/count';
import {
  appealLength,
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
import { hidesMarkdown, isHonestText, normaliseLine, normaliseText } from './plain-text';

const UNREADABLE = 'There is a character in this that cannot be seen. Please type it anew rather than paste it.';

/** How much longer than its limit a text may arrive: line ends of two characters, spaces that are dropped. */
const rawRoom = 2;

const UNSHOWN = 'HTML, pictures and link definitions are not shown. Please leave them out: people must see all of it.';

interface TextRules {
  readonly what: string;
  readonly range: Range;
  /** `markdown` is text of many lines that pages set. */
  readonly lines: 'one' | 'many' | 'markdown';
}

/**
 * A text as people write it: normalised first, measured after. What is not a string counts as missing, and so does an
 * empty field, unless the least length is 0: then it is the empty text.
 */
export function textOf({ what, range, lines }: TextRules) {
  const normalise = lines === 'one' ? normaliseLine : normaliseText;
  const written = z.string({ error: `Please write ${what}.` });
  // One string schema and no second one behind it: Conform makes empty text `undefined` for each that it finds.
  const field = range.min === 0 ? written.optional() : written;
  return field.transform((raw = '', issues) => {
    const text = raw.length > rawRoom * range.max ? raw : normalise(raw);
    const problem = problemWith(text, range) ?? (lines === 'markdown' && hidesMarkdown(text) ? UNSHOWN : null);
    if (problem !== null) issues.addIssue({ code: 'custom', message: problem });
    return text;
  });
}

function problemWith(text: string, { min, max }: Range): string | null {
  if (text.length < min) return `Please write at least ${plural(min, 'character')}.`;
  if (text.length > max) return `Please write at most ${formatCount(max)} characters.`;
  return isHonestText(text) ? null : UNREADABLE;
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

const backgroundField = textOf({ what: 'the background', range: backgroundLength, lines: 'markdown' });

/** A day on the calendar, 'YYYY-MM-DD' (the thirtieth of February is none), within reach of today. */
const closesDayField = (today: string) =>
  z.iso.date('Please choose the last day.').refine(
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

export const updateSchema = z.object({ body: textOf({ what: 'the update', range: updateLength, lines: 'markdown' }) });

export const moderationWords = textOf({ what: 'the reason in your words', range: reasonLength, lines: 'many' });

export const appealSchema = z.object({
  words: textOf({ what: 'why it should be accepted', range: appealLength, lines: 'many' }),
});
