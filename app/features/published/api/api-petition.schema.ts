import { z } from 'zod';
import { publicStates } from '../petitions/petition';
import { answers } from '../responses/response';

/*
 * What the public interface says of petitions. Every field is named, always there, and read from the same models as the
 * pages. A figure is null while it is withheld, and so is nothing else that is a figure.
 */

export const day = z.iso.date().meta({ description: 'YYYY-MM-DD. Nothing here is finer than a day.' });
export const name = z.string().max(64);
export const wholeNumber = z.int().min(0);
export const number = z.int().min(1);
export const figure = wholeNumber
  .nullable()
  .meta({ description: 'A number about people; null while it may not be shown, whatever it is.' });
export const address = z.url({ protocol: /^https?$/ }).meta({ description: 'The page that shows it to people.' });
export const text = z.string();

const passages = z.array(z.strictObject({ text, found: z.boolean() }));

export const aboutProgramme = z
  .strictObject({ id: name, name: text, field: text.nullable().meta({ description: 'null: all of it' }) })
  .meta({ id: 'AboutProgramme' });

export const petitionFields = {
  id: name,
  state: z.enum(publicStates),
  title: text.nullable().meta({ description: 'null where it was rejected for a reason that the text would repeat' }),
  organizer: text.nullable().meta({ description: 'Who started it; null: a verified employee whose name nobody knows' }),
  asks: text.nullable().meta({ description: 'Unit whose leadership is asked; null: the leadership of the company' }),
  opened: day.nullable(),
  closes: day,
  closed: day.nullable(),
  answered: day.nullable().meta({ description: 'Day on which every demand had an answer for the first time' }),
  dueAgain: day.nullable().meta({ description: 'By when a demand that employees judged not answered is to be' }),
  rejection: text.nullable().meta({ description: 'Code of the reason for which it was rejected' }),
  deleted: z.boolean().meta({ description: 'It closed below its critical mass, and its signatures were deleted' }),
  signers: figure,
  countingStartsAt: number
    .nullable()
    .meta({ description: 'While `signers` is withheld: from how many on it is shown' }),
  threshold: number.nullable().meta({ description: 'Signers that oblige leadership to answer; null until it opens' }),
  reached: day.nullable(),
  due: day.nullable().meta({ description: 'By when leadership must have answered, on the calendar of the company' }),
  page: address,
};

export const petitionInList = z
  .strictObject({
    ...petitionFields,
    ended: z
      .enum(['retired', 'merged'])
      .nullable()
      .meta({ description: 'Its organizers ended it before its day; its own address says why' }),
    found: z
      .strictObject({ title: passages, excerpt: passages.nullable() })
      .nullable()
      .meta({ description: 'Where the words of a search stand. Plain text: what looks like markup is letters' }),
  })
  .meta({ id: 'PetitionInList' });

const responseItem = z.strictObject({ answer: z.enum(answers), reason: text }).nullable();

export const response = z
  .strictObject({
    petition: name,
    author: text,
    body: text.meta({ description: 'Markdown; may be empty' }),
    items: z.array(responseItem).meta({ description: 'One for each demand; null for one without an answer' }),
    first: day,
    day: day.meta({ description: 'Day of this revision' }),
    revision: number,
    answered: day.nullable(),
    page: address,
  })
  .meta({ id: 'Response' });

export const petition = z
  .strictObject({
    ...petitionFields,
    demands: z.array(text).nullable(),
    background: text.nullable().meta({ description: 'Markdown; may be empty' }),
    textDigest: z.hex().length(64).meta({ description: 'What a signature binds to (protocol, section 4)' }),
    criticalMass: wholeNumber.meta({ description: 'Below it nothing about signatures is published; 0: none' }),
    register: number.nullable(),
    crowd: z
      .strictObject({ keys: figure, people: figure })
      .nullable()
      .meta({ description: 'Keys on its register, and people on the roster' }),
    organizers: z.strictObject({ now: z.array(text), before: z.array(text) }),
    about: aboutProgramme.nullable(),
    updates: z.array(z.strictObject({ number, day, body: text })),
    moderation: z.array(
      z.strictObject({
        number,
        act: z.enum(['accept', 'send-back', 'reject', 'appeal', 'grant', 'uphold']),
        reason: text,
        words: text.nullable(),
        moderator: text.meta({ description: 'Empty for an appeal: that is its organizer’s' }),
        day,
        due: day.nullable().meta({ description: 'By when it had to be decided' }),
      }),
    ),
    ended: z
      .strictObject({ how: z.enum(['retired', 'merged']), into: name.nullable(), reason: text, day })
      .nullable()
      .meta({ description: 'Its organizers ended it before its day' }),
    merged: z.array(name).meta({ description: 'Petitions that were merged into it. Their signers are never added up' }),
    response: response.nullable(),
  })
  .meta({ id: 'Petition' });

export const petitionHistory = z
  .strictObject({
    petition: name,
    history: z.array(z.strictObject({ day, signers: wholeNumber })).meta({
      description: 'Days on which a publication changed the count, oldest first; those that may not be shown left out',
    }),
  })
  .meta({ id: 'PetitionHistory' });

export const petitionUnits = z
  .strictObject({
    petition: name,
    units: z.array(z.strictObject({ unit: text, day, signers: wholeNumber })).meta({
      description:
        'Units of signers who chose to name theirs, as last released. What is not here may not be told, and differences tell nothing',
    }),
  })
  .meta({ id: 'PetitionUnits' });
