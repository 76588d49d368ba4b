import { index, integer, primaryKey, smallint, text } from 'drizzle-orm/pg-core';
import { classify } from './classification';
import { day } from './columns';
import { person } from './identified';
import { identified } from './wings';

/*
 * Organizers by name and moderators, as people: who was asked to organize with somebody, who decided what, who takes the
 * weekly letter. Whoever organizes a petition is in `petition_organizer`.
 */

/** An invitation to organize a petition with those who do. */
export const organizerInvitation = identified.table(
  'organizer_invitation',
  {
    petitionId: text().notNull(),
    personNumber: text()
      .notNull()
      .references(() => person.personNumber),
    invitedBy: text()
      .notNull()
      .references(() => person.personNumber),
    day: day().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.petitionId, t.personNumber] }),
    index('organizer_invitation_person').on(t.personNumber),
  ],
);

export const organizerInvitationClasses = classify(organizerInvitation, {
  petitionId: ['Which petition', 'until it is answered, or taken back', 'the person'],
  personNumber: ['Who is asked', 'until it is answered, or taken back', 'the person'],
  invitedBy: ['Which organizer asked', 'until it is answered, or taken back', 'the person'],
  day: ['When', 'until it is answered, or taken back', 'the person'],
});

/** Which person decided, so that an appeal goes to another one. The name is public, on the decision. */
export const moderationDecision = identified.table(
  'moderation_decision',
  {
    petitionId: text().notNull(),
    number: smallint().notNull(),
    personNumber: text()
      .notNull()
      .references(() => person.personNumber),
  },
  (t) => [primaryKey({ columns: [t.petitionId, t.number] }), index('moderation_decision_person').on(t.personNumber)],
);

export const moderationDecisionClasses = classify(moderationDecision, {
  petitionId: ['Which petition', 'as long as the petition', 'the person', 'moderators'],
  number: ['Which act on it', 'as long as the petition', 'the person', 'moderators'],
  personNumber: [
    'Who decided; the name is public, on the decision',
    'as long as the petition',
    'the person',
    'moderators',
  ],
});

/** Who takes the weekly letter. It says the same to all of them, so this says of nobody what they follow. */
export const letterTaker = identified.table('letter_taker', {
  personNumber: text()
    .primaryKey()
    .references(() => person.personNumber),
  sinceDay: day().notNull(),
});

export const letterTakerClasses = classify(letterTaker, {
  personNumber: ['Who takes the weekly letter', 'until they no longer want it, or leave', 'the person'],
  sinceDay: ['Since when', 'until they no longer want it, or leave', 'the person'],
});

/** Weekly letters that were sent, so that none is sent twice. */
export const letterSent = identified.table('letter_sent', {
  week: text().primaryKey(),
  day: day().notNull(),
  takers: integer().notNull(),
});

export const letterSentClasses = classify(letterSent, {
  week: ['Which week, as ISO 8601 writes it', 'for ever', 'administrators'],
  day: ['When it was sent', 'for ever', 'administrators'],
  takers: ['To how many', 'for ever', 'administrators'],
});

export const identifiedOrganizingClasses = [
  organizerInvitationClasses,
  moderationDecisionClasses,
  letterTakerClasses,
  letterSentClasses,
];
