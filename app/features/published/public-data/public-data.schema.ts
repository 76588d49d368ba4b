import { z } from 'zod';

/*
 * What `/data/…` says of each thing (protocol 13). Every field is named: nothing that a table holds gets out because it
 * stands beside something else. A figure that is withheld is null, and so is nothing else that is a figure.
 */

const day = z.iso.date();
const figure = z.int().min(0).nullable();
const number = z.int().min(1);
const hex = z.string().regex(/^(?:[0-9a-f]{2})+$/);

export const petitionItem = z.strictObject({
  id: z.string(),
  state: z.enum(['accepted', 'rejected', 'appealed', 'open', 'closed', 'archived']),
  /** Null, as the two after it, where it was rejected for a reason that its very text would repeat. */
  title: z.string().nullable(),
  demands: z.array(z.string()).nullable(),
  background: z.string().nullable(),
  /** Empty where its organizer is unknown: then there is a key. */
  organizer: z.string(),
  organizerKey: hex.nullable(),
  opened: day.nullable(),
  closes: day,
  closed: day.nullable(),
  register: number.nullable(),
  criticalMass: z.int().min(0),
  /** Path of the unit whose leadership is asked; null for the company's. */
  asks: z.string().nullable(),
  sponsorsWanted: z.int().min(0),
  threshold: number.nullable(),
  responseDays: number.nullable(),
  signers: figure,
  history: z.array(z.strictObject({ day, signers: z.int().min(0) })),
  /** Where signatures come from, as far as signers chose to say so: each unit as it was last released. */
  units: z.array(z.strictObject({ unit: z.string(), day, signers: z.int().min(0) })),
  reached: day.nullable(),
  due: day.nullable(),
  deleted: day.nullable(),
  updates: z.array(z.strictObject({ number, day, body: z.string() })),
  /** Who came and went among its organizers by name since it opened; who started it is `organizer`. */
  organizers: z.array(z.strictObject({ number, act: z.enum(['added', 'removed']), name: z.string(), day })),
  /** What was proposed and answered about merging it into another petition. */
  merging: z.array(z.strictObject({ number, into: z.string(), act: z.enum(['proposed', 'agreed', 'declined']), day })),
  /** Why it ends before its day; `into` is empty unless it was merged. */
  ended: z.strictObject({ how: z.enum(['retired', 'merged']), into: z.string(), reason: z.string(), day }).nullable(),
  moderation: z.array(
    z.strictObject({
      number,
      act: z.enum(['accept', 'send-back', 'reject', 'appeal', 'grant', 'uphold']),
      reason: z.string(),
      /** Null for an appeal whose petition’s text is shown to nobody. */
      words: z.string().nullable(),
      moderator: z.string(),
      day,
      due: day.nullable(),
    }),
  ),
});

const statementKind = z.enum(['response', 'summary-response', 'pledge', 'answer', 'announcement']);

export const statementItem = z.strictObject({
  kind: statementKind,
  id: z.string(),
  revision: number,
  document: z.unknown(),
  author: z.string(),
  reason: z.string(),
  day,
});

export const choiceItem = z.strictObject({
  kind: z.enum(['verdict', 'witness', 'support', 'sponsor']),
  id: z.string(),
  revision: number,
  register: number,
  text: hex,
  until: day,
  total: figure,
  /** Every choice that counts, or null while they are withheld. */
  choices: z.record(z.string(), z.int().min(0)).nullable(),
  units: z.array(z.strictObject({ unit: z.string(), day, done: z.int().min(0), notDone: z.int().min(0) })),
});

export const summaryItem = z.strictObject({
  id: z.string(),
  title: z.string(),
  body: z.string(),
  programme: z.string().nullable(),
  field: z.string().nullable(),
  register: number,
  threshold: number,
  responseDays: number,
  handler: hex,
  signature: hex,
  day,
  choices: z.strictObject({ 'me-too': figure, 'saw-it': figure, contradicts: figure }),
  reached: day.nullable(),
  due: day.nullable(),
});

export const questionItem = z.strictObject({
  id: z.string(),
  petition: z.string(),
  state: z.enum(['open', 'rejected']),
  /** Null, as its words, where it was rejected. */
  about: z.enum(['petition', 'response']).nullable(),
  body: z.string().nullable(),
  decision: z.strictObject({ reason: z.string(), words: z.string(), moderator: z.string(), day }),
  supporters: figure,
});

export const clarificationItem = z.strictObject({
  petition: z.string(),
  number,
  question: z.string(),
  asker: z.string(),
  asked: day,
  answer: z.string().nullable(),
  answered: day.nullable(),
});

const quoted = z.strictObject({ kind: statementKind, id: z.string(), revision: number, quote: z.string() });

export const contradictionItem = z.strictObject({
  id: z.string(),
  petition: z.string(),
  earlier: quoted,
  later: quoted,
  words: z.string(),
  organizer: z.string(),
  day,
  withdrawn: z.strictObject({ day, reason: z.string() }).nullable(),
});

export const programmeItem = z.strictObject({
  id: z.string(),
  revision: number,
  document: z.unknown(),
  author: z.string(),
  reason: z.string(),
  day,
});

export const registerItem = z.strictObject({
  id: number,
  depth: z.union([z.literal(17), z.literal(20)]),
  opened: day,
  retired: z.boolean(),
  /** Editions under the newest checkpoint: they are numbered from 1. */
  editions: number,
});

export const attachmentItem = z.strictObject({
  subject: z.enum(['petition', 'response', 'pledge']),
  id: z.string(),
  programme: z.string(),
  field: z.string().nullable(),
});

export const settingItem = z.strictObject({
  name: z.string(),
  value: z.union([z.number(), z.string()]),
  /** When an administrator last changed it; null where nobody did, or nobody can. */
  since: day.nullable(),
});

export type PetitionItem = z.infer<typeof petitionItem>;
export type StatementItem = z.infer<typeof statementItem>;
export type ChoiceItem = z.infer<typeof choiceItem>;
export type SummaryItem = z.infer<typeof summaryItem>;
export type QuestionItem = z.infer<typeof questionItem>;
export type ClarificationItem = z.infer<typeof clarificationItem>;
export type ContradictionItem = z.infer<typeof contradictionItem>;
export type ProgrammeItem = z.infer<typeof programmeItem>;
export type RegisterItem = z.infer<typeof registerItem>;
export type AttachmentItem = z.infer<typeof attachmentItem>;
export type SettingItem = z.infer<typeof settingItem>;
