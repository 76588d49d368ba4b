import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { toHex } from '~/crypto/hash';
import type { Actor } from '~/features/identified/desks/desk';
import { answerQuestion } from '~/features/identified/questions/answer-question.server';
import { moderateQuestion } from '~/features/identified/questions/moderate-question.server';
import { leaderRecord } from '~/features/identified/leadership/leader-record.server';
import { randomId } from '~/features/published/petitions/random-id.server';
import { questionTextDigest } from '~/features/published/questions/question';
import { questionDecisionSchema, type QuestionDecision } from '~/features/published/questions/question-decision.schema';
import { questionReasons } from '~/features/published/questions/question-moderation';
import { rejectedUnder, waitingQuestions } from '~/features/published/questions/question-moderation.queries.server';
import { openQuestion, questionsForLeadership, questionsOnPetition, questionsUnder } from '~/features/published/questions/questions.queries.server'; // prettier-ignore
import { statementDigest } from '~/features/published/statements/statement';
import { revisionsOf } from '~/features/published/statements/statements.queries.server';
import { addDays, dayLength } from '~/platform/clock';
import { answerCase, statementAuthor } from '~db/schema/identified-answers';
import { mailOutbox } from '~db/schema/identified';
import { edition, publication, register } from '~db/schema/published';
import { answerOwner } from '~db/schema/published-answers';
import { choiceFigure, choiceSubject } from '~db/schema/published-choices';
import { question, questionDecision } from '~db/schema/published-questions';
import { openPetitionHouse, refusal } from '~tests/support/petition-house';

let house: Awaited<ReturnType<typeof openPetitionHouse>>;
let organizer: Actor;
let moderator: Actor;
let leader: Actor;
let petitionId: string;
beforeAll(async () => {
  house = await openPetitionHouse();
  organizer = await house.person('organizer', 'moderator');
  moderator = await house.person('moderator');
  leader = await house.person('leadership');
  const row = { id: 1, depth: 17, openedDay: house.today(), nextLeaf: 0 };
  await house.database.identified.insert(register).values(row);
  await house.database.identified.insert(publication).values({
    ...{ number: 1, slot: house.clock.now(), day: house.today() },
    ...{ editionsDone: true, signaturesDone: true, checkpointDone: true },
  });
  await house.database.identified.insert(edition).values({
    ...{ registerId: 1, number: 1, publication: 1, day: house.today(), size: 100, live: 100, rosterSize: 100 },
    ...{ groupRoot: new Uint8Array(32).fill(1), tiles: [], upperFile: '', unitsFile: '' },
  });
});
afterAll(() => house.close());
beforeEach(async () => {
  petitionId = await house.open(organizer);
});

const body = 'Who could read the recordings, and since when?';
const reading = () => ({ db: house.database.published, settings: house.settings });
const deps = () => ({ db: house.database.identified, clock: house.clock, settings: house.settings });

/** A question that came with today's publication. */
async function asked(words = body, about: 'petition' | 'response' = 'petition'): Promise<string> {
  const id = randomId();
  await house.database.anonymous
    .insert(question)
    .values({ id, petitionId, about, body: words, state: 'waiting', day: house.today() });
  return id;
}

const accept: QuestionDecision = { act: 'accept', reasonCode: 'meets-the-rules', words: '' };
const reject: QuestionDecision = { act: 'reject', reasonCode: 'no-question', words: 'There is nothing asked in it.' };
const decide = (questionId: string, decision = accept, actor = moderator) =>
  moderateQuestion(deps(), { actor, questionId, decision });
const answer = (questionId: string, given: Partial<Parameters<typeof answerQuestion>[1]> = {}) =>
  answerQuestion(deps(), { actor: leader, questionId, base: 0, body: 'Eleven people.', reason: '', ...given });
const stateOf = async (id: string) => {
  const [row] = await house.database.published.select().from(question).where(eq(question.id, id));
  return row?.state;
};

describe('a moderator', () => {
  test('accepts: it is open for everybody, can be supported for 180 days, and stands in the ledger', async () => {
    const id = await asked();
    expect(await questionsUnder(reading(), petitionId)).toEqual([]);
    await decide(id);
    const digest = questionTextDigest({ petition: petitionId, about: 'petition', body });
    expect(await questionsUnder(reading(), petitionId)).toEqual([
      {
        ...{ id, about: 'petition', body, openedDay: house.today(), answer: null },
        petition: { id: petitionId, title: 'Stop recording our keystrokes and screens' },
        supporters: { kind: 'withheld', minimum: 10 },
        support: { untilDay: addDays(house.today(), 180), registerId: 1 },
      },
    ]);
    const [subject] = await house.database.published.select().from(choiceSubject).where(eq(choiceSubject.id, id));
    expect({ ...subject, textDigest: toHex(subject?.textDigest ?? new Uint8Array()) }).toMatchObject({
      ...{ kind: 'support', id, registerId: 1, revision: 1, textDigest: toHex(digest) },
      ...{ day: house.today(), untilDay: addDays(house.today(), 180) },
    });
    expect((await house.ledger()).at(-1)).toEqual({
      ...{ v: 1, kind: 'question', question: id, petition: petitionId, act: 'accept', text: toHex(digest) },
      ...{ register: 1, reason: 'meets-the-rules', words: '', moderator: moderator.name, day: house.today() },
    });
  });

  test('rejects: the reason is public, the text is not, and nothing can be supported', async () => {
    const id = await asked();
    await decide(id, reject);
    expect(await questionsUnder(reading(), petitionId)).toEqual([]);
    expect(await openQuestion(reading(), { petitionId, id })).toBeNull();
    const rejected = await rejectedUnder(house.database.published, petitionId);
    expect(rejected).toEqual([
      {
        ...{ questionId: id, act: 'reject', reasonCode: 'no-question', words: reject.words },
        ...{ moderatorName: moderator.name, day: house.today() },
      },
    ]);
    expect(JSON.stringify(rejected)).not.toContain(body);
    expect(await house.database.published.select().from(choiceSubject).where(eq(choiceSubject.id, id))).toEqual([]);
    const entry = (await house.ledger()).at(-1);
    expect(entry).toMatchObject({ kind: 'question', question: id, act: 'reject', register: 0, reason: 'no-question' });
    expect(JSON.stringify(entry)).not.toContain(body);
  });

  test('decides once: never again, and of ten at once one', async () => {
    const id = await asked();
    const moderators = await Promise.all(Array.from({ length: 10 }, () => house.person('moderator')));
    const written = (await house.ledger()).length;
    const tried = await Promise.allSettled(
      moderators.map((each, n) => decide(id, n % 2 === 0 ? accept : reject, each)),
    );
    expect(tried.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const before = await stateOf(id);
    expect(await refusal(decide(id, accept))).toBe('decided');
    expect(await refusal(decide(id, reject))).toBe('decided');
    expect(await stateOf(id)).toBe(before);
    expect(await house.ledger()).toHaveLength(written + 1);
    const decisions = await house.database.published.select().from(questionDecision);
    expect(decisions.filter(({ questionId }) => questionId === id)).toHaveLength(1);
  });

  test('is a moderator, whatever else somebody is', async () => {
    const id = await asked();
    for (const somebody of [
      await house.person(),
      leader,
      await house.person('administrator', 'leadership', 'organizer', 'handler'),
    ]) {
      expect(() => decide(id, accept, somebody)).toThrow('not-allowed');
    }
    expect(await stateOf(id)).toBe('waiting');
  });

  test('does not decide under a petition of their own', async () => {
    const id = await asked();
    expect(await refusal(decide(id, accept, organizer))).toBe('own-petition');
    expect(await refusal(decide(id, reject, organizer))).toBe('own-petition');
    expect(await stateOf(id)).toBe('waiting');
  });

  test('does not decide under a petition that they answer for: owner, owner before, delegate, author', async () => {
    const both = () => house.person('moderator', 'leadership');
    const db = house.database.identified;
    const [owner, delegate, before, author, other] = [await both(), await both(), await both(), await both(), await both()]; // prettier-ignore
    await db.insert(answerCase).values({
      ...{ subject: 'petition', subjectId: petitionId },
      ...{ owner: owner.personNumber, delegate: delegate.personNumber },
    });
    const record = await leaderRecord(db, before.personNumber, house.today());
    await db.insert(answerOwner).values({
      ...{ subject: 'petition', subjectId: petitionId, number: 1, leaderId: record.id },
      ...{ unit: record.unit, day: house.today() },
    });
    await db
      .insert(statementAuthor)
      .values({ kind: 'response', id: petitionId, revision: 1, personNumber: author.personNumber });
    const id = await asked();
    for (const somebody of [owner, delegate, before, author]) {
      expect(await refusal(decide(id, accept, somebody))).toBe('answers-for-it');
    }
    expect(await stateOf(id)).toBe('waiting');
    // Leadership alone is no side.
    await decide(id, accept, other);
    petitionId = await house.open(organizer);
    await decide(await asked(), accept, owner);
  });

  test('meets no question that is not there', async () => {
    expect(await refusal(decide(randomId()))).toBe('unknown-question');
  });

  test('gives a reason of the act, and words for a rejection', () => {
    for (const { code, act } of questionReasons) {
      const bare = questionDecisionSchema.safeParse({ reasonCode: code });
      expect([code, bare.success]).toEqual([code, act === 'accept']);
      const said = questionDecisionSchema.parse({ reasonCode: code, words: 'As the rules have it.' });
      expect(said.act).toBe(act);
    }
    for (const reasonCode of ['', 'made-up', '__proto__']) {
      expect(questionDecisionSchema.safeParse({ reasonCode, words: 'As the rules have it.' }).success).toBe(false);
    }
    const hidden = { reasonCode: 'no-question', words: 'As the rules\u200b have it.' };
    expect(questionDecisionSchema.safeParse(hidden).success).toBe(false);
  });

  test('sees what waits longest first, and nobody is mailed of a decision', async () => {
    const first = await asked('Who was asked before it began?');
    house.clock.advance(dayLength);
    const second = await asked('Who was asked after it began?');
    const waits = (await waitingQuestions(house.database.identified)).map(({ id }) => id);
    expect(waits.indexOf(first)).toBeLessThan(waits.indexOf(second));
    const mails = await house.database.identified.select().from(mailOutbox);
    await decide(first);
    await decide(second, reject);
    expect(await house.database.identified.select().from(mailOutbox)).toEqual(mails);
    expect((await waitingQuestions(house.database.identified)).map(({ id }) => id)).not.toContain(first);
  });
});

describe('leadership', () => {
  const open = async (words = body) => {
    const id = await asked(words);
    await decide(id);
    return id;
  };

  test('answers an open question, in public, as a statement', async () => {
    const id = await open();
    await answer(id);
    expect((await openQuestion(reading(), { petitionId, id }))?.answer).toEqual({
      ...{ body: 'Eleven people.', revision: 1, authorName: leader.name, day: house.today() },
    });
    expect((await house.ledger()).at(-1)).toEqual({
      ...{ v: 1, kind: 'answer', id, revision: 1, author: leader.name, reason: '', day: house.today() },
      text: toHex(statementDigest('answer', id, 1, { body: 'Eleven people.' })),
    });
    const links = await house.database.identified.select().from(statementAuthor).where(eq(statementAuthor.id, id));
    expect(links).toEqual([{ kind: 'answer', id, revision: 1, personNumber: leader.personNumber }]);
    const onPage = await questionsOnPetition(house.database.published, { id: petitionId, state: 'open' });
    expect(onPage).toEqual({ petitionId, open: 1, answered: 1, asks: true });
  });

  test('revises it with a reason, beside what it said before', async () => {
    const id = await open();
    await answer(id);
    expect(await refusal(answer(id, { base: 1, body: 'Twelve people.' }))).toBe('no-reason');
    expect(await refusal(answer(id, { base: 0, body: 'Twelve people.' }))).toBe('stale-revision');
    await answer(id, { base: 1, body: 'Twelve people.', reason: 'We had left one out.' });
    expect(await refusal(answer(id, { base: 1, body: 'Nobody.', reason: 'Say less.' }))).toBe('stale-revision');
    expect(await revisionsOf(house.database.published, 'answer', id)).toMatchObject([
      { revision: 1, document: { body: 'Eleven people.' } },
      { revision: 2, document: { body: 'Twelve people.' }, reason: 'We had left one out.' },
    ]);
    expect((await openQuestion(reading(), { petitionId, id }))?.answer?.revision).toBe(2);
  });

  test('answers nothing that waits, was rejected, or is not there; and nobody else answers', async () => {
    const waits = await asked();
    const rejected = await asked();
    await decide(rejected, reject);
    expect(await refusal(answer(waits))).toBe('not-open-question');
    expect(await refusal(answer(rejected))).toBe('not-open-question');
    expect(await refusal(answer(randomId()))).toBe('unknown-question');
    const id = await open();
    for (const somebody of [organizer, moderator, await house.person('administrator', 'handler')]) {
      expect(() => answer(id, { actor: somebody })).toThrow('not-allowed');
    }
    expect((await openQuestion(reading(), { petitionId, id }))?.answer).toBeNull();
  });

  test('sees the most supported first, as far as support is shown, and the unanswered apart', async () => {
    const [few, many, hidden, done] = [
      await open('Few ask this: what did it cost?'),
      await open('Many ask this: when does it end?'),
      await open('Nobody may know how many ask this?'),
      await open('This one has been answered already?'),
    ];
    const supported = (subjectId: string, keys: number) =>
      house.database.published
        .insert(choiceFigure)
        .values({ kind: 'support', subjectId, choice: 'support', day: house.today(), keys });
    await supported(few, 10);
    await supported(many, 31);
    await supported(hidden, 9);
    await answer(done);
    const { unanswered, answered } = await questionsForLeadership(reading());
    const ids = [few, many, hidden, done];
    expect(unanswered.map(({ id }) => id).filter((id) => ids.includes(id))).toEqual([many, few, hidden]);
    expect(answered.map(({ id }) => id).filter((id) => ids.includes(id))).toEqual([done]);
    const shown = await questionsUnder(reading(), petitionId);
    expect(shown.slice(0, 2).map(({ id, supporters }) => [id, supporters])).toEqual([
      [many, { kind: 'shown', value: 31 }],
      [few, { kind: 'shown', value: 10 }],
    ]);
    expect(shown.find(({ id }) => id === hidden)?.supporters).toEqual({ kind: 'withheld', minimum: 10 });
  });
});

describe('by SQL', () => {
  test('no application role can decide again, change words or remove a question', async () => {
    const id = await asked();
    await decide(id);
    for (const db of [house.database.identified, house.database.published, house.database.anonymous]) {
      for (const statement of [
        `update published.question set state = 'rejected', opened_day = null where id = '${id}'`,
        `update published.question set body = 'Nothing at all is asked' where id = '${id}'`,
        `delete from published.question where id = '${id}'`,
        `update published.question_decision set reason_code = 'unlawful' where question_id = '${id}'`,
        `delete from published.question_decision where question_id = '${id}'`,
        `truncate published.question cascade`,
      ]) {
        await expect(db.execute(statement), statement).rejects.toThrow();
      }
    }
    expect(await stateOf(id)).toBe('open');
  });
});
