import type { AppLoadContext } from '@remix-run/node';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { loader as nullifiers } from '~/routes/summary-nullifiers';
import { action, loader } from '~/routes/unseen.corroborations';
import { waitingCorroboration } from '~db/schema/anonymous-concerns';
import { openSummaryHouse, type SummaryHouse } from '~tests/support/summary-house';

let house: SummaryHouse;
let summary: string;
beforeAll(async () => {
  house = await openSummaryHouse();
});
beforeEach(async () => {
  summary = await house.publishSummary();
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

const url = 'https://petitions.example/unseen/corroborations';
const json = { 'content-type': 'application/json' };
const send = (init: RequestInit) =>
  action({ request: new Request(url, { method: 'POST', headers: json, ...init }), context: unseen(), params: {} });
const answerOf = async (response: Response) => [response.status, await response.json()] as const;
const waiting = () => house.database.anonymous.select().from(waitingCorroboration);

describe('POST /unseen/corroborations', () => {
  test('answers with the number of acts, and neither sets a cookie nor may be kept', async () => {
    const answer = await send({ body: JSON.stringify(await house.corroborationBody({ summary, person: 'ann' })) });
    expect(answer.headers.getSetCookie()).toEqual([]);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(await answerOf(answer)).toEqual([200, { acts: 1 }]);
  });

  test.each<[string, number, string, (body: string) => RequestInit]>([
    ['a cookie, whichever', 400, 'cookie-sent', (body) => ({ body, headers: { ...json, cookie: 'a=b' } })],
    ['a form', 415, 'not-json', () => ({ body: new URLSearchParams({ v: '1' }), headers: {} })],
    ['text', 415, 'not-json', (body) => ({ body, headers: { 'content-type': 'text/plain' } })],
    ['what is no JSON', 400, 'malformed', (body) => ({ body: body.slice(1) })],
    ['nothing', 400, 'malformed', () => ({ body: '' })],
    ['4,097 bytes', 413, 'too-large', (body) => ({ body: body.padEnd(4097) })],
    ['a key more', 400, 'malformed', (body) => ({ body: body.replace('{', '{"name":"Ann",') })],
    ['deep nesting', 400, 'malformed', () => ({ body: '['.repeat(2000) + ']'.repeat(2000) })],
  ])('refuses %s', async (_, status, error, init) => {
    const before = await waiting();
    const body = JSON.stringify(await house.corroborationBody({ summary, person: 'ann' }));
    expect(await answerOf(await send(init(body)))).toEqual([status, { error }]);
    expect(await waiting()).toEqual(before);
  });

  test('gives every refusal its status', async () => {
    const body = await house.corroborationBody({ summary, person: 'ann' });
    const refused = async (changes: object) => answerOf(await send({ body: JSON.stringify({ ...body, ...changes }) }));
    expect(await refused({ summary: 'a'.repeat(26) })).toEqual([404, { error: 'unknown-summary' }]);
    expect(await refused({ register: 99 })).toEqual([422, { error: 'wrong-register' }]);
    expect(await refused({ depth: 20 })).toEqual([422, { error: 'wrong-depth' }]);
    expect(await refused({ root: '0' })).toEqual([422, { error: 'zero-root' }]);
    expect(await refused({ root: '7' })).toEqual([422, { error: 'wrong-root' }]);
    expect(await refused({ edition: 9 })).toEqual([409, { error: 'stale-edition' }]);
    expect(await refused({ choice: 'contradicts' })).toEqual([422, { error: 'invalid-proof' }]);
    const ahead = await house.corroborationBody({ summary, person: 'ann', n: 2 });
    expect(await refused(ahead)).toEqual([409, { error: 'stale-action', acts: 0 }]);
  });

  test('takes no other method, and runs in no other wing', async () => {
    const request = (method: string) => new Request(url, { method, headers: json });
    const put = await action({ request: request('PUT'), context: unseen(), params: {} });
    expect([put.status, loader().status]).toEqual([405, 405]);
    await expect(action({ request: request('POST'), context: courtyard(), params: {} })).rejects.toBeDefined();
  });
});

describe('GET /summaries/:id/nullifiers', () => {
  const get = (id: string, headers: Record<string, string> = {}) =>
    nullifiers({
      request: new Request('https://petitions.example/x', { headers }),
      context: courtyard(),
      params: { id },
    });

  test('is bytes with the publication as its tag, 304 to who has them, 404 for what there is not', async () => {
    const empty = await get(summary);
    expect([empty.status, empty.headers.get('etag'), (await empty.arrayBuffer()).byteLength]).toEqual([200, '"0"', 0]);
    await Promise.all(
      Array.from({ length: 10 }, (_, index) => house.corroborate({ summary, person: `person${String(index)}` })),
    );
    house.clock.set('2026-06-11T18:00:00Z');
    const number = await house.publish();
    const full = await get(summary);
    const etag = `"${String(number)}"`;
    expect([full.headers.get('etag'), full.headers.get('cache-control')]).toEqual([etag, 'public, no-cache']);
    expect((await full.arrayBuffer()).byteLength).toBe(390);
    expect((await get(summary, { 'if-none-match': etag })).status).toBe(304);
    await expect(get('nothing')).rejects.toMatchObject({ status: 404 });
  });
});
