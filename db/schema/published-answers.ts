import { sql } from 'drizzle-orm';
import { check, index, integer, primaryKey, smallint, text } from 'drizzle-orm/pg-core';
import { classify, forEver } from './classification';
import { day } from './columns';
import { petition } from './published';
import { published } from './wings';

/** Days of the company on which nobody works, beside those that its week has off. */
export const holiday = published.table('holiday', {
  date: day().primaryKey(),
  name: text().notNull(),
});

export const holidayClasses = classify(holiday, {
  date: forEver('Which day of the company’s calendar'),
  name: forEver('What it is called'),
});

/** Somebody who answers for the company, as the public record names them. */
export const leader = published.table('leader', {
  id: text().primaryKey(),
  name: text().notNull(),
  day: day().notNull(),
});

export const leaderClasses = classify(leader, {
  id: forEver('Random name of the record: two people may be called the same'),
  name: forEver('An office-holder’s name as text'),
  day: forEver('Since when there is a record'),
});

/** Who is accountable for an answer or a pledge, in public. The newest row counts; the earlier ones stay. */
export const answerOwner = published.table(
  'answer_owner',
  {
    subject: text({ enum: ['petition', 'summary', 'pledge'] }).notNull(),
    subjectId: text().notNull(),
    number: integer().notNull(),
    leaderId: text()
      .notNull()
      .references(() => leader.id),
    unit: text().notNull(),
    day: day().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.subject, t.subjectId, t.number] }),
    index('answer_owner_leader').on(t.leaderId),
    check('answer_owner_subject', sql`${t.subject} in ('petition', 'summary', 'pledge')`),
  ],
);

export const answerOwnerClasses = classify(answerOwner, {
  subject: forEver('Whether a petition, a summary or a pledge'),
  subjectId: forEver('Which one'),
  number: forEver('First, second, … owner of this answer or pledge'),
  leaderId: forEver('Who answers for it'),
  unit: forEver('The unit that they answered for at that time'),
  day: forEver('Since when'),
});

/** Leadership's response to a petition. Its words are in its revisions. */
export const response = published.table(
  'response',
  {
    petitionId: text()
      .primaryKey()
      .references(() => petition.id),
    revision: integer().notNull(),
    day: day().notNull(),
    answeredDay: day(),
    together: text(),
    verdictQuorum: integer().notNull(),
    verdictPercent: smallint().notNull(),
  },
  (t) => [index('response_answered').on(t.answeredDay, t.petitionId)],
);

export const responseClasses = classify(response, {
  petitionId: forEver('Which petition is answered'),
  revision: forEver('Number of its newest revision'),
  day: forEver('When it was first published, on the company’s calendar'),
  answeredDay: forEver('When every demand had an answer for the first time: this stops the clock'),
  together: forEver('The same random name where petitions were answered together'),
  verdictQuorum: forEver('Verdicts on a demand from which on they can reopen the clock, fixed with the first revision'),
  verdictPercent: forEver('Share of them above which they do, fixed with the first revision'),
});

/** Demands whose answer most verdicts call none: the clock started once more, once. */
export const answerReopened = published.table(
  'answer_reopened',
  {
    petitionId: text()
      .notNull()
      .references(() => petition.id),
    demand: smallint().notNull(),
    revision: integer().notNull(),
    day: day().notNull(),
    dueDay: day().notNull(),
  },
  (t) => [primaryKey({ columns: [t.petitionId, t.demand] }), index('answer_reopened_due').on(t.dueDay)],
);

export const answerReopenedClasses = classify(answerReopened, {
  petitionId: forEver('Which petition'),
  demand: forEver('Which demand, counted from 1'),
  revision: forEver(
    'The revision of the response that stood then: a later one that changes this answer stops the clock',
  ),
  day: forEver('When the published verdicts said so'),
  dueDay: forEver('When a better answer is due'),
});

const pledgeStatuses = ['not-started', 'in-progress', 'kept', 'partly-kept', 'broken', 'superseded'] as const;

/** A promise of leadership's, with an owner and a date. Its words are in its revisions. */
export const pledge = published.table(
  'pledge',
  {
    id: text().primaryKey(),
    petitionId: text()
      .notNull()
      .references(() => response.petitionId),
    leaderId: text()
      .notNull()
      .references(() => leader.id),
    unit: text().notNull(),
    revision: integer().notNull(),
    status: text({ enum: pledgeStatuses }).notNull(),
    dueDay: day().notNull(),
    firstDueDay: day().notNull(),
    endedDay: day(),
    day: day().notNull(),
  },
  (t) => [
    index('pledge_due').on(t.dueDay, t.id),
    index('pledge_leader').on(t.leaderId),
    index('pledge_petition').on(t.petitionId),
    check(
      'pledge_status',
      sql`${t.status} in ('not-started', 'in-progress', 'kept', 'partly-kept', 'broken', 'superseded')`,
    ),
    check('pledge_ended', sql`(${t.endedDay} is null) = (${t.status} in ('not-started', 'in-progress'))`),
  ],
);

export const pledgeClasses = classify(pledge, {
  id: forEver('Random name of the pledge'),
  petitionId: forEver('The petition in whose response it was made'),
  leaderId: forEver('Who answers for it'),
  unit: forEver('The unit that they answer for'),
  revision: forEver('Number of its newest revision'),
  status: forEver('Where leadership says that it stands'),
  dueDay: forEver('When it is due, as last promised'),
  firstDueDay: forEver('When it was due as first promised'),
  endedDay: forEver('When its status last became a final one'),
  day: forEver('When it was made, on the company’s calendar'),
});

export const answersClasses = [
  holidayClasses,
  leaderClasses,
  answerOwnerClasses,
  responseClasses,
  answerReopenedClasses,
  pledgeClasses,
];
