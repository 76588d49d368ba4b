import { z } from 'zod';

/*
 * What the house shows, as an auditor reads it (protocol 13): every field that something is checked of. More fields may
 * stand beside them.
 */

const day = z.iso.date();
const count = z.int().min(0);
const figure = count.nullable();
const number = z.int().min(1);
const hex = z.string().regex(/^(?:[0-9a-f]{2})+$/);

const petition = z.object({
  id: z.string(),
  state: z.string(),
  title: z.string().nullable(),
  demands: z.array(z.string()).nullable(),
  background: z.string().nullable(),
  opened: day.nullable(),
  closes: day,
  closed: day.nullable(),
  register: number.nullable(),
  criticalMass: count,
  asks: z.string().nullable(),
  sponsorsWanted: count,
  threshold: number.nullable(),
  signers: figure,
  history: z.array(z.object({ day, signers: count })),
  units: z.array(z.object({ unit: z.string(), day, signers: count })),
  reached: day.nullable(),
  due: day.nullable(),
  deleted: day.nullable(),
  updates: z.array(z.object({ number, day, body: z.string() })),
  organizer: z.string(),
  organizerKey: hex.nullable(),
  organizers: z.array(z.object({ number, act: z.string(), name: z.string(), day })),
  merging: z.array(z.object({ number, into: z.string(), act: z.string(), day })),
  ended: z.object({ how: z.string(), into: z.string(), reason: z.string(), day }).nullable(),
  moderation: z.array(
    z.object({ number, act: z.string(), reason: z.string(), words: z.string().nullable(), moderator: z.string(), day }),
  ),
});

const statement = z.object({
  kind: z.enum(['response', 'summary-response', 'pledge', 'answer', 'announcement']),
  id: z.string(),
  revision: number,
  document: z.unknown(),
  author: z.string(),
  reason: z.string(),
  day,
});

const choice = z.object({
  kind: z.enum(['verdict', 'witness', 'support', 'sponsor']),
  id: z.string(),
  revision: number,
  register: number,
  text: hex,
  total: figure,
  choices: z.record(z.string(), count).nullable(),
  units: z.array(z.object({ unit: z.string(), day, done: count, notDone: count })),
});

const summary = z.object({
  id: z.string(),
  title: z.string(),
  body: z.string(),
  programme: z.string().nullable(),
  field: z.string().nullable(),
  register: number,
  threshold: count,
  responseDays: count,
  handler: hex,
  signature: hex,
  day,
  choices: z.object({ 'me-too': figure, 'saw-it': figure, contradicts: figure }),
  reached: day.nullable(),
  due: day.nullable(),
});

const question = z.object({
  id: z.string(),
  petition: z.string(),
  state: z.enum(['open', 'rejected']),
  about: z.string().nullable(),
  body: z.string().nullable(),
  decision: z.object({ reason: z.string(), words: z.string(), moderator: z.string(), day }),
  supporters: figure,
});

const clarification = z.object({
  petition: z.string(),
  number,
  question: z.string(),
  asker: z.string(),
  asked: day,
  answer: z.string().nullable(),
  answered: day.nullable(),
});

const quoted = z.object({ kind: z.string(), id: z.string(), revision: number, quote: z.string() });

const contradiction = z.object({
  id: z.string(),
  earlier: quoted,
  later: quoted,
  words: z.string(),
  organizer: z.string(),
  day,
  withdrawn: z.object({ day, reason: z.string() }).nullable(),
});

const programme = z.object({
  id: z.string(),
  revision: number,
  document: z.unknown(),
  author: z.string(),
  reason: z.string(),
  day,
});

const register = z.object({
  id: number,
  depth: z.union([z.literal(17), z.literal(20)]),
  opened: day,
  editions: number,
});

const attachment = z.object({
  subject: z.string(),
  id: z.string(),
  programme: z.string(),
  field: z.string().nullable(),
});

const setting = z.object({ name: z.string(), value: z.union([z.number(), z.string()]), since: day.nullable() });

const handler = z.object({
  fingerprint: hex,
  name: z.string(),
  signingKey: hex,
  recipient: z.string(),
  addedDay: day,
  addedBy: hex,
  signature: hex,
  retiredDay: day.nullable(),
  retiredBy: z.string().nullable(),
  retiredSignature: hex.nullable(),
});

/** The lists of `/data/<name>`, and what stands in each. */
export const publicLists = {
  attachments: attachment,
  choices: choice,
  clarifications: clarification,
  contradictions: contradiction,
  handlers: handler,
  petitions: petition,
  programmes: programme,
  questions: question,
  registers: register,
  settings: setting,
  statements: statement,
  summaries: summary,
} as const;

export type ListName = keyof typeof publicLists;
export type ItemOf<N extends ListName> = z.infer<(typeof publicLists)[N]>;

/** A page of any list; its items are looked at one by one. */
export const publicPage = z.object({ v: z.literal(1), items: z.array(z.unknown()), next: z.string().nullable() });

/** `/ledger/keys`. */
export const ledgerKeys = z.object({
  v: z.literal(1),
  organisation: z.string().min(1),
  ledger: z.array(z.object({ number, key: z.string(), signature: z.string(), day })),
  receipts: z.string(),
});

/** `/ledger/checkpoints`. */
export const checkpointList = z.array(z.object({ size: count, publication: number, day, note: z.string() }));

/** `/ledger/contradictions`. */
export const contradictionList = z.object({
  v: z.literal(1),
  contradictions: z.array(z.object({ note: z.string(), reportedBy: z.string(), day })),
});

/** `/registers/:id/editions/:number`. */
export const editionDocument = z.object({
  register: number,
  depth: z.int(),
  edition: number,
  day,
  size: count,
  live: count,
  rosterSize: count,
  groupRoot: hex,
  tiles: z.array(hex),
  upper: hex,
  units: hex,
  entry: count.optional(),
});

/** The units file of an edition. */
export const unitsFile = z.strictObject({
  v: z.literal(1),
  units: z.array(z.string().min(1)),
  places: z.array(z.int().min(-1)),
});
