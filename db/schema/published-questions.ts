import { sql } from 'drizzle-orm';
import { check, index, text } from 'drizzle-orm/pg-core';
import { classify, forEver, type ColumnClassTuple } from './classification';
import { day } from './columns';
import { petition } from './published';
import { published } from './wings';

const untilModerated = (purpose: string): ColumnClassTuple => [
  purpose,
  'for ever once open; until then shown to moderators only',
  'everyone',
];

/** A question that somebody asked unseen under a petition. It came with a publication, among the others of that day. */
export const question = published.table(
  'question',
  {
    id: text().primaryKey(),
    petitionId: text()
      .notNull()
      .references(() => petition.id),
    about: text({ enum: ['petition', 'response'] }).notNull(),
    body: text().notNull(),
    state: text({ enum: ['waiting', 'open', 'rejected'] }).notNull(),
    day: day().notNull(),
    openedDay: day(),
  },
  (t) => [
    index('question_petition').on(t.petitionId, t.state),
    check('question_about', sql`${t.about} in ('petition', 'response')`),
    check('question_state', sql`${t.state} in ('waiting', 'open', 'rejected')`),
    check('question_opened', sql`(${t.state} = 'open') = (${t.openedDay} is not null)`),
  ],
);

export const questionClasses = classify(question, {
  id: forEver('Random name of the question'),
  petitionId: forEver('Which petition it is asked under'),
  about: forEver('Whether it is about the petition or leadership’s response'),
  body: untilModerated('What is asked'),
  state: forEver('Where it stands'),
  day: forEver('Day of the publication that it came with, not of the act'),
  openedDay: forEver('Since when others can support it'),
});

/** A moderator's decision on a question, with its public reason. */
export const questionDecision = published.table('question_decision', {
  questionId: text()
    .primaryKey()
    .references(() => question.id),
  act: text({ enum: ['accept', 'reject'] }).notNull(),
  reasonCode: text().notNull(),
  reasonText: text().notNull(),
  moderatorName: text().notNull(),
  day: day().notNull(),
});

export const questionDecisionClasses = classify(questionDecision, {
  questionId: forEver('Which question'),
  act: forEver('What was decided'),
  reasonCode: forEver('Why, as a published code'),
  reasonText: forEver('Why, in words'),
  moderatorName: forEver('Who decided; an office-holder’s name as text'),
  day: forEver('When'),
});

export const questionsClasses = [questionClasses, questionDecisionClasses];
