import { sql } from 'drizzle-orm';
import { check, index, integer, jsonb, primaryKey, text } from 'drizzle-orm/pg-core';
import { classify, forEver } from './classification';
import { bytea, day } from './columns';
import { published } from './wings';

/** A monitoring programme of the company. What is known of it is in its revisions; the newest one counts. */
export const programme = published.table(
  'programme',
  {
    id: text().primaryKey(),
    state: text({ enum: ['announced', 'active', 'paused', 'ended'] }).notNull(),
    revision: integer().notNull(),
    enteredDay: day().notNull(),
  },
  (t) => [check('programme_state', sql`${t.state} in ('announced', 'active', 'paused', 'ended')`)],
);

export const programmeClasses = classify(programme, {
  id: forEver('Random name of the programme'),
  state: forEver('Where it stands, as in its newest revision'),
  revision: forEver('Number of its newest revision'),
  enteredDay: forEver('Since when it is on the register of programmes'),
});

/** What was said of a programme at one time. Never changed, never deleted: the next one stands beside it. */
export const programmeRevision = published.table(
  'programme_revision',
  {
    programmeId: text()
      .notNull()
      .references(() => programme.id),
    number: integer().notNull(),
    day: day().notNull(),
    document: jsonb().$type<unknown>().notNull(),
    digest: bytea().notNull(),
    editorName: text().notNull(),
    reason: text().notNull(),
  },
  (t) => [primaryKey({ columns: [t.programmeId, t.number] })],
);

export const programmeRevisionClasses = classify(programmeRevision, {
  programmeId: forEver('Which programme'),
  number: forEver('First, second, … revision of this programme'),
  day: forEver('When'),
  document: forEver('All its fields; null where nobody has answered'),
  digest: forEver('What the ledger says of it'),
  editorName: forEver('Who wrote it; an office-holder’s name as text'),
  reason: forEver('Why it was changed'),
});

/** Documents of reviews, named by the SHA-256 of their bytes. */
export const programmeDocument = published.table('programme_document', {
  hash: bytea().primaryKey(),
  title: text().notNull(),
  mediaType: text().notNull(),
  bytes: bytea().notNull(),
});

export const programmeDocumentClasses = classify(programmeDocument, {
  hash: forEver('SHA-256 of the bytes'),
  title: forEver('What the office that published it calls it'),
  mediaType: forEver('PDF or plain text'),
  bytes: forEver('The document'),
});

/** What a petition, a response or a pledge is about: a programme, or one field of it. */
export const attachment = published.table(
  'attachment',
  {
    subject: text({ enum: ['petition', 'response', 'pledge'] }).notNull(),
    subjectId: text().notNull(),
    programmeId: text()
      .notNull()
      .references(() => programme.id),
    field: text(),
    day: day().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.subject, t.subjectId] }),
    index('attachment_programme').on(t.programmeId),
    check('attachment_subject', sql`${t.subject} in ('petition', 'response', 'pledge')`),
  ],
);

export const attachmentClasses = classify(attachment, {
  subject: forEver('Whether a petition, a response or a pledge'),
  subjectId: forEver('Which one'),
  programmeId: forEver('Which programme it is about'),
  field: forEver('Which field of it, if one'),
  day: forEver('When'),
});

export const programmesClasses = [
  programmeClasses,
  programmeRevisionClasses,
  programmeDocumentClasses,
  attachmentClasses,
];
