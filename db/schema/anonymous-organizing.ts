import { sql } from 'drizzle-orm';
import { check, integer, jsonb, primaryKey, smallint, text } from 'drizzle-orm/pg-core';
import { classify, type ColumnClassTuple } from './classification';
import { bytea, day } from './columns';
import { organizerActs } from './published-organizing';
import { anonymous } from './wings';

/*
 * Petitions that somebody unknown starts, and what they do with them, until the next publication. Rewritten once a minute in
 * key order, as everything that waits (protocol 5).
 */

const untilPublished = (purpose: string): ColumnClassTuple => [purpose, 'until the next publication', 'nobody'];

/** A petition that nobody's name is on. Who started it is nowhere: its key was made for it alone. */
export const waitingPetition = anonymous.table(
  'waiting_petition',
  {
    id: text().primaryKey(),
    organizerKey: bytea().notNull().unique(),
    title: text().notNull(),
    demands: jsonb().$type<string[]>().notNull(),
    background: text().notNull(),
    closesDay: day().notNull(),
    criticalMass: integer().notNull(),
    askedUnit: text(),
    programmeId: text(),
    programmeField: text(),
    sponsorsWanted: integer().notNull(),
    sponsorLink: bytea(),
  },
  (t) => [check('waiting_petition_key_length', sql`octet_length(${t.organizerKey}) = 32`)],
);

export const waitingPetitionClasses = classify(waitingPetition, {
  id: untilPublished('Random name of the petition'),
  organizerKey: untilPublished('Public key that signs what its organizer says; made for this petition alone'),
  title: untilPublished('Text of the petition'),
  demands: untilPublished('Text of the petition'),
  background: untilPublished('Text of the petition'),
  closesDay: untilPublished('Last day on which it is to be signed'),
  criticalMass: untilPublished('Below this many signatures nothing is published'),
  askedUnit: untilPublished('Unit whose leadership is asked; empty for the company’s'),
  programmeId: untilPublished('Which programme it is about, if any'),
  programmeField: untilPublished('Which field of it, if any'),
  sponsorsWanted: untilPublished('Sponsors that it looks for first'),
  sponsorLink: untilPublished('SHA-256 of the secret in the link for sponsors'),
});

/** What an unknown organizer did since the last publication. */
export const waitingOrganizerAct = anonymous.table(
  'waiting_organizer_act',
  {
    petitionId: text().notNull(),
    number: smallint().notNull(),
    act: text({ enum: organizerActs }).notNull(),
    body: text().notNull(),
    signature: bytea().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.petitionId, t.number] }),
    check('waiting_organizer_act_signature_length', sql`octet_length(${t.signature}) = 64`),
  ],
);

export const waitingOrganizerActClasses = classify(waitingOrganizerAct, {
  petitionId: untilPublished('Which petition'),
  number: untilPublished('First, second, … act of its organizer'),
  act: untilPublished('What is done'),
  body: untilPublished('In which words'),
  signature: untilPublished('Ed25519, by the petition’s own key'),
});

const untilDayIsOver = (purpose: string): ColumnClassTuple => [
  purpose,
  'until the day can no longer be accepted',
  'nobody',
];

/** Slots that keys have used today to start a petition. No row says which petition. */
export const openingSlot = anonymous.table(
  'opening_slot',
  {
    day: day().notNull(),
    nullifier: bytea().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.day, t.nullifier] }),
    check('opening_slot_nullifier_length', sql`octet_length(${t.nullifier}) = 32`),
  ],
);

export const openingSlotClasses = classify(openingSlot, {
  day: untilDayIsOver('Which day'),
  nullifier: untilDayIsOver('One key’s name on this day only; it leads to nobody and to no petition'),
});

export const waitingOrganizingClasses = [waitingPetitionClasses, waitingOrganizerActClasses, openingSlotClasses];
