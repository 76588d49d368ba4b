import { asc, eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { toHex } from '~/crypto/hash';
import type { Actor } from '~/features/identified/desks/desk';
import { explainToLeadership } from '~/features/identified/desks/explain-to-leadership.server';
import { askOrganizer } from '~/features/identified/leadership/ask-organizer.server';
import { assignAnswer } from '~/features/identified/leadership/assign-answer.server';
import {
  clarificationDigest,
  clarificationsPerPetition,
  explanationLength,
  questionLength,
} from '~/features/published/clarifications/clarification';
import { explanationSchema, questionSchema } from '~/features/published/clarifications/clarification.schema';
import { clarificationsOf, clarifyingOf } from '~/features/published/clarifications/clarifications.queries.server';
import { addDays } from '~/platform/clock';
import { mailOutbox, person } from '~db/schema/identified';
import { answerReopened, response } from '~db/schema/published-answers';
import { clarification } from '~db/schema/published-statements';
import { openPetitionHouse, refusal } from '~tests/support/petition-house';

let house: Awaited<ReturnType<typeof openPetitionHouse>>;
let author: Actor;
let leader: Actor;
beforeAll(async () => {
  house = await openPetitionHouse();
  author = await house.person('organizer');
  leader = await house.person('leadership');
});
afterAll(() => house.close());

const question = 'Which recordings do you mean: of screens, or of keystrokes too?';
const answer = 'Both, and **of calls**.';
const deps = () => ({ ...house, db: house.database.identified });
async function opened(by = author): Promise<string> {
  const id = await house.open(by);
  await house.database.identified.delete(mailOutbox);
  return id;
}
const ask = (petitionId: string, words = question, actor = leader) =>
  askOrganizer(deps(), { actor, petitionId, question: words });
const explain = (petitionId: string, number = 1, words = answer, actor = author) =>
  explainToLeadership(deps(), { actor, petitionId, number, answer: words });
const told = async () => {
  const rows = await house.database.identified
    .select({ name: person.name, subject: mailOutbox.subject, body: mailOutbox.body })
    .from(mailOutbox)
    .innerJoin(person, eq(person.email, mailOutbox.recipient))
    .orderBy(asc(person.name));
  return rows;
};
const stands = (petitionId: string) => clarificationsOf(house.database.published, petitionId);

describe('leadership asks an organizer', () => {
  test('in public, with the words in the ledger, and the organizer is told by mail', async () => {
    const id = await opened();
    await ask(id);
    const asked = { number: 1, question, askerName: leader.name, askedDay: house.today() };
    expect(await stands(id)).toEqual([{ ...asked, answer: null, answeredDay: null }]);
    expect((await house.ledger()).at(-1)).toEqual({
      ...{ v: 1, kind: 'clarification', petition: id, number: 1, act: 'asked' },
      ...{ text: toHex(clarificationDigest(id, 1, 'asked', question)), author: leader.name, day: house.today() },
    });
    const [mail, ...more] = await told();
    expect(more).toEqual([]);
    expect(mail?.name).toBe(author.name);
    expect(mail?.body).toContain(question);
    expect(mail?.body).toContain(`/in/desk/organizer/${id}/questions`);
  });

  test('and nobody else does', async () => {
    const id = await opened();
    for (const actor of [author, await house.person('moderator', 'administrator', 'organizer', 'handler')]) {
      expect(() => ask(id, question, actor)).toThrow('not-allowed');
    }
    const both = await house.person('leadership', 'organizer');
    const own = await opened(both);
    expect(await refusal(ask(own, question, both))).toBe('own-petition');
    expect([...(await stands(id)), ...(await stands(own))]).toEqual([]);
  });

  test('once with the same words, also when a form is sent ten times at once', async () => {
    const id = await opened();
    const tries = await Promise.allSettled(Array.from({ length: 10 }, () => ask(id)));
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await refusal(ask(id))).toBe('already-asked');
    expect(await stands(id)).toHaveLength(1);
    expect(await told()).toHaveLength(1);
  });

  test('so often and no more, of thirty at once too', async () => {
    const id = await opened();
    const tries = await Promise.allSettled(
      Array.from({ length: 30 }, (_, at) => ask(id, `${question} (${String(at)})`)),
    );
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(clarificationsPerPetition);
    expect((await stands(id)).map(({ number }) => number)).toEqual(
      Array.from({ length: clarificationsPerPetition }, (_, at) => at + 1),
    );
    expect(await refusal(ask(id, 'And one more, if we may?'))).toBe('too-many-questions');
  });

  test('while the petition waits for an answer: not before it opens, not once it is rejected or answered', async () => {
    expect(await refusal(ask('nothing'))).toBe('unknown-petition');
    const waiting = await house.waiting(author);
    expect(await refusal(ask(waiting))).toBe('wrong-state');
    await house.decide(await house.person('moderator'), waiting, 'reject');
    expect(await refusal(ask(waiting))).toBe('wrong-state');
    const id = await opened();
    await ask(id);
    const given = { petitionId: id, revision: 1, day: house.today(), verdictQuorum: 50, verdictPercent: 50 };
    await house.database.identified.insert(response).values({ ...given, answeredDay: house.today() });
    expect(await refusal(ask(id, 'And what about calls?'))).toBe('wrong-state');
    // What was asked before may still be answered.
    await explain(id);
    // Verdicts call the answer none: it waits for one again.
    const reopened = { petitionId: id, demand: 1, revision: 1, day: house.today(), dueDay: addDays(house.today(), 20) };
    await house.database.published.insert(answerReopened).values(reopened);
    await ask(id, 'What does our answer leave open?');
  });

  test('and after it closed, until it is answered', async () => {
    const before = house.clock.now();
    const id = await opened();
    house.clock.set(`${addDays(house.today(), 40)}T10:00:00Z`);
    await house.closeDue();
    await ask(id);
    expect((await stands(id))[0]?.askedDay).toBe(house.today());
    house.clock.set(before);
  });

  test('not where nobody is left to answer: nothing is published then', async () => {
    const leaver = await house.person('organizer');
    const id = await opened(leaver);
    const written = (await house.ledger()).length;
    await house.database.identified
      .update(person)
      .set({ status: 'left' })
      .where(eq(person.personNumber, leaver.personNumber));
    expect(await refusal(ask(id))).toBe('nobody-to-ask');
    expect(await stands(id)).toEqual([]);
    expect(await house.ledger()).toHaveLength(written);
    expect(await told()).toEqual([]);
  });
});

describe('the organizer answers', () => {
  test('in public, under the petition’s name for them; the owner and the delegate are told', async () => {
    const id = await opened();
    await ask(id);
    const [owner, delegate] = [await house.person('leadership'), await house.person('leadership')];
    await assignAnswer(deps(), {
      ...{ actor: leader, subject: 'petition', id, owners: 0 },
      ...{ owner: owner.personNumber, delegate: delegate.personNumber },
    });
    await house.database.identified.delete(mailOutbox);
    await explain(id);
    expect(await stands(id)).toMatchObject([{ number: 1, answer, answeredDay: house.today() }]);
    expect((await house.ledger()).at(-1)).toEqual({
      ...{ v: 1, kind: 'clarification', petition: id, number: 1, act: 'answered' },
      ...{ text: toHex(clarificationDigest(id, 1, 'answered', answer)), author: author.name, day: house.today() },
    });
    const mails = await told();
    expect(mails.map(({ name }) => name).sort()).toEqual([owner.name, delegate.name].sort());
    expect(mails.every(({ body }) => body.includes(answer))).toBe(true);
  });

  test('and all of leadership is told where nobody in office answers for it', async () => {
    const id = await opened();
    await ask(id);
    const gone = await house.person('leadership');
    await assignAnswer(deps(), {
      ...{ actor: leader, subject: 'petition', id, owners: 0, owner: gone.personNumber, delegate: null },
    });
    await house.database.identified
      .update(person)
      .set({ status: 'left' })
      .where(eq(person.personNumber, gone.personNumber));
    await house.database.identified.delete(mailOutbox);
    await explain(id);
    const names = (await told()).map(({ name }) => name);
    expect(names).toContain(leader.name);
    expect(names).not.toContain(gone.name);
    expect(names).not.toContain(author.name);
    expect(new Set(names).size).toBe(names.length);
  });

  test('once: nothing replaces it, of ten at once neither', async () => {
    const id = await opened();
    await ask(id);
    const written = (await house.ledger()).length;
    const tries = await Promise.allSettled(
      Array.from({ length: 10 }, (_, at) => explain(id, 1, `Answer number ${String(at)}.`)),
    );
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const [stood] = await stands(id);
    expect(await refusal(explain(id))).toBe('already-answered');
    expect((await stands(id))[0]).toEqual(stood);
    expect(await house.ledger()).toHaveLength(written + 1);
  });

  test('and nobody else does, nor to a question that nobody asked', async () => {
    const id = await opened();
    await ask(id);
    const other = await house.person('organizer', 'leadership', 'moderator', 'administrator');
    const others = await opened(other);
    expect(await refusal(explain(id, 1, answer, other))).toBe('not-organizer');
    expect(await refusal(explain(id, 1, answer, leader))).toBe('not-organizer');
    expect(await refusal(explain(others, 1, answer, other))).toBe('unknown-question');
    expect(await refusal(explain(id, 2))).toBe('unknown-question');
    expect(await stands(id)).toMatchObject([{ answer: null }]);
  });

  test('is counted for the desks', async () => {
    const [id, other, nothing] = [await opened(), await opened(), await opened()];
    await ask(id);
    await ask(id, 'And since when, as far as you know?');
    await explain(id);
    await ask(other);
    const found = await clarifyingOf(house.database.published, [id, other, nothing]);
    expect(found.get(id)).toEqual({ waiting: 1, answered: 1, since: house.today() });
    expect(found.get(other)).toEqual({ waiting: 1, answered: 0, since: house.today() });
    expect(found.has(nothing)).toBe(false);
  });
});

test('what was asked and answered cannot be changed by the role that wrote it', async () => {
  const id = await opened();
  await ask(id);
  await explain(id);
  for (const change of [
    { question: 'Something else altogether?' },
    { answer: 'Nothing at all.' },
    { askerName: 'X' },
  ]) {
    const attempt = house.database.identified.update(clarification).set(change).where(eq(clarification.petitionId, id));
    await expect(attempt).rejects.toThrow();
  }
  await expect(house.database.identified.delete(clarification)).rejects.toThrow();
  expect(await stands(id)).toMatchObject([{ question, answer }]);
});

describe('what is posted', () => {
  test.each([
    ['too short', 'x'.repeat(questionLength.min - 1), false],
    ['just long enough', 'x'.repeat(questionLength.min), true],
    ['as long as may be', 'x'.repeat(questionLength.max), true],
    ['too long', 'x'.repeat(questionLength.max + 1), false],
    ['with a picture', 'What is this? ![](https://tracker.example/pixel)', false],
    ['with HTML', 'What is this? <img src=x>', false],
    ['with what cannot be seen', 'What is this?\u202e as opposed to', false],
  ])('a question %s', (_, words, taken) => {
    expect(questionSchema.safeParse({ question: words }).success).toBe(taken);
  });

  test.each([
    ['nothing', '', '1', false],
    ['as long as may be', 'x'.repeat(explanationLength.max), '1', true],
    ['too long', 'x'.repeat(explanationLength.max + 1), '1', false],
    ['to no number', 'Both.', 'first', false],
    ['to number 0', 'Both.', '0', false],
  ])('an answer %s', (_, words, number, taken) => {
    expect(explanationSchema.safeParse({ answer: words, number }).success).toBe(taken);
  });
});
