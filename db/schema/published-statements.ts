import { sql } from 'drizzle-orm';
import { boolean, check, index, integer, jsonb, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { classify, forEver } from './classification';
import { bytea, day } from './columns';
import { petition } from './published';
import { published } from './wings';

/** What an office says in public and answers for. Each kind has a document of its own (`app/features/published/statements`). */
export const statementKinds = ['response', 'summary-response', 'pledge', 'answer', 'announcement'] as const;

/** What was said at one time. Never changed, never deleted, by no role: the next revision stands beside it. */
export const statementRevision = published.table(
  'statement_revision',
  {
    kind: text({ enum: statementKinds }).notNull(),
    id: text().notNull(),
    revision: integer().notNull(),
    document: jsonb().$type<unknown>().notNull(),
    digest: bytea().notNull(),
    authorName: text().notNull(),
    reason: text().notNull(),
    day: day().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.kind, t.id, t.revision] }),
    index('statement_revision_day').on(t.kind, t.day),
    check('statement_kind', sql`${t.kind} in ('response', 'summary-response', 'pledge', 'answer', 'announcement')`),
    check('statement_reason', sql`(${t.revision} = 1) = (${t.reason} = '')`),
  ],
);

export const statementRevisionClasses = classify(statementRevision, {
  kind: forEver('A response, an answer to a summary or a question, a pledge or an announcement'),
  id: forEver('Which one: the petition, summary or question that it answers, or a random name of its own'),
  revision: forEver('First, second, … revision of this statement'),
  document: forEver('All that it says'),
  digest: forEver('What the ledger says of it'),
  authorName: forEver('Who said it; an office-holder’s name as text'),
  reason: forEver('Why it was revised; empty for the first'),
  day: forEver('When, on the company’s calendar'),
});

/** Two statements that an organizer says contradict each other, word for word as they stand in public. */
export const contradiction = published.table(
  'contradiction',
  {
    id: text().primaryKey(),
    petitionId: text()
      .notNull()
      .references(() => petition.id),
    earlierKind: text({ enum: statementKinds }).notNull(),
    earlierId: text().notNull(),
    earlierRevision: integer().notNull(),
    earlierQuote: text().notNull(),
    laterKind: text({ enum: statementKinds }).notNull(),
    laterId: text().notNull(),
    laterRevision: integer().notNull(),
    laterQuote: text().notNull(),
    words: text().notNull(),
    organizerName: text().notNull(),
    day: day().notNull(),
    withdrawnDay: day(),
    withdrawnReason: text(),
  },
  (t) => [
    index('contradiction_petition').on(t.petitionId),
    index('contradiction_earlier').on(t.earlierKind, t.earlierId),
    index('contradiction_later').on(t.laterKind, t.laterId),
    check('contradiction_withdrawn', sql`(${t.withdrawnDay} is null) = (${t.withdrawnReason} is null)`),
  ],
);

export const contradictionClasses = classify(contradiction, {
  id: forEver('Random name of the link'),
  petitionId: forEver('The petition whose organizer says so'),
  earlierKind: forEver('Kind of the earlier statement'),
  earlierId: forEver('Which earlier statement'),
  earlierRevision: forEver('Which revision of it'),
  earlierQuote: forEver('Words of it, as they stand there'),
  laterKind: forEver('Kind of the later statement'),
  laterId: forEver('Which later statement'),
  laterRevision: forEver('Which revision of it'),
  laterQuote: forEver('Words of it, as they stand there'),
  words: forEver('How they contradict each other'),
  organizerName: forEver('Who says so; the name under which a petition was started'),
  day: forEver('When'),
  withdrawnDay: forEver('When it was taken back'),
  withdrawnReason: forEver('Why it was taken back'),
});

/** A question that leadership asks an organizer in public, before it answers. The clock goes on. */
export const clarification = published.table(
  'clarification',
  {
    petitionId: text()
      .notNull()
      .references(() => petition.id),
    number: integer().notNull(),
    question: text().notNull(),
    askerName: text().notNull(),
    askedDay: day().notNull(),
    answer: text(),
    answeredDay: day(),
  },
  (t) => [
    primaryKey({ columns: [t.petitionId, t.number] }),
    check('clarification_answered', sql`(${t.answer} is null) = (${t.answeredDay} is null)`),
  ],
);

export const clarificationClasses = classify(clarification, {
  petitionId: forEver('Which petition'),
  number: forEver('First, second, … question to this petition’s organizer'),
  question: forEver('What leadership asks'),
  askerName: forEver('Who asks; an office-holder’s name as text'),
  askedDay: forEver('When'),
  answer: forEver('What the organizer answers'),
  answeredDay: forEver('When it was answered'),
});

/** Something said to all staff. Its words are in its revisions. */
export const announcement = published.table(
  'announcement',
  {
    id: text().primaryKey(),
    petitionId: text().references(() => petition.id),
    day: day().notNull(),
    mailed: boolean().notNull(),
  },
  (t) => [
    index('announcement_day').on(t.day, t.id),
    // One mailing a day, whoever asks for it.
    uniqueIndex('announcement_mailed_day')
      .on(t.day)
      .where(sql`mailed`),
  ],
);

export const announcementClasses = classify(announcement, {
  id: forEver('Random name of the announcement'),
  petitionId: forEver('Which petition it is about, if one'),
  day: forEver('When it was made, on the company’s calendar'),
  mailed: forEver('Whether it also went to everybody on the roster by mail'),
});

export const statementsClasses = [
  statementRevisionClasses,
  contradictionClasses,
  clarificationClasses,
  announcementClasses,
];
