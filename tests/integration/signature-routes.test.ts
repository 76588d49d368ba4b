import type { AppLoadContext } from '@remix-run/node';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { recordBytes } from '~/features/published/figures/published-nullifiers.queries.server';
import { loader as entriesOf } from '~/routes/petition-entries';
import { loader as nullifiers } from '~/routes/petition-nullifiers';
import { ledgerEntry } from '~db/schema/published';
import { asc } from 'drizzle-orm';
import { decodeEntry } from '~/crypto/tlog/entry';
import { action, loader } from '~/routes/unseen.signatures';
import { waitingAction } from '~db/schema/anonymous';
import { openSigningHouse, type SigningHouse } from '~tests/support/signing-house';

let house: SigningHouse;
let petition: string;
beforeAll(async () => {
  house = await openSigningHouse();
});
beforeEach(async () => {
  await house.openRegister();
  petition = await house.openPetition();
});
afterAll(() => house.close());

const shared = () => ({ clock: house.clock, settings: house.settings });
const unseen = () =>
  ({
    ...shared(),
    wing: {
      name: 'anonymous',
      db: house.database.anonymous,
      verification: house.deps.verification,
      receipts: house.deps.receipts,
    },
  }) as unknown as AppLoadContext;
const courtyard = () =>
  ({ ...shared(), wing: { name: 'published', db: house.database.published } }) as unknown as AppLoadContext;

const url = 'https://petitions.example/unseen/signatures';
const json = { 'content-type': 'application/json' };

const send = (init: RequestInit) =>
  action({ request: new Request(url, { method: 'POST', headers: json, ...init }), context: unseen(), params: {} });

async function answerOf(response: Response): Promise<[number, unknown]> {
  return [response.status, await response.json()];
}

describe('POST /unseen/signatures', () => {
  test('answers with a receipt, and neither sets a cookie nor may be kept', async () => {
    const answer = await send({ body: JSON.stringify(await house.body({ petition, person: 'ann' })) });
    expect(answer.headers.getSetCookie()).toEqual([]);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    const [status, body] = await answerOf(answer);
    expect(status).toBe(200);
    expect(Object.keys(body as object).sort()).toEqual(['acts', 'receipt']);
  });

  test.each<[string, number, string, (body: string) => RequestInit]>([
    ['a cookie, whichever', 400, 'cookie-sent', (body) => ({ body, headers: { ...json, cookie: 'a=b' } })],
    ['a form', 415, 'not-json', () => ({ body: new URLSearchParams({ v: '1' }), headers: {} })],
    ['text', 415, 'not-json', (body) => ({ body, headers: { 'content-type': 'text/plain' } })],
    ['no type', 415, 'not-json', (body) => ({ body: Buffer.from(body), headers: {} })],
    [
      'another encoding',
      415,
      'not-json',
      (body) => ({ body, headers: { 'content-type': 'application/json; charset=utf-16' } }),
    ],
    ['what is no JSON', 400, 'malformed', (body) => ({ body: body.slice(1) })],
    ['two values', 400, 'malformed', (body) => ({ body: body + body })],
    ['nothing', 400, 'malformed', () => ({ body: '' })],
    ['8,193 bytes', 413, 'too-large', (body) => ({ body: body.padEnd(8193) })],
    ['a key more', 400, 'malformed', (body) => ({ body: body.replace('{', '{"name":"Ann",') })],
    ['deep nesting', 400, 'malformed', () => ({ body: '['.repeat(2000) + ']'.repeat(2000) })],
    [
      'a key twice, the last of another action',
      409,
      'stale-action',
      (body) => ({ body: body.replace(/}$/, ',"n":2}') }),
    ],
  ])('refuses %s', async (what, status, error, init) => {
    const acts = what.includes('twice') ? { n: 2 } : {};
    const body = JSON.stringify({ ...(await house.body({ petition, person: 'ann', ...acts })), n: 0 });
    const before = await house.database.anonymous.select().from(waitingAction);
    expect(await answerOf(await send(init(body)))).toEqual([
      status,
      { error, ...(error === 'stale-action' && { acts: 0 }) },
    ]);
    expect(await house.database.anonymous.select().from(waitingAction)).toEqual(before);
  });

  test('takes 8,192 bytes', async () => {
    const body = JSON.stringify(await house.body({ petition, person: 'ann' }));
    expect((await send({ body: body.padEnd(8192) })).status).toBe(200);
  });

  test('stops reading a body that goes on, whatever length it declares', async () => {
    let given = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        given += 1024;
        controller.enqueue(new Uint8Array(1024).fill(0x20));
      },
    });
    const init = { body: endless, duplex: 'half', headers: { ...json, 'content-length': '10' } } as RequestInit;
    expect((await send(init)).status).toBe(413);
    expect(given).toBeLessThan(16 * 1024);
  });

  test('gives every refusal its status', async () => {
    const body = await house.body({ petition, person: 'ann' });
    const refused = async (changes: object) => answerOf(await send({ body: JSON.stringify({ ...body, ...changes }) }));
    expect(await refused({ petition: 'nothing' })).toEqual([404, { error: 'unknown-petition' }]);
    expect(await refused({ register: 99 })).toEqual([422, { error: 'wrong-register' }]);
    expect(await refused({ depth: 20 })).toEqual([422, { error: 'wrong-depth' }]);
    expect(await refused({ root: '0' })).toEqual([422, { error: 'zero-root' }]);
    expect(await refused({ root: '7' })).toEqual([422, { error: 'wrong-root' }]);
    expect(await refused({ edition: 9 })).toEqual([409, { error: 'stale-edition' }]);
    expect(await refused({ n: 2 })).toEqual([422, { error: 'invalid-proof' }]);
    const ahead = await house.body({ petition, person: 'ann', n: 2 });
    expect(await refused(ahead)).toEqual([409, { error: 'stale-action', acts: 0 }]);
    const closed = await house.body({ petition: await house.openPetition({ state: 'closed' }), person: 'ann' });
    expect(await refused(closed)).toEqual([409, { error: 'petition-not-open' }]);
  });

  test('takes no other method, and runs in no other wing', async () => {
    const request = (method: string) => new Request(url, { method, headers: json });
    const put = await action({ request: request('PUT'), context: unseen(), params: {} });
    expect([put.status, loader().status]).toEqual([405, 405]);
    await expect(action({ request: request('POST'), context: courtyard(), params: {} })).rejects.toBeDefined();
  });
});

describe('GET /petitions/:id/nullifiers', () => {
  const get = (id: string, headers: Record<string, string> = {}) =>
    nullifiers({
      request: new Request(`https://petitions.example/petitions/${id}/nullifiers`, { headers }),
      context: courtyard(),
      params: { id },
    });

  test('is bytes with the publication as its tag, and 304 to who has them', async () => {
    const empty = await get(petition);
    expect([empty.status, empty.headers.get('etag')]).toEqual([200, '"0"']);
    expect((await empty.arrayBuffer()).byteLength).toBe(0);
    await house.act({ petition, person: 'ann' });
    house.clock.set('2026-06-10T18:00:00Z');
    const number = await house.publish();
    const full = await get(petition);
    expect(full.headers.get('content-type')).toBe('application/octet-stream');
    expect(full.headers.get('cache-control')).toBe('public, no-cache');
    const etag = `"${String(number)}"`;
    expect(full.headers.get('etag')).toBe(etag);
    const bytes = Buffer.from(await full.arrayBuffer());
    expect(bytes).toHaveLength(recordBytes);
    expect(bytes.subarray(0, 32).equals(house.nullifier(petition, 'ann'))).toBe(true);
    const again = await get(petition, { 'if-none-match': etag });
    expect([again.status, await again.text()]).toEqual([304, '']);
    expect((await get(petition, { 'if-none-match': '"0"' })).status).toBe(200);
  });

  test('is 404 for what is not listed, and 503 while a publication is under way', async () => {
    await expect(get('nothing')).rejects.toMatchObject({ status: 404 });
    await house.act({ petition, person: 'ann' });
    house.clock.set('2026-06-12T18:00:00Z');
    const crash = () => Promise.reject(new Error('crash'));
    await expect(house.publish({ checkpoint: crash })).rejects.toThrow('crash');
    const answer = await get(petition);
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '1']);
    await house.publish();
    expect((await get(petition)).status).toBe(200);
  });
});

describe('GET /petitions/:id/entries', () => {
  const get = (id: string, headers: Record<string, string> = {}) =>
    entriesOf({
      request: new Request(`https://petitions.example/petitions/${id}/entries`, { headers }),
      context: courtyard(),
      params: { id },
    });
  const ranges = async () => ((await (await get(petition)).json()) as { ranges: { first: number; entries: number }[] }).ranges; // prettier-ignore

  test('says where the acts of a petition stand, once a checkpoint covers them, and of no others', async () => {
    const other = await house.openPetition();
    expect(await ranges()).toEqual([]);
    for (const person of ['ann', 'ben']) await house.act({ petition, person });
    await house.act({ petition: other, person: 'ann' });
    house.clock.set('2026-06-13T18:00:00Z');
    const crash = () => Promise.reject(new Error('crash'));
    await expect(house.publish({ checkpoint: crash })).rejects.toThrow('crash');
    expect(await ranges()).toEqual([]);
    await house.publish();
    await house.act({ petition, person: 'ann', action: 'withdraw', n: 1 });
    house.clock.set('2026-06-14T18:00:00Z');
    await house.publish();

    const rows = await house.database.published.select().from(ledgerEntry).orderBy(asc(ledgerEntry.index));
    const said = (await ranges()).map(({ first, entries }) =>
      rows.slice(first, first + entries).map(({ bytes }) => decodeEntry(bytes)),
    );
    expect(said.map((entries) => entries.map(({ kind }) => kind))).toEqual([
      ['signature', 'signature'],
      ['withdrawal'],
    ]);
    expect(said.flat().every((entry) => entry['petition'] === petition)).toBe(true);
    expect(rows.filter(({ bytes }) => decodeEntry(bytes)['petition'] === petition && 'nullifier' in decodeEntry(bytes))).toHaveLength(3); // prettier-ignore
  });

  test('may be read by any site, is asked for anew each time, and is 404 for what never opened', async () => {
    const answer = await get(petition);
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    expect(answer.headers.get('cache-control')).toBe('public, no-cache');
    const etag = answer.headers.get('etag') ?? '';
    expect((await get(petition, { 'if-none-match': etag })).status).toBe(304);
    expect((await get('nothing')).status).toBe(404);
  });
});
