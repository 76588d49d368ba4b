import { sql } from 'drizzle-orm';
import { boolean, check, integer, primaryKey, smallint, text } from 'drizzle-orm/pg-core';
import { classify, type ColumnClassTuple } from './classification';
import { bytea, day } from './columns';
import { anonymous } from './wings';

/*
 * Concerns: ciphertext, programme, status, day (protocol 7). No row says which key raised one. No foreign keys between these
 * tables: the small ones are rewritten in key order every minute (TRUNCATE and INSERT), so that their order says nothing.
 */

const untilRetention = (purpose: string): ColumnClassTuple => [
  purpose,
  'until the retention after the last word of either side',
  'nobody',
];
const untilDayIsOver = (purpose: string): ColumnClassTuple => [
  purpose,
  'until the day can no longer be accepted: yesterday’s until 01:00 UTC',
  'nobody',
];
const untilPublished = (purpose: string): ColumnClassTuple => [purpose, 'until the next publication', 'nobody'];
const whileProgramme = (purpose: string): ColumnClassTuple => [purpose, 'as long as the programme is listed', 'nobody'];

/** One concern, under the public key that its reporter’s words give. */
export const concern = anonymous.table(
  'concern',
  {
    key: bytea().primaryKey(),
    programmeId: text(),
    state: text({ enum: ['unfinished', 'received', 'in-review', 'answered', 'closed'] }).notNull(),
    day: day().notNull(),
    lastDay: day().notNull(),
    acknowledgeBy: day().notNull(),
    answerBy: day().notNull(),
    deletedOn: day().notNull(),
    acknowledgedDay: day(),
    answeredDay: day(),
    closedFor: text(),
    assignedTo: bytea(),
    labels: bytea(),
    labelsNumber: smallint().notNull().default(0),
    storageKey: bytea().notNull(),
    filing: bytea(),
  },
  (t) => [
    check('concern_key_length', sql`octet_length(${t.key}) = 32 and octet_length(${t.storageKey}) = 32`),
    check('concern_state', sql`${t.state} in ('unfinished', 'received', 'in-review', 'answered', 'closed')`),
  ],
);

export const concernClasses = classify(concern, {
  key: untilRetention(
    'Public key that the receipt words give: the concern’s name, and all that is known of its reporter',
  ),
  programmeId: untilRetention('Which programme it is about; empty for one that is not listed'),
  state: untilRetention('Where it stands'),
  day: untilRetention('When it came in'),
  lastDay: untilRetention('Day of the last word of either side'),
  acknowledgeBy: untilRetention('When somebody must have read it, fixed when it came in'),
  answerBy: untilRetention('When it must be answered, fixed when it came in'),
  deletedOn: untilRetention('When it will be deleted, unless either side writes'),
  acknowledgedDay: untilRetention('When somebody first read it'),
  answeredDay: untilRetention('When it was answered'),
  closedFor: untilRetention('Why it was closed, as a code'),
  assignedTo: untilRetention('Fingerprint of the handler who looks after it'),
  labels: untilRetention('The handlers’ labels, encrypted to them'),
  labelsNumber: untilRetention('How often the labels were changed, so that nobody overwrites another'),
  storageKey: untilRetention('Random key over its files: once it is gone, nothing that a disk still holds can be read'),
  filing: ['Salted digest for the ledger', 'until the upload is finished', 'nobody'],
});

/** One message of either side, or a note among handlers: what is encrypted is in its chunks. */
export const concernMessage = anonymous.table(
  'concern_message',
  {
    concern: bytea().notNull(),
    number: smallint().notNull(),
    handler: bytea(),
    audience: text({ enum: ['all', 'handlers'] }).notNull(),
    day: day().notNull(),
    readDay: day(),
    complete: boolean().notNull(),
    manifest: text().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.concern, t.number] }),
    check('concern_message_audience', sql`${t.audience} in ('all', 'handlers')`),
  ],
);

export const concernMessageClasses = classify(concernMessage, {
  concern: untilRetention('Which concern'),
  number: untilRetention('First, second, … message of this conversation'),
  handler: untilRetention('Fingerprint of the handler who wrote it; empty for the reporter'),
  audience: untilRetention('Whether the reporter may have it, or handlers alone'),
  day: untilRetention('When'),
  readDay: untilRetention('When the other side first read it'),
  complete: untilRetention('Whether all of it has arrived'),
  manifest: untilRetention('Padded sizes of its parts and hashes of their chunks'),
});

/** Up to 1 MiB of ciphertext, once more encrypted under the concern’s storage key. */
export const concernChunk = anonymous.table(
  'concern_chunk',
  {
    concern: bytea().notNull(),
    number: smallint().notNull(),
    hash: bytea().notNull(),
    bytes: bytea().notNull(),
  },
  (t) => [primaryKey({ columns: [t.concern, t.number, t.hash] })],
);

export const concernChunkClasses = classify(concernChunk, {
  concern: untilRetention('Which concern'),
  number: untilRetention('Which message of it'),
  hash: untilRetention('SHA-256 of the ciphertext as its sender made it'),
  bytes: untilRetention('Ciphertext'),
});

/** Slots that keys have used today, so that nobody floods the desk. No row says for which concern. */
export const concernSlot = anonymous.table(
  'concern_slot',
  {
    day: day().notNull(),
    nullifier: bytea().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.day, t.nullifier] }),
    check('concern_slot_nullifier_length', sql`octet_length(${t.nullifier}) = 32`),
  ],
);

export const concernSlotClasses = classify(concernSlot, {
  day: untilDayIsOver('Which day'),
  nullifier: untilDayIsOver('One key’s name in one slot of this day only; it leads to nobody and to no concern'),
});

/** Salted digests of what was filed, waiting for the ledger. */
export const waitingFiling = anonymous.table('waiting_filing', {
  digest: bytea().primaryKey(),
});

export const waitingFilingClasses = classify(waitingFiling, {
  digest: untilPublished('Salted digest: only who has the receipt words can show what it stands for'),
});

/** Handlers who are not to see a concern. */
export const concernHidden = anonymous.table(
  'concern_hidden',
  {
    concern: bytea().notNull(),
    handler: bytea().notNull(),
  },
  (t) => [primaryKey({ columns: [t.concern, t.handler] })],
);

export const concernHiddenClasses = classify(concernHidden, {
  concern: untilRetention('Which concern'),
  handler: untilRetention('Fingerprint of the handler it is hidden from'),
});

/** What lets a handler who came later read what was encrypted before. */
export const concernGrant = anonymous.table(
  'concern_grant',
  {
    concern: bytea().notNull(),
    handler: bytea().notNull(),
    bytes: bytea().notNull(),
  },
  (t) => [primaryKey({ columns: [t.concern, t.handler] })],
);

export const concernGrantClasses = classify(concernGrant, {
  concern: untilRetention('Which concern'),
  handler: untilRetention('Fingerprint of the handler it is for'),
  bytes: untilRetention('Keys of its files, encrypted to that handler by another'),
});

/** Counts that outlive the concerns they count. What may be shown of them is in `published.concern_figure`. */
export const concernTally = anonymous.table(
  'concern_tally',
  {
    programmeId: text().notNull(),
    counted: text({ enum: ['received', 'answered', 'in-time'] }).notNull(),
    concerns: integer().notNull(),
  },
  (t) => [primaryKey({ columns: [t.programmeId, t.counted] })],
);

export const concernTallyClasses = classify(concernTally, {
  programmeId: whileProgramme('Which programme'),
  counted: whileProgramme('Received, answered, or answered in time'),
  concerns: whileProgramme('How many'),
});

/** How many concerns were answered after how many days: what a median is taken from. */
export const concernAnswerDays = anonymous.table(
  'concern_answer_days',
  {
    programmeId: text().notNull(),
    days: smallint().notNull(),
    concerns: integer().notNull(),
  },
  (t) => [primaryKey({ columns: [t.programmeId, t.days] })],
);

export const concernAnswerDaysClasses = classify(concernAnswerDays, {
  programmeId: whileProgramme('Which programme'),
  days: whileProgramme('Days from coming in to the answer'),
  concerns: whileProgramme('How many'),
});

/** Deleted concerns that the ledger does not count yet. One row. */
export const deletedConcerns = anonymous.table(
  'deleted_concerns',
  {
    one: boolean().primaryKey(),
    concerns: integer().notNull(),
  },
  (t) => [check('deleted_concerns_one', sql`${t.one}`)],
);

export const deletedConcernsClasses = classify(deletedConcerns, {
  one: untilPublished('There is one row'),
  concerns: untilPublished('How many were deleted and not yet noted in the ledger'),
});

/** Corroborations that wait for publication, or for enough others who chose the same. */
export const waitingCorroboration = anonymous.table(
  'waiting_corroboration',
  {
    summaryId: text().notNull(),
    nullifier: bytea().notNull(),
    n: smallint().notNull(),
    choice: text({ enum: ['me-too', 'saw-it', 'contradicts'] }).notNull(),
    registerId: integer().notNull(),
    edition: integer().notNull(),
    proof: bytea().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.summaryId, t.nullifier, t.n] }),
    check('waiting_corroboration_nullifier_length', sql`octet_length(${t.nullifier}) = 32`),
    check('waiting_corroboration_choice', sql`${t.choice} in ('me-too', 'saw-it', 'contradicts')`),
  ],
);

const untilEnough = (purpose: string): ColumnClassTuple => [
  purpose,
  'until the publication at which enough others chose the same',
  'nobody',
];

export const waitingCorroborationClasses = classify(waitingCorroboration, {
  summaryId: untilEnough('Which summary'),
  nullifier: untilEnough('One key’s name on this summary only; it leads to nobody'),
  n: untilEnough('How often this key had chosen before'),
  choice: untilEnough('Me too, saw it, or contradicts'),
  registerId: untilEnough('Register of the edition'),
  edition: untilEnough('Edition that the proof is made against'),
  proof: untilEnough('Eight 32-byte numbers: the membership proof'),
});

export const concernsClasses = [
  concernClasses,
  concernMessageClasses,
  concernChunkClasses,
  concernSlotClasses,
  waitingFilingClasses,
  concernHiddenClasses,
  concernGrantClasses,
  concernTallyClasses,
  concernAnswerDaysClasses,
  deletedConcernsClasses,
  waitingCorroborationClasses,
];
