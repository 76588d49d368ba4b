import { sql } from 'drizzle-orm';
import { check, integer, primaryKey, smallint, text } from 'drizzle-orm/pg-core';
import { classify, forEver } from './classification';
import { bytea, day } from './columns';
import { petition } from './published';
import { published } from './wings';

/*
 * What organizers do with a petition, as everybody may read it: who organizes it by name, what an unknown organizer said
 * under its key, proposals to merge, and why it ended before its day. Rows are only ever added.
 */

/** Somebody became an organizer of a petition by name, or is one no longer. Who started it stands on the petition itself. */
export const organizerChange = published.table(
  'organizer_change',
  {
    petitionId: text()
      .notNull()
      .references(() => petition.id),
    number: smallint().notNull(),
    act: text({ enum: ['added', 'removed'] }).notNull(),
    name: text().notNull(),
    day: day().notNull(),
  },
  (t) => [primaryKey({ columns: [t.petitionId, t.number] })],
);

export const organizerChangeClasses = classify(organizerChange, {
  petitionId: forEver('Which petition'),
  number: forEver('First, second, … change'),
  act: forEver('Began to organize it, or does no longer'),
  name: forEver('An office-holder’s name as text'),
  day: forEver('When'),
});

/** What an unknown organizer can do; each is signed with the petition's own key. */
export const organizerActs = [
  'update',
  'appeal',
  'resubmit',
  'retire',
  'propose-merge',
  'agree-merge',
  'decline-merge',
] as const;

/** An act of an unknown organizer. It came with a publication, among all others of that day. */
export const organizerAct = published.table(
  'organizer_act',
  {
    petitionId: text()
      .notNull()
      .references(() => petition.id),
    number: smallint().notNull(),
    act: text({ enum: organizerActs }).notNull(),
    body: text().notNull(),
    signature: bytea().notNull(),
    day: day().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.petitionId, t.number] }),
    check('organizer_act_signature_length', sql`octet_length(${t.signature}) = 64`),
  ],
);

export const organizerActClasses = classify(organizerAct, {
  petitionId: forEver('Which petition'),
  number: forEver('First, second, … act of its organizer'),
  act: forEver('What was done'),
  body: [
    'In which words; a new text while it is sent in once more',
    'for ever; a text that waits for moderators is shown to them only',
    'everyone',
  ],
  signature: forEver('Ed25519, by the petition’s own key'),
  day: forEver('Day of the publication, not of the act'),
});

/** A proposal to merge a petition into another one, and what became of it. */
export const mergeProposal = published.table(
  'merge_proposal',
  {
    petitionId: text()
      .notNull()
      .references(() => petition.id),
    number: smallint().notNull(),
    intoId: text()
      .notNull()
      .references(() => petition.id),
    act: text({ enum: ['proposed', 'agreed', 'declined'] }).notNull(),
    day: day().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.petitionId, t.number] }),
    check('merge_proposal_other', sql`${t.petitionId} <> ${t.intoId}`),
  ],
);

export const mergeProposalClasses = classify(mergeProposal, {
  petitionId: forEver('The petition that would end'),
  number: forEver('First, second, … act about merging it'),
  intoId: forEver('The petition that would go on'),
  act: forEver('Proposed by the one’s organizers; agreed to or declined by the other’s'),
  day: forEver('When'),
});

/** Why a petition ends before its closing day. The next publication closes it. */
export const petitionEnding = published.table(
  'petition_ending',
  {
    petitionId: text()
      .primaryKey()
      .references(() => petition.id),
    how: text({ enum: ['retired', 'merged'] }).notNull(),
    intoId: text().references(() => petition.id),
    reason: text().notNull(),
    publication: integer().notNull(),
    day: day().notNull(),
  },
  (t) => [check('petition_ending_into', sql`(${t.how} = 'merged') = (${t.intoId} is not null)`)],
);

export const petitionEndingClasses = classify(petitionEnding, {
  petitionId: forEver('Which petition'),
  how: forEver('Retired by its organizers, or merged into another one'),
  intoId: forEver('Into which'),
  reason: forEver('Why, in its organizers’ words'),
  publication: forEver('The last publication before it; the next one closes the petition'),
  day: forEver('When'),
});

export const organizingClasses = [
  organizerChangeClasses,
  organizerActClasses,
  mergeProposalClasses,
  petitionEndingClasses,
];
