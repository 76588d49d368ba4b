import { sql } from 'drizzle-orm';
import { check, index, integer, primaryKey, smallint, text } from 'drizzle-orm/pg-core';
import { classify, forEver } from './classification';
import { bytea, day } from './columns';
import { publication, register } from './published';
import { programme } from './published-programmes';
import { published } from './wings';

/** Keys to which concerns are encrypted. A key counts only if one that counted signed for it (protocol 7). */
export const handlerKey = published.table(
  'handler_key',
  {
    fingerprint: bytea().primaryKey(),
    number: integer().notNull().unique(),
    name: text().notNull(),
    signingKey: bytea().notNull().unique(),
    recipient: text().notNull().unique(),
    addedDay: day().notNull(),
    addedBy: bytea().notNull(),
    signature: bytea().notNull(),
    retiredDay: day(),
    retiredBy: text(),
    retiredSignature: bytea(),
  },
  (t) => [
    check('handler_key_lengths', sql`octet_length(${t.fingerprint}) = 32 and octet_length(${t.signingKey}) = 32`),
    check('handler_key_retired', sql`(${t.retiredDay} is null) = (${t.retiredBy} is null)`),
  ],
);

export const handlerKeyClasses = classify(handlerKey, {
  fingerprint: forEver('Digest of both public keys: the handler’s name everywhere but here'),
  number: forEver('First, second, … key that was let in: the order in which the signatures are checked'),
  name: forEver('Who handles concerns; an office-holder’s name as text'),
  signingKey: forEver('Ed25519 key that the handler’s requests are signed with'),
  recipient: forEver('age recipient that concerns are encrypted to'),
  addedDay: forEver('Since when'),
  addedBy: forEver('Fingerprint of the handler who let this key in; its own for the first'),
  signature: forEver('By the signing key of who let it in'),
  retiredDay: forEver('Until when'),
  retiredBy: forEver('Fingerprint of the handler who retired it, or "office" where role or employment ended'),
  retiredSignature: forEver('By the signing key of who retired it; none where role or employment ended'),
});

/** What a handler says about concerns in public, without what would give anybody away. It stands for itself: nothing links it to a concern. */
export const summary = published.table(
  'summary',
  {
    id: text().primaryKey(),
    programmeId: text().references(() => programme.id),
    field: text(),
    title: text().notNull(),
    body: text().notNull(),
    textDigest: bytea().notNull(),
    registerId: integer()
      .notNull()
      .references(() => register.id),
    threshold: integer().notNull(),
    responseDays: integer().notNull(),
    day: day().notNull(),
    handler: bytea()
      .notNull()
      .references(() => handlerKey.fingerprint),
    signature: bytea().notNull(),
  },
  (t) => [index('summary_programme').on(t.programmeId)],
);

export const summaryClasses = classify(summary, {
  id: forEver('Random name of the summary'),
  programmeId: forEver('Which programme it is about, if one on the register'),
  field: forEver('Which field of it, if one'),
  title: forEver('Text of the summary'),
  body: forEver('Text of the summary'),
  textDigest: forEver('What a corroboration binds to'),
  registerId: forEver('The one register that its scope is pinned to'),
  threshold: forEver('Corroborations that bring it to leadership’s desk, fixed when it was published'),
  responseDays: forEver('Working days that leadership then has to answer, fixed when it was published'),
  day: forEver('When it was published'),
  handler: forEver('Fingerprint of the handler who published it'),
  signature: forEver('By that handler’s signing key'),
});

const choices = ['me-too', 'saw-it', 'contradicts'] as const;

/** Published corroborations of a summary. Sorted, day-coarse, each with the proof that anybody can check. */
export const corroboration = published.table(
  'corroboration',
  {
    summaryId: text()
      .notNull()
      .references(() => summary.id),
    nullifier: bytea().notNull(),
    n: smallint().notNull(),
    choice: text({ enum: choices }).notNull(),
    registerId: integer().notNull(),
    edition: integer().notNull(),
    proof: bytea().notNull(),
    day: day().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.summaryId, t.nullifier, t.n] }),
    check('corroboration_choice', sql`${t.choice} in ('me-too', 'saw-it', 'contradicts')`),
  ],
);

export const corroborationClasses = classify(corroboration, {
  summaryId: forEver('Which summary'),
  nullifier: forEver('One key’s name on this summary only; it leads to nobody'),
  n: forEver('How often this key had chosen before'),
  choice: forEver('Me too, saw it, or contradicts'),
  registerId: forEver('Register of the edition'),
  edition: forEver('Edition that the proof is made against'),
  proof: forEver('Eight 32-byte numbers: the membership proof'),
  day: forEver('Day of the publication, not of the act'),
});

/** How many keys’ last published choice is this one. A choice appears once the minimum made it, and stays. */
export const corroborationTally = published.table(
  'corroboration_tally',
  {
    summaryId: text()
      .notNull()
      .references(() => summary.id),
    choice: text({ enum: choices }).notNull(),
    keys: integer().notNull(),
    publication: integer()
      .notNull()
      .references(() => publication.number),
  },
  (t) => [primaryKey({ columns: [t.summaryId, t.choice] })],
);

export const corroborationTallyClasses = classify(corroborationTally, {
  summaryId: forEver('Which summary'),
  choice: forEver('Which choice'),
  keys: forEver('Keys whose last published choice it is'),
  publication: forEver('The last publication that changed it'),
});

/** What is shown of a choice: its count at the end of each day on which a publication changed it. */
export const corroborationFigure = published.table(
  'corroboration_figure',
  {
    summaryId: text()
      .notNull()
      .references(() => summary.id),
    choice: text({ enum: choices }).notNull(),
    day: day().notNull(),
    keys: integer().notNull(),
  },
  (t) => [primaryKey({ columns: [t.summaryId, t.choice, t.day] })],
);

export const corroborationFigureClasses = classify(corroborationFigure, {
  summaryId: forEver('Which summary'),
  choice: forEver('Which choice'),
  day: forEver('Which day'),
  keys: forEver('Keys counted by the last publication of that day that changed it'),
});

/** Summaries whose corroborations reached the number that brings them to leadership’s desk. */
export const summaryReached = published.table('summary_reached', {
  summaryId: text()
    .primaryKey()
    .references(() => summary.id),
  day: day().notNull(),
  dueDay: day().notNull(),
});

export const summaryReachedClasses = classify(summaryReached, {
  summaryId: forEver('Which summary'),
  day: forEver('When the published count reached it'),
  dueDay: forEver('When the response is due'),
});

/** What may be shown of the concerns about a programme, as it was released. A number that may not be shown is not here. */
export const concernFigure = published.table(
  'concern_figure',
  {
    programmeId: text()
      .notNull()
      .references(() => programme.id),
    day: day().notNull(),
    received: integer(),
    answered: integer(),
    inTime: integer(),
    medianDays: integer(),
  },
  (t) => [primaryKey({ columns: [t.programmeId, t.day] })],
);

export const concernFigureClasses = classify(concernFigure, {
  programmeId: forEver('Which programme'),
  day: forEver('When it was released'),
  received: forEver('Concerns received so far; empty where it may not be shown'),
  answered: forEver('Concerns answered so far; empty where it may not be shown'),
  inTime: forEver('Concerns answered in time; empty where it may not be shown'),
  medianDays: forEver('Days to the answer, the middle one; empty where it may not be shown'),
});

export const concernsPublicClasses = [
  handlerKeyClasses,
  summaryClasses,
  corroborationClasses,
  corroborationTallyClasses,
  corroborationFigureClasses,
  summaryReachedClasses,
  concernFigureClasses,
];
