import { sql } from 'drizzle-orm';
import { check, integer, primaryKey, smallint, text } from 'drizzle-orm/pg-core';
import { classify, type ColumnClassTuple } from './classification';
import { bytea, day } from './columns';
import { choiceKinds, choiceValues, unitKinds } from './published-choices';
import { anonymous } from './wings';

/*
 * What waits of verdicts, witnesses, support and questions. Rewritten once a minute in key order (TRUNCATE and INSERT), so
 * that one dump can order only what came since (protocol 5).
 */

const untilEnough = (purpose: string): ColumnClassTuple => [
  purpose,
  'until the publication at which enough others chose too; deleted when it can no longer be chosen',
  'nobody',
];

/** Choices that wait for publication, or for enough others. */
export const waitingChoice = anonymous.table(
  'waiting_choice',
  {
    kind: text({ enum: choiceKinds }).notNull(),
    subjectId: text().notNull(),
    nullifier: bytea().notNull(),
    n: smallint().notNull(),
    choice: text({ enum: choiceValues }).notNull(),
    revision: integer().notNull(),
    registerId: integer().notNull(),
    edition: integer().notNull(),
    proof: bytea().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.kind, t.subjectId, t.nullifier, t.n] }),
    check('waiting_choice_nullifier_length', sql`octet_length(${t.nullifier}) = 32`),
  ],
);

export const waitingChoiceClasses = classify(waitingChoice, {
  kind: untilEnough('An answered demand, a pledge, a question, or a petition that looks for sponsors'),
  subjectId: untilEnough('Which one'),
  nullifier: untilEnough('One key’s name on this one thing only; it leads to nobody'),
  n: untilEnough('How often this key had chosen before'),
  choice: untilEnough('What was chosen'),
  revision: untilEnough('Which revision of the words the choice was made on'),
  registerId: untilEnough('Register of the edition'),
  edition: untilEnough('Edition that the proof is made against'),
  proof: untilEnough('Eight 32-byte numbers: the membership proof'),
});

const untilCell = (purpose: string): ColumnClassTuple => [
  purpose,
  'until its cell and the complement may be shown; deleted when the pledge takes no more witnesses, or the petition no more signatures',
  'nobody',
];

/** Units that keys disclosed on a pledge or with a signature, waiting for enough others of the same unit. */
export const waitingUnit = anonymous.table(
  'waiting_unit',
  {
    kind: text({ enum: unitKinds }).notNull(),
    subjectId: text().notNull(),
    nullifier: bytea().notNull(),
    unitPath: text().notNull(),
    registerId: integer().notNull(),
    edition: integer().notNull(),
    proof: bytea().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.kind, t.subjectId, t.nullifier] }),
    check('waiting_unit_nullifier_length', sql`octet_length(${t.nullifier}) = 32`),
  ],
);

export const waitingUnitClasses = classify(waitingUnit, {
  kind: untilCell('A pledge that is witnessed, or a petition that is signed'),
  subjectId: untilCell('Which one'),
  nullifier: untilCell('One key’s name on this one thing only; it leads to nobody'),
  unitPath: untilCell('The unit that it proved to be in'),
  registerId: untilCell('Register of the edition'),
  edition: untilCell('Edition that the proof is made against'),
  proof: untilCell('Eight 32-byte numbers: the proof in the unit’s own tree'),
});

const untilPublished = (purpose: string): ColumnClassTuple => [purpose, 'until the next publication', 'nobody'];

/** Questions that wait for the next publication, which shows them to moderators. Whose they are is nowhere. */
export const waitingQuestion = anonymous.table('waiting_question', {
  id: text().primaryKey(),
  petitionId: text().notNull(),
  about: text({ enum: ['petition', 'response'] }).notNull(),
  body: text().notNull(),
});

export const waitingQuestionClasses = classify(waitingQuestion, {
  id: untilPublished('Random name of the question'),
  petitionId: untilPublished('Which petition it is asked under'),
  about: untilPublished('Whether it is about the petition or leadership’s response'),
  body: untilPublished('What is asked'),
});

const untilDayIsOver = (purpose: string): ColumnClassTuple => [
  purpose,
  'until the day can no longer be accepted',
  'nobody',
];

/** Slots that keys have used today to ask. No row says for which question. */
export const questionSlot = anonymous.table(
  'question_slot',
  {
    day: day().notNull(),
    nullifier: bytea().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.day, t.nullifier] }),
    check('question_slot_nullifier_length', sql`octet_length(${t.nullifier}) = 32`),
  ],
);

export const questionSlotClasses = classify(questionSlot, {
  day: untilDayIsOver('Which day'),
  nullifier: untilDayIsOver('One key’s name in one slot of this day only; it leads to nobody and to no question'),
});

export const waitingChoicesClasses = [
  waitingChoiceClasses,
  waitingUnitClasses,
  waitingQuestionClasses,
  questionSlotClasses,
];
