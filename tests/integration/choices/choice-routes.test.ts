import type { AppLoadContext } from '@remix-run/node';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { loader as nullifiers } from '~/routes/choice-nullifiers';
import { action, loader } from '~/routes/unseen.choices';
import { bodyLimit } from '~/server/limits';
import { waitingChoice, waitingUnit } from '~db/schema/anonymous-choices';
import { openChoiceHouse, type ChoiceHouse } from '~tests/support/choice-house';

let house: ChoiceHouse;
let register: number;
let pledge: string;
beforeAll(async () => {
  house = await openChoiceHouse();
});
beforeEach(async () => {
  house.clock.set('2026-06-10T12:00:00Z');
  register = await house.openRegister();
  await house.nameUnits(register, 1, { Works: 100, 'Works / Storage': 40, 'Works / Tapes': 15 });
  pledge = await house.offer('witness');
});
afterAll(() => house.close());

const shared = () => ({ clock: house.clock, settings: house.settings });
const unseen = () =>
  ({
    ...shared(),
    wing: { name: 'anonymous', db: house.database.anonymous, verification: house.deps.verification },
  }) as unknown as AppLoadContext;
const courtyard = () =>
  ({ ...shared(), wing: { name: 'published', db: house.database.published } }) as unknown as AppLoadContext;

const url = 'https://petitions.example/unseen/choices';
const json = { 'content-type': 'application/json' };
const send = (init: RequestInit) =>
  action({ request: new Request(url, { method: 'POST', headers: json, ...init }), context: unseen(), params: {} });
const answerOf = async (response: Response) => [response.status, await response.json()] as const;
const waiting = async () => [
  await house.database.anonymous.select().from(waitingChoice),
  await house.database.anonymous.select().from(waitingUnit),
];
const witness = (person = 'ann', unit = 'Works / Storage') =>
  house.choiceBody({ kind: 'witness', id: pledge, person, choice: 'done', unit });

describe('POST /unseen/choices', () => {
  test('answers with the number of acts, and neither sets a cookie nor may be kept', async () => {
    const answer = await send({ body: JSON.stringify(await witness()) });
    expect(answer.headers.getSetCookie()).toEqual([]);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(await answerOf(answer)).toEqual([200, { acts: 1 }]);
  });

  test('says the same of a choice with a unit as of one without', async () => {
    const { unit: _, ...without } = await witness('bob');
    const [a, b] = [
      await send({ body: JSON.stringify(await witness()) }),
      await send({ body: JSON.stringify(without) }),
    ];
    expect(await answerOf(a)).toEqual(await answerOf(b));
    expect([...a.headers]).toEqual([...b.headers]);
  });

  test.each<[string, number, string, (body: string) => RequestInit]>([
    ['a cookie, whichever', 400, 'cookie-sent', (body) => ({ body, headers: { ...json, cookie: 'a=b' } })],
    ['a form', 415, 'not-json', () => ({ body: new URLSearchParams({ v: '1' }), headers: {} })],
    ['text', 415, 'not-json', (body) => ({ body, headers: { 'content-type': 'text/plain' } })],
    ['what is no JSON', 400, 'malformed', (body) => ({ body: body.slice(1) })],
    ['nothing', 400, 'malformed', () => ({ body: '' })],
    ['8,193 bytes', 413, 'too-large', (body) => ({ body: body.padEnd(8193) })],
    ['a key more', 400, 'malformed', (body) => ({ body: body.replace('{', '{"name":"Ann",') })],
    ['a key more in the unit', 400, 'malformed', (body) => ({ body: body.replace('"path"', '"name":"Ann","path"') })],
    ['deep nesting', 400, 'malformed', () => ({ body: '['.repeat(4000) + ']'.repeat(4000) })],
  ])('refuses %s', async (_, status, error, init) => {
    const before = await waiting();
    expect(await answerOf(await send(init(JSON.stringify(await witness()))))).toEqual([status, { error }]);
    expect(await waiting()).toEqual(before);
  });

  test('takes as many bytes as the server lets in for it', async () => {
    expect(bodyLimit('anonymous', '/unseen/choices')).toBe(8192);
    const body = JSON.stringify(await witness()).padEnd(8192);
    expect((await answerOf(await send({ body })))[0]).toBe(200);
  });

  test('gives every refusal its status', async () => {
    const body = await witness();
    const refused = async (changes: object) => answerOf(await send({ body: JSON.stringify({ ...body, ...changes }) }));
    expect(await refused({ id: 'a'.repeat(26) })).toEqual([404, { error: 'unknown-subject' }]);
    expect(await refused({ revision: 2 })).toEqual([409, { error: 'text-changed' }]);
    expect(await refused({ register: 99 })).toEqual([422, { error: 'wrong-register' }]);
    expect(await refused({ depth: 20 })).toEqual([422, { error: 'wrong-depth' }]);
    expect(await refused({ root: '0' })).toEqual([422, { error: 'zero-root' }]);
    expect(await refused({ root: '7' })).toEqual([422, { error: 'wrong-root' }]);
    expect(await refused({ edition: 9 })).toEqual([409, { error: 'stale-edition' }]);
    expect(await refused({ choice: 'not-done' })).toEqual([422, { error: 'invalid-proof' }]);
    expect(await refused({ unit: { ...body.unit, path: 'Works / Legal' } })).toEqual([
      409,
      { error: 'unit-not-offered' },
    ]);
    expect(await refused({ unit: { ...body.unit, root: '7' } })).toEqual([422, { error: 'wrong-unit-root' }]);
    expect(await refused({ unit: { ...body.unit, root: '0' } })).toEqual([422, { error: 'zero-root' }]);
    expect(
      await refused(await house.choiceBody({ kind: 'witness', id: pledge, person: 'ann', choice: 'done', n: 2 })),
    ).toEqual(
      // The unit of another number goes with it: it does not name one.
      [409, { error: 'stale-action', acts: 0 }],
    );
    await send({ body: JSON.stringify(body) });
    expect(await refused(await witness('ann', 'Works'))).toEqual([409, { error: 'unit-disclosed' }]);
    await house.publishEdition(register, { live: 9 });
    const few = await house.choiceBody({ kind: 'witness', id: pledge, person: 'bob', choice: 'done', edition: 2 });
    expect(await answerOf(await send({ body: JSON.stringify(few) }))).toEqual([409, { error: 'crowd-too-small' }]);
    house.clock.set('2027-07-01T00:00:00Z');
    expect(await refused({})).toEqual([409, { error: 'choice-closed' }]);
  });

  test('takes no other method, and runs in no other wing', async () => {
    const request = (method: string) => new Request(url, { method, headers: json });
    const put = await action({ request: request('PUT'), context: unseen(), params: {} });
    expect([put.status, loader().status]).toEqual([405, 405]);
    await expect(action({ request: request('POST'), context: courtyard(), params: {} })).rejects.toBeDefined();
  });
});

describe('GET /choices/:kind/:id/nullifiers', () => {
  const get = (kind: string, id: string, headers: Record<string, string> = {}) =>
    nullifiers({
      request: new Request('https://petitions.example/x', { headers }),
      context: courtyard(),
      params: { kind, id },
    });

  test('is bytes with the publication as its tag, 304 to who has them, 404 for what there is not', async () => {
    const empty = await get('witness', pledge);
    expect([empty.status, empty.headers.get('etag'), (await empty.arrayBuffer()).byteLength]).toEqual([200, '"0"', 0]);
    const people = Array.from({ length: 10 }, (_, index) => `person${String(index)}`);
    await Promise.all(
      people.map((person) => house.choose({ kind: 'witness', id: pledge, person, choice: 'not-done' })),
    );
    house.clock.set('2026-06-11T18:00:00Z');
    const number = await house.publish();
    const full = await get('witness', pledge);
    const etag = `"${String(number)}"`;
    expect([full.headers.get('etag'), full.headers.get('cache-control')]).toEqual([etag, 'public, no-cache']);
    expect((await full.arrayBuffer()).byteLength).toBe(390);
    expect((await get('witness', pledge, { 'if-none-match': etag })).status).toBe(304);
    for (const [kind, id] of [
      ['witness', 'nothing'],
      ['verdict', pledge],
      ['toString', pledge],
      ['', ''],
    ] as const) {
      await expect(get(kind, id)).rejects.toMatchObject({ status: 404 });
    }
  });
});
