import { sql } from 'drizzle-orm';
import { check, integer, primaryKey, smallint, text } from 'drizzle-orm/pg-core';
import { classify, forEver } from './classification';
import { bytea, day } from './columns';
import { publication, register } from './published';
import { published } from './wings';

/*
 * What employees choose unseen, once each and replaceable (protocol 11): verdicts on answers, field witnesses of pledges,
 * support of questions. All choices on one thing appear at once, from the minimum up.
 */

export const choiceKinds = ['verdict', 'witness', 'support', 'sponsor'] as const;
/** Of a verdict; of a field witness; of somebody who supports a question, or sponsors a petition, or no longer does. */
export const choiceValues = ['answered', 'partly', 'not', 'done', 'not-done', 'support', 'sponsor', 'none'] as const;

/** What a unit can be disclosed with: a pledge that one witnesses, a petition that one signs. */
export const unitKinds = ['witness', 'signature'] as const;
/** What is counted of a unit: choices of its witnesses, or its signers. */
export const unitValues = ['done', 'not-done', 'sign'] as const;

/** Something that a choice can be made on. */
export const choiceSubject = published.table(
  'choice_subject',
  {
    kind: text({ enum: choiceKinds }).notNull(),
    id: text().notNull(),
    registerId: integer()
      .notNull()
      .references(() => register.id),
    revision: integer().notNull(),
    textDigest: bytea().notNull(),
    publication: integer().notNull(),
    day: day().notNull(),
    untilDay: day().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.kind, t.id] }),
    check('choice_subject_kind', sql`${t.kind} in ('verdict', 'witness', 'support', 'sponsor')`),
    check('choice_subject_digest_length', sql`octet_length(${t.textDigest}) = 32`),
  ],
);

export const choiceSubjectClasses = classify(choiceSubject, {
  kind: forEver('An answered demand, a pledge, a question, or a petition that looks for sponsors'),
  id: forEver('Which one; a demand as its petition, a full stop and its number; a petition as its name'),
  registerId: forEver('The one register that its scope is pinned to'),
  revision: forEver('First revision of the statement in which these words stand'),
  textDigest: forEver('What a choice binds to: its very words in this revision'),
  publication: forEver('The last publication before these words stood: they change at most once between two'),
  day: forEver('Since when it can be chosen on'),
  untilDay: forEver('Last day on which it can'),
});

/** Published choices. Sorted, day-coarse, each with the proof that anybody can check. */
export const choice = published.table(
  'choice',
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
    day: day().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.kind, t.subjectId, t.nullifier, t.n] }),
    check('choice_nullifier_length', sql`octet_length(${t.nullifier}) = 32`),
    check(
      'choice_fits',
      sql`case ${t.kind} when 'verdict' then ${t.choice} in ('answered', 'partly', 'not') when 'witness' then ${t.choice} in ('done', 'not-done') when 'support' then ${t.choice} in ('support', 'none') else ${t.choice} in ('sponsor', 'none') end`,
    ),
  ],
);

export const choiceClasses = classify(choice, {
  kind: forEver('An answered demand, a pledge, a question, or a petition that looks for sponsors'),
  subjectId: forEver('Which one'),
  nullifier: forEver('One key’s name on this one thing only; it leads to nobody'),
  n: forEver('How often this key had chosen before'),
  choice: forEver('What was chosen'),
  revision: forEver('Which revision of the words the choice was made on'),
  registerId: forEver('Register of the edition'),
  edition: forEver('Edition that the proof is made against'),
  proof: forEver('Eight 32-byte numbers: the membership proof'),
  day: forEver('Day of the publication, not of the act'),
});

/** How many keys’ last published choice is this one, as kept while publishing. */
export const choiceTally = published.table(
  'choice_tally',
  {
    kind: text({ enum: choiceKinds }).notNull(),
    subjectId: text().notNull(),
    choice: text({ enum: choiceValues }).notNull(),
    keys: integer().notNull(),
    publication: integer()
      .notNull()
      .references(() => publication.number),
  },
  (t) => [primaryKey({ columns: [t.kind, t.subjectId, t.choice] })],
);

export const choiceTallyClasses = classify(choiceTally, {
  kind: forEver('An answered demand, a pledge, a question, or a petition that looks for sponsors'),
  subjectId: forEver('Which one'),
  choice: forEver('Which choice'),
  keys: forEver('Keys whose last published choice it is'),
  publication: forEver('The last publication that changed any choice on this thing'),
});

/** What is shown of a choice: its count at the end of each day on which a publication changed one of them. */
export const choiceFigure = published.table(
  'choice_figure',
  {
    kind: text({ enum: choiceKinds }).notNull(),
    subjectId: text().notNull(),
    choice: text({ enum: choiceValues }).notNull(),
    day: day().notNull(),
    keys: integer().notNull(),
  },
  (t) => [primaryKey({ columns: [t.kind, t.subjectId, t.day, t.choice] })],
);

export const choiceFigureClasses = classify(choiceFigure, {
  kind: forEver('An answered demand, a pledge, a question, or a petition that looks for sponsors'),
  subjectId: forEver('Which one'),
  choice: forEver('Which choice'),
  day: forEver('Which day'),
  keys: forEver('Keys counted by the last publication of that day that changed it'),
});

/** The unit that a key disclosed on a pledge or a petition, once and for ever; published only with its cell. */
export const disclosedUnit = published.table(
  'disclosed_unit',
  {
    kind: text({ enum: unitKinds }).notNull(),
    subjectId: text().notNull(),
    nullifier: bytea().notNull(),
    unitPath: text().notNull(),
    registerId: integer().notNull(),
    edition: integer().notNull(),
    proof: bytea().notNull(),
    day: day().notNull(),
  },
  (t) => [primaryKey({ columns: [t.kind, t.subjectId, t.nullifier] })],
);

export const disclosedUnitClasses = classify(disclosedUnit, {
  kind: forEver('A pledge that is witnessed, or a petition that is signed'),
  subjectId: forEver('Which one'),
  nullifier: forEver('One key’s name on this one thing only; it leads to nobody'),
  unitPath: forEver('The unit that it proved to be in'),
  registerId: forEver('Register of the edition'),
  edition: forEver('Edition that the proof is made against'),
  proof: forEver('Eight 32-byte numbers: the proof in the unit’s own tree'),
  day: forEver('Day of the publication, not of the act'),
});

/** Each time that cells of witnesses or signers by unit were released: what later releases are measured against. */
export const unitRelease = published.table(
  'unit_release',
  {
    kind: text({ enum: unitKinds }).notNull(),
    subjectId: text().notNull(),
    publication: integer()
      .notNull()
      .references(() => publication.number),
    day: day().notNull(),
    total: integer().notNull(),
  },
  (t) => [primaryKey({ columns: [t.kind, t.subjectId, t.publication] })],
);

export const unitReleaseClasses = classify(unitRelease, {
  kind: forEver('A pledge that is witnessed, or a petition that is signed'),
  subjectId: forEver('Which one'),
  publication: forEver('The publication that released it'),
  day: forEver('Its day'),
  total: forEver('Witnesses or signers counted by then, in whatever unit'),
});

/** What was released of one unit. The newest stands until the next release of that unit. */
export const unitFigure = published.table(
  'unit_figure',
  {
    kind: text({ enum: unitKinds }).notNull(),
    subjectId: text().notNull(),
    publication: integer().notNull(),
    unitPath: text().notNull(),
    choice: text({ enum: unitValues }).notNull(),
    keys: integer().notNull(),
  },
  (t) => [primaryKey({ columns: [t.kind, t.subjectId, t.publication, t.unitPath, t.choice] })],
);

export const unitFigureClasses = classify(unitFigure, {
  kind: forEver('A pledge that is witnessed, or a petition that is signed'),
  subjectId: forEver('Which one'),
  publication: forEver('The publication that released it'),
  unitPath: forEver('Which unit'),
  choice: forEver('Which choice; of signers: that they signed'),
  keys: forEver('Keys that disclosed this unit and whose last published choice it then was'),
});

export const choicesClasses = [
  choiceSubjectClasses,
  choiceClasses,
  choiceTallyClasses,
  choiceFigureClasses,
  disclosedUnitClasses,
  unitReleaseClasses,
  unitFigureClasses,
];
