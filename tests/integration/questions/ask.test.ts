import { asc } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { toHex } from '~/crypto/hash';
import { VerificationPoolError } from '~/crypto/semaphore/verification-pool';
import { acceptQuestion } from '~/features/anonymous/questions/accept-question.server';
import { deleteQuestionSlots } from '~/features/anonymous/questions/delete-question-slots.server';
import { questionSlot, waitingQuestion } from '~db/schema/anonymous-choices';
import { question } from '~db/schema/published-questions';
import { openQuestionHouse, refusal, soundQuestion, type AskInput, type QuestionHouse } from '~tests/support/question-house'; // prettier-ignore

let house: QuestionHouse;
let petition = '';
let person = '';
let people = 0;
beforeAll(async () => {
  house = await openQuestionHouse();
});
beforeEach(async () => {
  house.clock.set('2026-06-10T12:00:00Z');
  person = `person${String((people += 1))}`;
  petition = await house.openPetition();
});
afterAll(() => house.close());

const waiting = () => house.database.anonymous.select().from(waitingQuestion).orderBy(asc(waitingQuestion.id));
const slots = () => house.database.anonymous.select().from(questionSlot);
const counts = async () => [(await waiting()).length, (await slots()).length];
const ofPetition = async () => (await waiting()).filter(({ petitionId }) => petitionId === petition);

/** What the house answers, having made sure that nothing was kept. */
async function refused(input: Partial<AskInput> = {}, changes: object = {}): Promise<[number, unknown]> {
  const body = await house.askingBody({ petition, person, ...input });
  const before = await counts();
  const answer = refusal(await house.send({ ...body, ...changes }));
  expect(await counts()).toEqual(before);
  return answer;
}

describe('asking', () => {
  test('keeps the words and, elsewhere, that a slot was used; nothing of the proof, no time, no cookie', async () => {
    const body = await house.askingBody({ petition, person, slot: 2 });
    const answer = await house.send(body);
    expect([answer.status, answer.json]).toEqual([200, {}]);
    expect(answer.headers.getSetCookie()).toEqual([]);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    const [row] = await ofPetition();
    expect(row).toEqual({
      id: expect.stringMatching(/^[a-z2-7]{26}$/) as string,
      ...{ petitionId: petition, about: 'petition', body: soundQuestion },
    });
    const nullifier = house.slotNullifier('2026-06-10', 2, person);
    expect((await slots()).map((slot) => toHex(slot.nullifier))).toContain(toHex(nullifier));
    expect(JSON.stringify(row)).not.toContain(body.nullifier);
  });

  test('is possible three times a day for one key, and anew on the next', async () => {
    for (const slot of [0, 1, 2]) {
      expect((await house.ask({ petition, person, slot, body: `Question number ${String(slot)}?` })).status).toBe(200);
    }
    expect(await refused({ slot: 1, body: 'A fourth question for today?' })).toEqual([409, 'slot-used']);
    house.clock.set('2026-06-11T12:00:00Z');
    expect((await house.ask({ petition, person, slot: 1, body: 'A question of tomorrow?' })).status).toBe(200);
  });

  test('the same body again gets the same answer: while it waits, after its publication, and by another slot', async () => {
    const body = await house.askingBody({ petition, person });
    expect((await house.send(body)).json).toEqual({});
    const before = await counts();
    expect((await house.send(body)).json).toEqual({});
    expect(await counts()).toEqual(before);
    expect((await house.ask({ petition, person, slot: 1 })).json).toEqual({});
    expect(await ofPetition()).toHaveLength(1);
    house.clock.set('2026-06-10T18:00:00Z');
    await house.publish();
    expect(await ofPetition()).toEqual([]);
    expect((await house.send(body)).json).toEqual({});
    expect(await ofPetition()).toEqual([]);
  });

  test('the same words of another person stand once, and nobody is told', async () => {
    await house.ask({ petition, person });
    expect((await house.ask({ petition, person: 'somebody else' })).json).toEqual({});
    expect(await ofPetition()).toHaveLength(1);
    const other = await house.openPetition();
    await house.ask({ petition: other, person: 'somebody else', slot: 1 });
    expect((await waiting()).filter(({ petitionId }) => petitionId === other)).toHaveLength(1);
  });

  test('about the response is possible once there is one', async () => {
    expect(await refused({ about: 'response' })).toEqual([409, 'no-response']);
    await house.respond(petition);
    expect((await house.ask({ petition, person, about: 'response' })).status).toBe(200);
    expect((await ofPetition()).map(({ about }) => about)).toEqual(['response']);
  });

  test('under a closed petition is possible still', async () => {
    petition = await house.openPetition({ state: 'closed' });
    expect((await house.ask({ petition, person })).status).toBe(200);
  });

  test('a hundred times at once, one slot with different words: one question', async () => {
    const bodies = await Promise.all(
      Array.from({ length: 100 }, (_, n) => house.askingBody({ petition, person, body: `Is it ${String(n)} people?` })),
    );
    const answers = await Promise.all(bodies.map((body) => house.send(body)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(new Set(answers.filter(({ status }) => status !== 200).map((each) => refusal(each)[1]))).toEqual(
      new Set(['slot-used']),
    );
    expect(await ofPetition()).toHaveLength(1);
  });

  test('a hundred people at once with the same words: a hundred slots, one question', async () => {
    const bodies = await Promise.all(
      Array.from({ length: 100 }, (_, n) => house.askingBody({ petition, person: `${person}/${String(n)}` })),
    );
    const [, before = 0] = await counts();
    const answers = await Promise.all(bodies.map((body) => house.send(body)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(await ofPetition()).toHaveLength(1);
    expect((await counts())[1]).toBe(before + 100);
  });

  test('while everything is rewritten loses nothing', async () => {
    const bodies = await Promise.all(
      Array.from({ length: 40 }, (_, n) =>
        house.askingBody({ petition, person: `${person}/${String(n)}`, body: `What about floor ${String(n)}?` }),
      ),
    );
    const answers = await Promise.all([
      ...bodies.map((body) => house.send(body)),
      house.rewrite(),
      deleteQuestionSlots(house.database.anonymous, new Date('2026-06-10T12:00:00Z')),
      house.rewrite(),
    ]);
    expect(answers.slice(0, 40).every((answer) => answer?.status === 200)).toBe(true);
    expect(await ofPetition()).toHaveLength(40);
  });
});

describe('what is refused', () => {
  test('another form', async () => {
    for (const changes of [
      { v: 2 },
      { extra: 1 },
      { slot: 3 },
      { slot: -1 },
      { slot: 0.5 },
      { day: '2026-6-10' },
      { day: '2026-02-30' },
      { about: 'pledge' },
      { petition: '../etc' },
      { body: undefined },
      { points: [] },
    ]) {
      expect([changes, await refused({}, changes)]).toEqual([changes, [400, 'malformed']]);
    }
  });

  test('another spelling of a number', async () => {
    const { root, nullifier, points } = await house.askingBody({ petition, person });
    for (const text of [`0${root}`, ` ${root}`, `+${root}`, `${root}\n`]) {
      expect(await refused({}, { root: text })).toEqual([400, 'malformed']);
    }
    expect(await refused({}, { nullifier: `0${nullifier}` })).toEqual([400, 'malformed']);
    const above = 21888242871839275222246405745257275088548364400416034343698204186575808495617n;
    expect(await refused({}, { nullifier: (BigInt(nullifier) + above).toString() })).toEqual([400, 'malformed']);
    expect(await refused({}, { points: points.with(0, `0${points[0] ?? ''}`) })).toEqual([400, 'malformed']);
  });

  test('words that are too short or too long, or not in their one spelling', async () => {
    for (const body of [
      '',
      'Why now?',
      'x'.repeat(1001),
      ` ${soundQuestion}`,
      `${soundQuestion}\n`,
      `${soundQuestion} \nAnd why?`,
      `${soundQuestion}\r\nAnd why?`,
      'Who at the cafe\u0301 could read it?',
    ]) {
      expect([body, await refused({ body })]).toEqual([body, [400, 'malformed']]);
    }
    expect((await house.ask({ petition, person, body: 'x'.repeat(1000) })).status).toBe(200);
    expect((await house.ask({ petition, person, slot: 1, body: 'x'.repeat(10) })).status).toBe(200);
  });

  test('words with characters that hide something', async () => {
    for (const hidden of ['\u200b', '\u202e', '\u2066', '\u00ad', '\ufeff', '\u0007', '\ud800', '\u{e0041}']) {
      const body = `Who read${hidden} the recordings?`;
      expect([toHex(Buffer.from(body)), await refused({}, { body })]).toEqual([
        toHex(Buffer.from(body)),
        [400, 'malformed'],
      ]);
    }
  });

  test('a cookie, another type, too much, what is no JSON, and reading', async () => {
    const body = await house.askingBody({ petition, person });
    const with_ = async (headers: Record<string, string>, sent: unknown = body) =>
      refusal(await house.send(sent, headers));
    expect(await with_({ cookie: 'theme=dark' })).toEqual([400, 'cookie-sent']);
    expect(await with_({ 'content-type': 'text/plain' })).toEqual([415, 'not-json']);
    expect(await with_({}, JSON.stringify(body).padEnd(8193))).toEqual([413, 'too-large']);
    expect(await with_({}, '{')).toEqual([400, 'malformed']);
    expect((await house.send(JSON.stringify(body).padEnd(8192))).status).toBe(200);
  });

  test('another day than today, and yesterday from 01:00 on', async () => {
    expect(await refused({ day: '2026-06-11' })).toEqual([409, 'wrong-day']);
    expect(await refused({ day: '2026-06-09' })).toEqual([409, 'wrong-day']);
    house.clock.set('2026-06-11T00:59:59.999Z');
    expect((await house.ask({ petition, person, day: '2026-06-10' })).status).toBe(200);
    house.clock.set('2026-06-11T01:00:00Z');
    expect(await refused({ day: '2026-06-10', slot: 1, body: 'Is it too late now?' })).toEqual([409, 'wrong-day']);
  });

  test('a petition that is not there, or neither open nor closed', async () => {
    expect(await refused({ petition: 'nothing' })).toEqual([404, 'unknown-petition']);
    for (const state of ['waiting', 'sent-back'] as const) {
      expect(await refused({ petition: await house.openPetition({ state }) })).toEqual([404, 'unknown-petition']);
    }
    for (const state of ['accepted', 'rejected', 'archived'] as const) {
      expect(await refused({ petition: await house.openPetition({ state }) })).toEqual([409, 'petition-not-open']);
    }
  });

  test('no membership: the wrong register, depth, root, edition and proof', async () => {
    expect(await refused({}, { register: 9 })).toEqual([422, 'wrong-register']);
    expect(await refused({}, { depth: 20 })).toEqual([422, 'wrong-depth']);
    expect(await refused({}, { root: '0' })).toEqual([422, 'zero-root']);
    expect(await refused({}, { root: '7' })).toEqual([422, 'wrong-root']);
    expect(await refused({ edition: 5 })).toEqual([409, 'stale-edition']);
    const other = await house.openPetition();
    await house.respond(petition);
    for (const proves of [
      { organisation: 'other' },
      { day: '2026-06-09' },
      { slot: 1 },
      { petition: other },
      { about: 'response' as const },
      { body: 'Another question altogether?' },
    ]) {
      expect([proves, await refused({ proves })]).toEqual([proves, [422, 'invalid-proof']]);
    }
    const { points } = await house.askingBody({ petition, person });
    const negated = points.with(1, (21888242871839275222246405745257275088696311157297823662689037894645226208583n - BigInt(points[1] ?? '0')).toString()); // prettier-ignore
    expect(await refused({}, { points: negated })).toEqual([422, 'invalid-proof']);
  });

  test('a replay for another question, petition, day or slot', async () => {
    const body = await house.askingBody({ petition, person });
    expect((await house.send(body)).status).toBe(200);
    const other = await house.openPetition();
    for (const changes of [
      { body: 'And who paid for it, in all?' },
      { petition: other },
      { slot: 1 },
      { nullifier: toBigIntText(house.slotNullifier('2026-06-10', 1, person)) },
    ]) {
      expect([changes, refusal(await house.send({ ...body, ...changes }))]).toEqual([changes, [422, 'invalid-proof']]);
    }
    house.clock.set('2026-06-11T12:00:00Z');
    expect(refusal(await house.send({ ...body, day: '2026-06-11' }))).toEqual([422, 'invalid-proof']);
    expect(await ofPetition()).toHaveLength(1);
  });

  test('what a busy verifier leaves is not kept', async () => {
    const body = await house.askingBody({ petition, person });
    const verification = { verify: () => Promise.reject(new VerificationPoolError('overloaded', 'full')) };
    const before = await counts();
    await expect(acceptQuestion({ ...house.deps, verification }, body)).rejects.toMatchObject({ code: 'busy' });
    expect(await counts()).toEqual(before);
  });
});

describe('the register', () => {
  test('is that of the day: a register of today is taken from tomorrow on', async () => {
    const second = await house.openRegister();
    expect(await refused({ register: second })).toEqual([422, 'wrong-register']);
    expect((await house.ask({ petition, person, register: 1 })).status).toBe(200);
    house.clock.set('2026-06-11T12:00:00Z');
    expect(await refused({ register: 1, slot: 1, body: 'With the key of yesterday?' })).toEqual([
      422,
      'wrong-register',
    ]);
    expect((await house.ask({ petition, person, register: second, slot: 1, body: 'With today’s key?' })).status).toBe(
      200,
    );
  });
});

describe('publication', () => {
  test('brings all that wait to the moderators, sorted by name, with the day and nothing else', async () => {
    house.clock.set('2026-06-12T10:00:00Z');
    const asked = Array.from({ length: 8 }, (_, n) => `What is question ${String(n)} about?`);
    for (const [n, body] of asked.entries()) {
      expect((await house.ask({ petition, person: `${person}/${String(n)}`, body })).status).toBe(200);
    }
    house.clock.set('2026-06-12T18:00:00Z');
    await house.publish();
    const rows = await house.database.published.execute<{ id: string; body: string; state: string; day: string }>(
      `select id, body, state, day::text from published.question where petition_id = '${petition}' order by ctid`,
    );
    expect(rows.map(({ body }) => body).sort()).toEqual(asked);
    expect(rows.map(({ id }) => id)).toEqual(rows.map(({ id }) => id).sort());
    expect(rows.map(({ body }) => body)).not.toEqual(asked);
    expect(new Set(rows.map(({ state, day }) => `${state} ${day}`))).toEqual(new Set(['waiting 2026-06-12']));
    expect(await waiting()).toEqual([]);
  });

  test('is due when a question waits, and is done once', async () => {
    house.clock.set('2026-06-13T10:00:00Z');
    await house.publish();
    await house.ask({ petition, person });
    expect(await house.steps.pending('2026-06-13')).toBe(true);
    house.clock.set('2026-06-13T18:00:00Z');
    await Promise.all([house.publish(), house.publish(), house.publish()]);
    const published = await house.database.published.select().from(question);
    expect(published.filter(({ petitionId }) => petitionId === petition)).toHaveLength(1);
  });
});

describe('slots', () => {
  test('are deleted when their day can no longer be accepted, and not before', async () => {
    house.clock.set('2026-06-20T12:00:00Z');
    await house.ask({ petition, person });
    const days = async () => new Set((await slots()).map(({ day }) => day));
    await deleteQuestionSlots(house.database.anonymous, new Date('2026-06-21T00:59:59Z'));
    expect(await days()).toEqual(new Set(['2026-06-20']));
    await deleteQuestionSlots(house.database.anonymous, new Date('2026-06-21T01:00:00Z'));
    expect(await days()).toEqual(new Set());
    expect(await ofPetition()).toHaveLength(1);
  });
});

function toBigIntText(bytes: Uint8Array): string {
  return BigInt(`0x${toHex(bytes)}`).toString();
}
