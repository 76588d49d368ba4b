import { sql } from 'drizzle-orm';
import {
  boolean,
  check,
  index,
  integer,
  jsonb,
  primaryKey,
  smallint,
  text,
  timestamp,
  unique,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import { classify } from './classification';
import { bytea, day } from './columns';
import { identified } from './wings';

/** The roster: the company's list of employees. */
export const person = identified.table(
  'person',
  {
    personNumber: text().primaryKey(),
    name: text().notNull(),
    email: text().notNull(),
    unitPath: text().notNull(),
    status: text({ enum: ['active', 'left'] }).notNull(),
  },
  (t) => [
    // An address may be given to somebody new once its owner has left.
    uniqueIndex('person_email_active')
      .on(t.email)
      .where(sql`status = 'active'`),
    check('person_status', sql`${t.status} in ('active', 'left')`),
    check('person_email_lower', sql`${t.email} = lower(${t.email})`),
    index('person_status_unit').on(t.status, t.unitPath),
  ],
);

export const personClasses = classify(person, {
  personNumber: [
    'HR number: what a register place belongs to',
    'while a register that holds a place is in use',
    'the person',
    'administrators',
  ],
  name: [
    'To address mail and to name office-holders',
    'until the person has left and no register in use holds a place',
    'the person',
    'administrators',
  ],
  email: [
    'To send sign-in codes and notices',
    'until the person has left and no register in use holds a place',
    'the person',
    'administrators',
  ],
  unitPath: [
    'Place in the organisation chart: which unit registers a key enters',
    'until the person has left; empty from then on',
    'the person',
    'administrators',
  ],
  status: ['Active people may enrol and sign in', 'as long as the row', 'the person', 'administrators'],
});

/** Who signs in. One account a person, made at the first sign-in. */
export const account = identified.table('account', {
  id: text().primaryKey(),
  personNumber: text()
    .notNull()
    .unique()
    .references(() => person.personNumber),
});

export const accountClasses = classify(account, {
  id: ['Random name of the account, used by sessions', 'until the person has left', 'nobody'],
  personNumber: ['Whose account it is', 'until the person has left', 'the person', 'administrators'],
});

/** Sessions of lucia. The cookie holds the id, the table only its SHA-256: a dump holds no usable session. */
export const session = identified.table(
  'session',
  {
    idHash: bytea().primaryKey(),
    accountId: text()
      .notNull()
      .references(() => account.id, { onDelete: 'cascade' }),
    expiresAt: timestamp({ withTimezone: true }).notNull(),
  },
  (t) => [index('session_account').on(t.accountId)],
);

export const sessionClasses = classify(session, {
  idHash: ['SHA-256 of the session id in the cookie', 'until sign-out or expiry', 'nobody'],
  accountId: ['Whose session it is', 'until sign-out or expiry', 'the person'],
  expiresAt: [
    'Fixed expiry, rounded to midnight so that it says nothing about the sign-in',
    'until sign-out or expiry',
    'the person',
  ],
});

/** One sign-in under way in one browser. Rows stand for unknown addresses too, without a person. */
export const signInAttempt = identified.table('sign_in_attempt', {
  idHash: bytea().primaryKey(),
  personNumber: text().references(() => person.personNumber),
  codeHash: bytea().notNull(),
  tries: smallint().notNull().default(0),
  expiresAt: timestamp({ withTimezone: true }).notNull(),
});

export const signInAttemptClasses = classify(signInAttempt, {
  idHash: ['SHA-256 of the random attempt id in the browser that asked', 'deleted on use, else 10 minutes', 'nobody'],
  personNumber: ['Who would be signed in; empty for an unknown address', 'deleted on use, else 10 minutes', 'nobody'],
  codeHash: ['Keyed hash of the one-time code', 'deleted on use, else 10 minutes', 'nobody'],
  tries: ['Wrong codes so far, to stop guessing', 'deleted on use, else 10 minutes', 'nobody'],
  expiresAt: ['When the code stops working', 'deleted on use, else 10 minutes', 'nobody'],
});

/** Roles held beside `employee`, which every active person has. */
export const roleGrant = identified.table(
  'role_grant',
  {
    personNumber: text()
      .notNull()
      .references(() => person.personNumber),
    role: text({ enum: ['organizer', 'leadership', 'moderator', 'handler', 'administrator'] }).notNull(),
    grantedDay: day().notNull(),
    grantedBy: text().notNull(),
  },
  (t) => [primaryKey({ columns: [t.personNumber, t.role] })],
);

export const roleGrantClasses = classify(roleGrant, {
  personNumber: ['Who holds the role', 'until withdrawn or the person has left', 'the person', 'administrators'],
  role: ['Which role', 'until withdrawn or the person has left', 'the person', 'administrators'],
  grantedDay: ['Since when', 'until withdrawn or the person has left', 'the person', 'administrators'],
  grantedBy: [
    'Person number of the administrator, or "setup"',
    'until withdrawn or the person has left',
    'the person',
    'administrators',
  ],
});

/** A roster file that waits for its confirmation, at most an hour. */
export const rosterUpload = identified.table('roster_upload', {
  id: text().primaryKey(),
  uploadedBy: text().notNull(),
  rowCount: integer().notNull(),
  refusedCount: integer().notNull(),
  expiresAt: timestamp({ withTimezone: true }).notNull(),
});

export const rosterUploadClasses = classify(rosterUpload, {
  id: ['Random name of the upload', 'until confirmed or dropped, at most an hour', 'administrators'],
  uploadedBy: [
    'Person number of the administrator, or "command"',
    'until confirmed or dropped, at most an hour',
    'administrators',
  ],
  rowCount: ['How many rows the file had', 'until confirmed or dropped, at most an hour', 'administrators'],
  refusedCount: ['How many rows were refused', 'until confirmed or dropped, at most an hour', 'administrators'],
  expiresAt: [
    'When the upload is dropped unconfirmed',
    'until confirmed or dropped, at most an hour',
    'administrators',
  ],
});

/** The rows of a waiting roster file; refused rows keep their line, their reason, and whom they are about. */
export const rosterUploadRow = identified.table(
  'roster_upload_row',
  {
    uploadId: text()
      .notNull()
      .references(() => rosterUpload.id, { onDelete: 'cascade' }),
    line: integer().notNull(),
    personNumber: text(),
    name: text(),
    email: text(),
    unitPath: text(),
    status: text({ enum: ['active', 'left'] }),
    refusal: text(),
  },
  (t) => [
    primaryKey({ columns: [t.uploadId, t.line] }),
    index('roster_upload_row_person').on(t.uploadId, t.personNumber),
  ],
);

export const rosterUploadRowClasses = classify(rosterUploadRow, {
  uploadId: ['Which upload', 'until confirmed or dropped, at most an hour', 'administrators'],
  line: ['Line in the file, to find the row again', 'until confirmed or dropped, at most an hour', 'administrators'],
  personNumber: ['As in person', 'until confirmed or dropped, at most an hour', 'administrators'],
  name: ['As in person', 'until confirmed or dropped, at most an hour', 'administrators'],
  email: ['As in person', 'until confirmed or dropped, at most an hour', 'administrators'],
  unitPath: ['As in person', 'until confirmed or dropped, at most an hour', 'administrators'],
  status: ['As in person', 'until confirmed or dropped, at most an hour', 'administrators'],
  refusal: ['Why the row was refused', 'until confirmed or dropped, at most an hour', 'administrators'],
});

/** Mail that waits to be sent. Deleted once the mail server took it. */
export const mailOutbox = identified.table(
  'mail_outbox',
  {
    id: text().primaryKey(),
    recipient: text(),
    subject: text().notNull(),
    body: text().notNull(),
    failures: smallint().notNull().default(0),
    notBefore: timestamp({ withTimezone: true }),
    forAll: boolean().notNull().default(false),
  },
  // Somebody who signs in does not wait until a mailing to everybody is through.
  (t) => [index('mail_outbox_next').on(t.forAll, t.failures)],
);

export const mailOutboxClasses = classify(mailOutbox, {
  id: ['Random name of the mail', 'until sent', 'nobody'],
  recipient: ['Address; empty for a mail that equal work demands but nobody gets', 'until sent', 'nobody'],
  subject: ['What is sent', 'until sent', 'nobody'],
  body: ['What is sent', 'until sent', 'nobody'],
  failures: ['How often the mail server refused it', 'until sent', 'administrators'],
  notBefore: ['When to try again after a refusal; empty otherwise', 'until sent', 'nobody'],
  forAll: ['Whether it is one of many to everybody, which come last', 'until sent', 'nobody'],
});

/** Every read of personal data by staff. Those it concerns can read it. */
export const accessLog = identified.table(
  'access_log',
  {
    id: text().primaryKey(),
    day: day().notNull(),
    actor: text().notNull(),
    subject: text(),
    purpose: text().notNull(),
  },
  (t) => [index('access_log_subject').on(t.subject, t.day), index('access_log_day').on(t.day)],
);

export const accessLogClasses = classify(accessLog, {
  id: ['Random name of the line', 'two years', 'the person', 'administrators'],
  day: ['When', 'two years', 'the person', 'administrators'],
  actor: ['Person number of who looked', 'two years', 'the person', 'administrators'],
  subject: ['Person number of who was looked at; empty: the whole roster', 'two years', 'the person', 'administrators'],
  purpose: ['What for', 'two years', 'the person', 'administrators'],
});

/** A petition being written by a named organizer. The author alone can read it. */
export const draft = identified.table(
  'draft',
  {
    id: text().primaryKey(),
    author: text()
      .notNull()
      .references(() => person.personNumber),
    title: text().notNull(),
    demands: jsonb().$type<string[]>().notNull(),
    background: text().notNull(),
    closesDay: day(),
    programmeId: text(),
    programmeField: text(),
    criticalMass: integer(),
    askedUnit: text(),
    sponsorsWanted: integer().notNull().default(0),
    sponsorSecret: text(),
    petitionId: text(),
    changedDay: day().notNull(),
  },
  (t) => [index('draft_author').on(t.author)],
);

export const draftClasses = classify(draft, {
  id: ['Random name of the draft', 'until submitted and accepted or deleted by the author', 'the author'],
  author: ['Who writes it', 'until submitted and accepted or deleted by the author', 'the author'],
  title: ['Text of the draft', 'until submitted and accepted or deleted by the author', 'the author'],
  demands: ['Text of the draft', 'until submitted and accepted or deleted by the author', 'the author'],
  background: ['Text of the draft', 'until submitted and accepted or deleted by the author', 'the author'],
  closesDay: ['When the petition is to close', 'until submitted and accepted or deleted by the author', 'the author'],
  programmeId: [
    'Which programme it is about, if any',
    'until submitted and accepted or deleted by the author',
    'the author',
  ],
  programmeField: ['Which field of it, if any', 'until submitted and accepted or deleted by the author', 'the author'],
  criticalMass: [
    'Below how many signatures nothing is to be published; empty for the house’s own number',
    'until submitted and accepted or deleted by the author',
    'the author',
  ],
  askedUnit: [
    'Unit whose leadership is asked; empty for the company’s',
    'until submitted and accepted or deleted by the author',
    'the author',
  ],
  sponsorsWanted: [
    'Sponsors to be found before moderation; 0 for none',
    'until submitted and accepted or deleted by the author',
    'the author',
  ],
  sponsorSecret: [
    'Secret in the link that sponsors get, so that the author can pass it on',
    'while sponsors are looked for',
    'the author',
  ],
  petitionId: [
    'The petition that was sent back, when this draft revises one',
    'until submitted and accepted or deleted by the author',
    'the author',
  ],
  changedDay: ['When it was last changed', 'until submitted and accepted or deleted by the author', 'the author'],
});

/** Links a public petition by name to the account that may act for it. */
export const petitionOrganizer = identified.table(
  'petition_organizer',
  {
    petitionId: text().notNull(),
    personNumber: text()
      .notNull()
      .references(() => person.personNumber),
    name: text(),
  },
  (t) => [
    primaryKey({ columns: [t.petitionId, t.personNumber] }),
    index('petition_organizer_person').on(t.personNumber),
  ],
);

export const petitionOrganizerClasses = classify(petitionOrganizer, {
  petitionId: ['Which petition', 'as long as the petition', 'the person'],
  personNumber: ['Who organizes it; the name is public, on the petition', 'until they leave it', 'the person'],
  name: [
    'Under which name they joined it, as it is public; empty for who started it',
    'until they leave it',
    'the person',
  ],
});

/** The keys a person has enrolled, newest last. That somebody enrolled is not secret. */
export const enrolment = identified.table(
  'enrolment',
  {
    personNumber: text()
      .notNull()
      .references(() => person.personNumber),
    generation: integer().notNull(),
    identityCommitment: bytea().notNull().unique(),
    reason: text({ enum: ['first', 'lost', 'stolen', 'disputed'] }).notNull(),
    day: day().notNull(),
    revoked: text({ enum: ['stolen', 'disputed'] }),
  },
  (t) => [
    primaryKey({ columns: [t.personNumber, t.generation] }),
    check('enrolment_commitment_length', sql`octet_length(${t.identityCommitment}) = 32`),
  ],
);

export const enrolmentClasses = classify(enrolment, {
  personNumber: [
    'Whose key',
    'until the person has left and no register in use holds a place',
    'the person',
    'administrators',
  ],
  generation: ['First, second, … key', 'until the person has left and no register in use holds a place', 'the person'],
  identityCommitment: [
    'The public name of the key on the register',
    'until the person has left and no register in use holds a place',
    'the person',
  ],
  reason: ['Why it was enrolled', 'until the person has left and no register in use holds a place', 'the person'],
  day: ['When, to the day', 'until the person has left and no register in use holds a place', 'the person'],
  revoked: [
    'Why its leaf is to be zero everywhere, if it is',
    'until the person has left and no register in use holds a place',
    'the person',
  ],
});

/** One place a person and register, for ever: what makes one person one signature. */
export const registerPlace = identified.table(
  'register_place',
  {
    registerId: integer().notNull(),
    personNumber: text()
      .notNull()
      .references(() => person.personNumber),
    leafIndex: integer().notNull(),
    identityCommitment: bytea().notNull(),
    live: smallint().notNull(),
    unitPath: text().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.registerId, t.personNumber] }),
    unique('register_place_leaf').on(t.registerId, t.leafIndex),
  ],
);

export const registerPlaceClasses = classify(registerPlace, {
  registerId: ['Which register', 'while the register is in use', 'the person'],
  personNumber: ['Whose place', 'while the register is in use', 'the person'],
  leafIndex: ['Where on the register', 'while the register is in use', 'the person'],
  identityCommitment: ['Which key has this place', 'while the register is in use', 'the person'],
  live: ['1, or 0 where the leaf is zero (left, stolen, disputed)', 'while the register is in use', 'the person'],
  unitPath: ['Unit as last published, to see what changed', 'while the register is in use', 'the person'],
});

/** A challenge for a proof of possession. Deleted on use. */
export const enrolmentNonce = identified.table('enrolment_nonce', {
  nonceHash: bytea().primaryKey(),
  personNumber: text()
    .notNull()
    .references(() => person.personNumber),
  expiresAt: timestamp({ withTimezone: true }).notNull(),
});

export const enrolmentNonceClasses = classify(enrolmentNonce, {
  nonceHash: ['SHA-256 of the challenge', 'deleted on use, else 10 minutes', 'nobody'],
  personNumber: ['Who asked for it', 'deleted on use, else 10 minutes', 'nobody'],
  expiresAt: ['When it stops working', 'deleted on use, else 10 minutes', 'nobody'],
});

/** A single-use ticket that lets a phone enrol without signing in. */
export const enrolmentTicket = identified.table('enrolment_ticket', {
  ticketHash: bytea().primaryKey(),
  personNumber: text()
    .notNull()
    .references(() => person.personNumber),
  reason: text({ enum: ['first', 'lost', 'stolen', 'disputed'] }).notNull(),
  expiresAt: timestamp({ withTimezone: true }).notNull(),
});

export const enrolmentTicketClasses = classify(enrolmentTicket, {
  ticketHash: ['SHA-256 of the ticket in the QR code', 'deleted on use, else 10 minutes', 'nobody'],
  personNumber: ['For whom a key may be enrolled', 'deleted on use, else 10 minutes', 'nobody'],
  reason: ['First key or replacement', 'deleted on use, else 10 minutes', 'nobody'],
  expiresAt: ['When it stops working', 'deleted on use, else 10 minutes', 'nobody'],
});

export const identifiedClasses = [
  personClasses,
  accountClasses,
  sessionClasses,
  signInAttemptClasses,
  roleGrantClasses,
  rosterUploadClasses,
  rosterUploadRowClasses,
  mailOutboxClasses,
  accessLogClasses,
  draftClasses,
  petitionOrganizerClasses,
  enrolmentClasses,
  registerPlaceClasses,
  enrolmentNonceClasses,
  enrolmentTicketClasses,
];
