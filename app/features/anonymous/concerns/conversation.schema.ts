import { z } from 'zod';
import { maxMessageNumber } from './manifest';

/** Hex of 32 bytes: a concern’s name, a handler’s fingerprint, a chunk’s hash. */
export const hex32 = z.string().regex(/^[0-9a-f]{64}$/);
const day = z.iso.date();
const base64 = z.base64();

/** Where a concern stands. One whose upload is not finished has no state: to everybody it does not exist. */
export const concernStates = ['received', 'in-review', 'answered', 'closed'] as const;
export type ConcernState = (typeof concernStates)[number];

/** Why a handler closes a concern. `rubbish` deletes its files at once, and neither side can write any more. */
export const closeReasons = ['resolved', 'not-upheld', 'out-of-scope', 'duplicate', 'no-answer', 'rubbish'] as const;
export type CloseReason = (typeof closeReasons)[number];

/** Answer to whatever brings a manifest: hashes of the chunks that have not arrived, in the manifest’s order. */
export const missingChunks = z.strictObject({ missing: z.array(hex32) });
export type MissingChunks = z.infer<typeof missingChunks>;

/** Answer to a chunk: whether the whole message has arrived with it. */
export const storedChunk = z.strictObject({ complete: z.boolean() });
export type StoredChunk = z.infer<typeof storedChunk>;

const message = z.strictObject({
  number: z.int().min(0).max(maxMessageNumber),
  /** Who wrote it: the reporter, or the handler of this fingerprint. */
  sender: z.union([z.literal('reporter'), hex32]),
  audience: z.enum(['all', 'handlers']),
  day,
  /** Of the reporter’s messages: when a handler first read it. What handlers write stays null: reading leaves no trace. */
  readDay: day.nullable(),
  /** The manifest’s text, as its sender wrote it. */
  manifest: z.string(),
  /** Ciphertext of part 0. */
  text: base64,
});

const conversationFields = {
  state: z.enum(concernStates),
  /** Every manifest of this concern must have the same. */
  programme: z.string().nullable(),
  /** When it came in. */
  day,
  /** Of the last word of either side. */
  lastDay: day,
  acknowledgeBy: day,
  answerBy: day,
  acknowledgedDay: day.nullable(),
  answeredDay: day.nullable(),
  closedFor: z.enum(closeReasons).nullable(),
  /** When it will be deleted, unless either side writes before. */
  deletedOn: day,
  /** Fingerprints of handlers who may not see it: nothing is to be encrypted to them. Sorted. */
  hiddenFrom: z.array(hex32),
  /** Number that the next message of whoever asks must have. Notes that the reporter does not get have numbers too. */
  next: z
    .int()
    .min(0)
    .max(maxMessageNumber + 1),
  /** In the order of their numbers; the reporter gets those for all. */
  messages: z.array(message),
} as const;

/** A concern as its reporter gets it. */
export const conversation = z.strictObject(conversationFields);
export type Conversation = z.infer<typeof conversation>;

/** For a concern that is unknown, unfinished or deleted: the same bytes for each. */
export const noConversation = { state: 'nothing' } as const;

/** Answer of `/unseen/concerns/conversation`. */
export const conversationAnswer = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('nothing') }),
  conversation,
]);
export type ConversationAnswer = z.infer<typeof conversationAnswer>;

/** A concern as a handler gets it. */
export const handledConcern = z.strictObject({
  ...conversationFields,
  concern: hex32,
  /** Fingerprint of the handler who looks after it. */
  assignedTo: hex32.nullable(),
  /** An age file to the handlers. */
  labels: base64.nullable(),
  /** How often they were changed; the next change must name this number. */
  labelsNumber: z.int().min(0),
  /** An age file with keys of older parts, for the handler who asks. */
  grants: base64.nullable(),
});
export type HandledConcern = z.infer<typeof handledConcern>;

/** Answer of `/unseen/handling/list`: sorted by name, which says nothing about time. `next` is what to ask on with. */
export const concernList = z.strictObject({ concerns: z.array(handledConcern), next: hex32.nullable() });
export type ConcernList = z.infer<typeof concernList>;

/** Most concerns in one page of the list. */
export const maxListed = 50;
/** An age file with labels, in bytes. */
export const maxLabelsBytes = 65_536;
/** An age file with the keys of all parts of a concern, in bytes. */
export const maxGrantBytes = 262_144;
/** Grants in one request; all of them together must fit `maxRequestBytes` as base64. */
export const maxGrants = 20;

/** What `/unseen/handling/…` takes, beside the signature: `messages` and `chunks` go their own ways. */
export const handlingRequests = {
  list: z.strictObject({ day, after: hex32.nullable(), limit: z.int().min(1).max(maxListed) }),
  conversation: z.strictObject({ day, concern: hex32 }),
  message: z.strictObject({ day, manifest: z.string() }),
  chunk: z.strictObject({ day, concern: hex32, number: z.int().min(0).max(maxMessageNumber), hash: hex32 }),
  read: z.strictObject({ day, concern: hex32, number: z.int().min(0).max(maxMessageNumber) }),
  state: z.strictObject({
    day,
    concern: hex32,
    from: z.enum(concernStates),
    to: z.enum(['in-review', 'answered', 'closed']),
    /** Given exactly where it is closed. */
    reason: z.enum(closeReasons).nullable(),
  }),
  assign: z.strictObject({ day, concern: hex32, to: hex32.nullable() }),
  labels: z.strictObject({ day, concern: hex32, n: z.int().min(0).max(32_766), labels: z.base64().min(4) }),
  hide: z.strictObject({ day, concern: hex32, from: hex32 }),
  grant: z.strictObject({
    day,
    grants: z
      .array(z.strictObject({ concern: hex32, to: hex32, bytes: z.base64().min(4) }))
      .min(1)
      .max(maxGrants),
  }),
} as const;

/** What the reporter asks, signed by the concern’s key. */
export const reporterRequests = {
  conversation: z.strictObject({ day }),
  message: z.strictObject({ day, manifest: z.string() }),
  chunk: z.strictObject({ day, number: z.int().min(0).max(maxMessageNumber), hash: hex32 }),
} as const;
