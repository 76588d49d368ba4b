import { sql } from 'drizzle-orm';
import { check, index, integer, jsonb, primaryKey, smallint, text } from 'drizzle-orm/pg-core';
import { classify, type ColumnClassTuple } from './classification';
import { day } from './columns';
import { person } from './identified';
import { statementKinds } from './published-statements';
import { identified } from './wings';

const asLongAsPublic = (purpose: string): ColumnClassTuple => [
  purpose,
  'as long as what it names is public',
  'the person',
  'administrators',
];
const untilPublished = (purpose: string): ColumnClassTuple => [
  purpose,
  'until the answer is published or the draft is thrown away',
  'the author',
];
const personNumber = () =>
  text()
    .notNull()
    .references(() => person.personNumber);

/** Whose public record it is. */
export const leaderHolder = identified.table('leader_holder', {
  leaderId: text().primaryKey(),
  personNumber: personNumber().unique(),
});

export const leaderHolderClasses = classify(leaderHolder, {
  leaderId: asLongAsPublic('Which public record'),
  personNumber: asLongAsPublic('Who it is; the name is public, on the record'),
});

/** Who writes an answer that is due, and who is reminded of it. */
export const answerCase = identified.table(
  'answer_case',
  {
    subject: text({ enum: ['petition', 'summary'] }).notNull(),
    subjectId: text().notNull(),
    owner: personNumber(),
    delegate: text().references(() => person.personNumber),
  },
  (t) => [primaryKey({ columns: [t.subject, t.subjectId] })],
);

export const answerCaseClasses = classify(answerCase, {
  subject: asLongAsPublic('Whether a petition or a summary'),
  subjectId: asLongAsPublic('Which one'),
  owner: asLongAsPublic('Who answers for it; the name is public, on the petition'),
  delegate: [
    'Who writes it for them',
    'until somebody else does, or the person left and is forgotten',
    'the person',
    'leadership',
  ],
});

/** An answer that is being written: to one petition or summary, or to several petitions that ask the same. */
export const answerDraft = identified.table(
  'answer_draft',
  {
    id: text().primaryKey(),
    state: text({ enum: ['drafting', 'in-review', 'scheduled'] }).notNull(),
    version: integer().notNull(),
    body: text().notNull(),
    items: jsonb().$type<unknown>().notNull(),
    programmeId: text(),
    programmeField: text(),
    reason: text().notNull(),
    announce: text({ enum: ['no', 'page', 'mail'] }).notNull(),
    writer: personNumber(),
    publishOn: day(),
    publishHour: smallint(),
    scheduledBy: text().references(() => person.personNumber),
    changedDay: day().notNull(),
  },
  (t) => [
    check('answer_draft_state', sql`${t.state} in ('drafting', 'in-review', 'scheduled')`),
    check(
      'answer_draft_scheduled',
      sql`(${t.state} = 'scheduled') = (${t.publishOn} is not null and ${t.publishHour} is not null and ${t.scheduledBy} is not null)`,
    ),
  ],
);

export const answerDraftClasses = classify(answerDraft, {
  id: untilPublished('Random name of the draft'),
  state: untilPublished('Being written, with its reviewers, or waiting for its hour'),
  version: untilPublished('How often its words were changed: an approval is of one version'),
  body: untilPublished('Text of the draft'),
  items: untilPublished('Answers to the demands of each petition'),
  programmeId: untilPublished('Which programme it is about, if any'),
  programmeField: untilPublished('Which field of it, if any'),
  reason: untilPublished('Why it revises what was published, if it does'),
  announce: untilPublished('Whether all staff are to be told of it'),
  writer: untilPublished('Who changed its words last, and is told what reviewers say'),
  publishOn: untilPublished('Day on which it is to be published'),
  publishHour: untilPublished('Hour at which it is to be published, on the company’s clock'),
  scheduledBy: untilPublished('In whose name'),
  changedDay: untilPublished('When it was last changed'),
});

/** What a draft answers. Each petition or summary has one draft at a time. */
export const answerDraftSubject = identified.table(
  'answer_draft_subject',
  {
    subject: text({ enum: ['petition', 'summary'] }).notNull(),
    subjectId: text().notNull(),
    draftId: text()
      .notNull()
      .references(() => answerDraft.id, { onDelete: 'cascade' }),
    base: integer().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.subject, t.subjectId] }),
    index('answer_draft_subject_draft').on(t.draftId),
    check('answer_draft_subject', sql`${t.subject} in ('petition', 'summary')`),
  ],
);

export const answerDraftSubjectClasses = classify(answerDraftSubject, {
  subject: untilPublished('Whether a petition or a summary'),
  subjectId: untilPublished('Which one'),
  draftId: untilPublished('Which draft'),
  base: untilPublished('The published revision that it starts from; 0 for none'),
});

/** Somebody who is asked to look at a draft before it is published: legal, the works council. */
export const answerReviewer = identified.table(
  'answer_reviewer',
  {
    draftId: text()
      .notNull()
      .references(() => answerDraft.id, { onDelete: 'cascade' }),
    personNumber: personNumber(),
    capacity: text().notNull(),
    opinion: text({ enum: ['approved', 'changes'] }),
    version: integer(),
    day: day(),
  },
  (t) => [
    primaryKey({ columns: [t.draftId, t.personNumber] }),
    index('answer_reviewer_person').on(t.personNumber),
    check('answer_reviewer_opinion', sql`(${t.opinion} is null) = (${t.version} is null)`),
  ],
);

const untilAnswered = (purpose: string): ColumnClassTuple => [
  purpose,
  'until the answer is published or the draft is thrown away',
  'the person',
  'the author',
];

export const answerReviewerClasses = classify(answerReviewer, {
  draftId: untilAnswered('Which draft'),
  personNumber: untilAnswered('Who is asked'),
  capacity: untilAnswered('In what capacity'),
  opinion: untilAnswered('Approves, or asks for changes'),
  version: untilAnswered('Which version of the draft that is about'),
  day: untilAnswered('When'),
});

/** What reviewers and writers say to each other about a draft. */
export const answerComment = identified.table(
  'answer_comment',
  {
    draftId: text()
      .notNull()
      .references(() => answerDraft.id, { onDelete: 'cascade' }),
    number: integer().notNull(),
    personNumber: text().references(() => person.personNumber),
    version: integer().notNull(),
    about: text().notNull(),
    body: text().notNull(),
    day: day().notNull(),
  },
  (t) => [primaryKey({ columns: [t.draftId, t.number] })],
);

export const answerCommentClasses = classify(answerComment, {
  draftId: untilAnswered('Which draft'),
  number: untilAnswered('First, second, … comment'),
  personNumber: untilAnswered('Who says it; nobody where the house notes what became of the draft'),
  version: untilAnswered('Which version of the draft it is about'),
  about: untilAnswered('Which part of it: a demand, or the whole'),
  body: untilAnswered('What is said'),
  day: untilAnswered('When'),
});

/** Links a revision of a published statement to the account that published it. */
export const statementAuthor = identified.table(
  'statement_author',
  {
    kind: text({ enum: statementKinds }).notNull(),
    id: text().notNull(),
    revision: integer().notNull(),
    personNumber: personNumber(),
  },
  (t) => [primaryKey({ columns: [t.kind, t.id, t.revision] }), index('statement_author_person').on(t.personNumber)],
);

export const statementAuthorClasses = classify(statementAuthor, {
  kind: asLongAsPublic('Kind of the statement'),
  id: asLongAsPublic('Which statement'),
  revision: asLongAsPublic('Which revision of it'),
  personNumber: asLongAsPublic('Who published it; the name is public, on the statement'),
});

/** Reminders that went out, so that each goes once. */
export const reminder = identified.table(
  'reminder',
  {
    subject: text({ enum: ['petition', 'summary', 'demand', 'pledge'] }).notNull(),
    subjectId: text().notNull(),
    dueDay: day().notNull(),
    stage: text().notNull(),
  },
  (t) => [primaryKey({ columns: [t.subject, t.subjectId, t.dueDay, t.stage] })],
);

const untilAYear = (purpose: string): ColumnClassTuple => [purpose, 'a year after the due day', 'administrators'];

export const reminderClasses = classify(reminder, {
  subject: untilAYear('Whether a petition, a summary, a reopened demand or a pledge'),
  subjectId: untilAYear('Which one'),
  dueDay: untilAYear('The due day that it reminded of'),
  stage: untilAYear('How long before or after that day'),
});

export const answeringClasses = [
  leaderHolderClasses,
  answerCaseClasses,
  answerDraftClasses,
  answerDraftSubjectClasses,
  answerReviewerClasses,
  answerCommentClasses,
  statementAuthorClasses,
  reminderClasses,
];
