import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { poseidon2 } from 'poseidon-lite/poseidon2';
import { sha256 } from '@noble/hashes/sha2.js';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { fromHex, hashFields, toBigInt, toHex } from '~/crypto/hash';
import { asGroupRoot, asNullifier, FIELD_ORDER, fromBytes32, toBytes32 } from '~/crypto/semaphore/field';
import { identityFromEntropy } from '~/crypto/semaphore/key';
import {
  choiceMessage,
  choiceScope,
  petitionScope,
  petitionTextDigest,
  reduce,
  signMessage,
} from '~/crypto/semaphore/statement';
import { offerChoice } from '~/features/published/choices/offer-choice.server';
import { openSql } from '~db/database';
import { waitingAction } from '~db/schema/anonymous';
import { edition, petition, publication } from '~db/schema/published';
import { dumpOf } from '~tests/support/dump';
import { openEnrolmentHouse, type EnrolmentHouse } from '~tests/support/enrolment-house';
import { startTestServer, testOrganisation, type TestServer } from '~tests/support/server';
import { createSimulator, type Simulator } from '~tests/support/simulated-proofs';

/*
 * The real process over a real database: people enrol, sign without being signed in, are published. Then somebody dumps
 * everything, takes the roster, all keys of the server and its log, and attacks (threat model, rules 1 to 3, 6, 8).
 */

const people = Array.from({ length: 40 }, (_, i) => `staff-${String(4711 + i)}`);
/** Who signs, in the order in which they do it: every third, from the end of the roster. */
const signers = people.filter((_, i) => i % 3 === 0).reverse();
const quietSigners = people.slice(5, 9);
const text = { title: 'Stop the recording', demands: ['Stop it.'], background: '' };
const agent = 'TellTale/7.7 (Laptop of staff-4711)';

let house: EnrolmentHouse;
let server: TestServer;
let simulator: Simulator;
let folder: string;
const identities = new Map(
  people.map((person) => [person, identityFromEntropy(sha256(Buffer.from(person)).slice(0, 16))]),
);

const loud = 'loud-petition';
const quiet = 'quiet-petition';
const silent = 'silent-petition';

beforeAll(async () => {
  house = await openEnrolmentHouse({ organisation: testOrganisation });
  simulator = await createSimulator();
  folder = await mkdtemp(join(tmpdir(), 'rr-privacy-'));
  await writeFile(join(folder, 'key.json'), JSON.stringify(simulator.key));
  house.clock.set('2026-06-10T10:11:12.345Z');
  await house.hire(people);
  for (const person of people) await house.enrol(person, 'first', identities.get(person)?.commitment);
  for (const id of [loud, quiet, silent]) {
    await house.database.identified.insert(petition).values({
      ...{ id, ...text, textDigest: petitionTextDigest(text), state: 'accepted', organizerName: 'Olga Organizer' },
      ...{ submittedDay: '2026-06-10', closesDay: '2026-07-10', criticalMass: 10 },
    });
  }
  server = await startTestServer({
    database: house.database,
    clock: '2026-06-10T18:00:03Z',
    variables: { TEST_VERIFICATION_KEY_FILE: join(folder, 'key.json') },
  });
  await published('2026-06-10');
}, 300_000);

afterAll(async () => {
  await server.stop();
  await house.close();
  await rm(folder, { recursive: true });
});

/** Waits for the server to have finished the publication of a day. */
async function published(day: string): Promise<void> {
  await vi.waitUntil(
    async () => {
      const rows = await house.database.published.select().from(publication).where(eq(publication.day, day));
      return rows.some(({ checkpointDone }) => checkpointDone);
    },
    { timeout: 60_000, interval: 50 },
  );
}

const nullifierOf = (person: string, id: string) =>
  identities.get(person)?.nullifier(petitionScope(testOrganisation, id)) ?? 0n;

async function post(person: string, id: string, headers: Record<string, string> = {}): Promise<Response> {
  const [newest] = await house.database.published.select().from(edition);
  const proof = simulator.prove({
    depth: 17,
    root: asGroupRoot(fromBytes32(newest?.groupRoot ?? new Uint8Array(32))),
    nullifier: asNullifier(nullifierOf(person, id)),
    scope: reduce(petitionScope(testOrganisation, id)),
    message: reduce(signMessage(petitionTextDigest(text), 'sign', 0)),
  });
  const { root, nullifier, points } = proof;
  return fetch(`${server.url}/unseen/signatures`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'user-agent': agent, ...headers },
    body: JSON.stringify({
      ...{ v: 1, petition: id, register: 1, edition: newest?.number, action: 'sign', n: 0, depth: 17 },
      ...{ root, nullifier, points },
    }),
  });
}

/** Rank correlation of two orders of the same things: 1 the same, 0 nothing in common. */
function correlation(a: readonly string[], b: readonly string[]): number {
  const n = a.length;
  const squares = a.map((item, rank) => (rank - b.indexOf(item)) ** 2).reduce((sum, square) => sum + square, 0);
  return 1 - (6 * squares) / (n * (n * n - 1));
}

/** Waiting acts as they lie in the file, with the transaction that put them there. */
async function physical(): Promise<{ nullifier: string; xmin: string }[]> {
  const sql = openSql({ ...house.database.admin, max: 1 });
  const rows = await sql<{ nullifier: string; xmin: string }[]>`
    select encode(nullifier, 'hex') as nullifier, xmin::text from anonymous.waiting_action
    where petition_id = ${loud} order by ctid`;
  await sql.end();
  return rows;
}

const hexOf = (person: string, id: string) => toHex(toBytes32(nullifierOf(person, id)));

describe('who signs', () => {
  test('needs no cookie, gets none, and is refused with one', async () => {
    const withCookie = await post(signers[0] ?? '', loud, { cookie: 'rr_session=abc' });
    expect(withCookie.status).toBe(400);
    expect(await withCookie.json()).toMatchObject({ error: 'cookie-sent' });
    expect((await post(signers[0] ?? '', loud, { cookie: 'theme=dark' })).status).toBe(400);
    expect(await house.database.anonymous.select().from(waitingAction)).toEqual([]);
    for (const [index, person] of signers.entries()) {
      await server.setClock(new Date(Date.parse('2026-06-11T08:00:05Z') + index * 700));
      const answer = await post(person, loud);
      expect(answer.status).toBe(200);
      expect(answer.headers.getSetCookie()).toEqual([]);
    }
    for (const person of quietSigners) expect((await post(person, quiet)).status).toBe(200);
    expect(await house.database.anonymous.select().from(waitingAction)).toHaveLength(
      signers.length + quietSigners.length,
    );
  });

  test('stands in no order but that of the nullifiers once the minute has passed', async () => {
    const arrival = signers.map((person) => hexOf(person, loud));
    await server.setClock('2026-06-11T08:05:00Z');
    const inOneTransaction = async () => new Set((await physical()).map(({ xmin }) => xmin)).size === 1;
    await vi.waitUntil(inOneTransaction, { timeout: 30_000, interval: 50 });
    const lying = (await physical()).map(({ nullifier }) => nullifier);
    expect(lying).toEqual([...arrival].sort());
    // What is left of the order of arrival is what two fixed, unrelated orders have by chance.
    expect(Math.abs(correlation(lying, arrival))).toBeLessThan(0.6);
  });
});

describe('below the critical mass', () => {
  test('a petition that four have signed and one that nobody has are the same to everybody', async () => {
    const pages = async (id: string) =>
      Promise.all(
        [`/petitions/${id}`, `/petitions/${id}/nullifiers`, `/petitions/${id}/sign`].map(async (path) => {
          const answer = await fetch(`${server.url}${path}`);
          const body = (await answer.text()).replaceAll(id, 'ID').replaceAll(/nonce="[^"]+"/g, 'nonce');
          return { status: answer.status, etag: answer.headers.get('etag'), length: body.length, body };
        }),
      );
    const [four, none] = [await pages(quiet), await pages(silent)];
    expect(four.map(({ status }) => status)).toEqual([200, 200, 200]);
    // Seals are drawn from the petition's name: their ids and strokes differ, nothing else may.
    expect(four.map(({ etag }) => etag)).toEqual(none.map(({ etag }) => etag));
    expect(four[1]?.body).toBe('');
    expect(none[1]?.body).toBe('');
    expect(four[2]?.body).toBe(none[2]?.body);
    expect(four[0]?.body).toBe(none[0]?.body);
  });

  test('nothing of it is in the courtyard after a publication, in whatever form', async () => {
    await server.setClock('2026-06-11T18:00:05Z');
    await published('2026-06-11');
    const dump = await dumpOf(house.database.admin);
    const lines = dump.split('\n');
    for (const person of quietSigners) {
      const nullifier = nullifierOf(person, quiet);
      const hits = lines.filter((line) => contains(line, nullifier));
      expect(hits.map((line) => line.split(' ')[0])).toEqual(['anonymous.waiting_action']);
    }
    const named = lines.filter((line) => line.includes(quiet) || line.includes(Buffer.from(quiet).toString('hex')));
    const tables = new Set(named.map((line) => line.split(' ')[0]));
    expect(tables).toEqual(new Set(['anonymous.waiting_action', 'published.petition', 'published.ledger_entry']));
    const entries = named.filter((line) => line.startsWith('published.ledger_entry'));
    expect(entries.map(kindOf)).toEqual(['petition-opened']);
  });
});

describe('somebody with a dump, the roster and every key', () => {
  test('finds whom signatures belong to by no name, number or commitment', async () => {
    const dump = await dumpOf(house.database.admin);
    const unseen = dump
      .split('\n')
      .filter((line) => /^(anonymous\.|published\.(signature|tally|figure|deletion))/.test(line));
    expect(unseen.length).toBeGreaterThan(signers.length);
    for (const person of people) {
      const commitment = identities.get(person)?.commitment ?? 0n;
      for (const line of unseen) {
        expect(line.includes(person) || line.toLowerCase().includes(person.toLowerCase())).toBe(false);
        expect(contains(line, commitment)).toBe(false);
      }
    }
  });

  test('cannot compute a nullifier from anything that is stored', async () => {
    const scope = reduce(petitionScope(testOrganisation, loud));
    const dump = await dumpOf(house.database.admin);
    const places = await house.places(1);
    for (const { personNumber, leafIndex } of places) {
      const commitment = identities.get(personNumber)?.commitment ?? 0n;
      const guesses = [
        poseidon2([scope, commitment]),
        poseidon2([commitment, scope]),
        poseidon2([scope, BigInt(leafIndex)]),
        poseidon2([scope, toBigInt(Buffer.from(personNumber))]),
        toBigInt(hashFields('petition/v1', testOrganisation, loud, commitment)) % FIELD_ORDER,
        toBigInt(hashFields('petition/v1', loud, personNumber)) % FIELD_ORDER,
        toBigInt(sha256(Buffer.from(`${loud}${personNumber}`))) % FIELD_ORDER,
      ];
      for (const guess of guesses) expect(contains(dump, guess)).toBe(false);
      // What does lead there is on people's devices only.
      expect(contains(dump, identities.get(personNumber)?.secretScalar ?? 0n)).toBe(false);
      expect(dump).not.toContain(toHex(sha256(Buffer.from(personNumber)).slice(0, 16)));
    }
    expect(contains(dump, nullifierOf(signers[0] ?? '', loud))).toBe(true);
  });

  test('gets nothing from orders: of the roster, of enrolling, of places, of rows, of entries', async () => {
    const sql = openSql({ ...house.database.admin, max: 1 });
    const list = async (query: string) => (await sql.unsafe<{ item: string }[]>(query)).map(({ item }) => item);
    const byRow = await list(`
      select encode(nullifier, 'hex') as item from published.signature where petition_id = '${loud}' order by ctid`);
    const byEntry = (await list(`select encode(bytes, 'hex') as item from published.ledger_entry order by index`))
      .map((bytes) => JSON.parse(Buffer.from(bytes, 'hex').toString()) as Record<string, string>)
      .filter((entry) => entry['petition'] === loud && entry['kind'] === 'signature')
      .map((entry) => entry['nullifier'] ?? '');
    const enrolled = await list('select person_number as item from identified.enrolment order by ctid');
    const placed = await list('select person_number as item from identified.register_place order by leaf_index');
    const stored = await list('select person_number as item from identified.register_place order by ctid');
    const [writers] = await sql`
      select count(distinct xmin::text)::int as n from published.signature where petition_id = ${loud}`;
    await sql.end();
    expect(byRow).toEqual([...byRow].sort());
    expect(byEntry).toEqual(byRow);
    expect(byRow).toHaveLength(signers.length);
    expect(writers?.['n']).toBe(1);
    // Places are given out in random order: 0.7 by chance is one in a million.
    expect(Math.abs(correlation(placed, enrolled))).toBeLessThan(0.7);
    expect(Math.abs(correlation(stored, enrolled))).toBeLessThan(0.7);
    // Guessing that the k-th signature is the k-th person of an order, in whatever order, hits as often as chance does.
    const truth = new Map(signers.map((person) => [hexOf(person, loud), person]));
    for (const order of [people, enrolled, placed, stored]) {
      const able = order.filter((person) => signers.includes(person));
      const hits = byRow.filter((nullifier, k) => truth.get(nullifier) === able[k]).length;
      expect(hits).toBeLessThan(10);
    }
  });

  test('gets no time from any row of the anonymous wing, nor of what came from it, nor from the ledger', async () => {
    const lines = (await dumpOf(house.database.admin)).split('\n');
    const public_ = lines.filter((line) => /^(anonymous|published)\./.test(line));
    const clocks = /\d\d:\d\d|T\d\d|\b1[5-9]\d{8,11}\b/;
    const slots = public_.filter((line) => line.startsWith('published.publication '));
    expect(slots.length).toBe(2);
    for (const slot of slots) expect(slot).toMatch(/ \(\d,"2026-06-1[01] 18:00:00\+00",2026-06-1[01],t,t,t\)$/);
    for (const line of public_) {
      if (line.startsWith('published.publication ')) continue;
      const ledger = /^published\.ledger_entry \(\d+,"?\\*x([0-9a-f]+)/.exec(line);
      const readable = ledger
        ? Buffer.from(fromHex(ledger[1] ?? '')).toString()
        : line.replaceAll(/x?[0-9a-f]{40,}/g, '');
      expect(readable).not.toMatch(clocks);
    }
  });

  test('gets nothing but the three wings and the list of migrations, and no sequence that counts acts', async () => {
    const sql = openSql({ ...house.database.admin, max: 1 });
    const schemas = await sql<{ name: string }[]>`
      select distinct schemaname as name from pg_tables
      where schemaname not in ('pg_catalog', 'information_schema') order by 1`;
    expect(schemas.map(({ name }) => name)).toEqual(['anonymous', 'identified', 'migrations', 'published']);
    const sequences = await sql<{ name: string }[]>`select schemaname || '.' || sequencename as name from pg_sequences`;
    await sql.end();
    expect(sequences.map(({ name }) => name)).toEqual(['migrations.applied_id_seq']);
  });

  test('gets nothing personal from the identified wing that a signature could be matched with', async () => {
    const lines = (await dumpOf(house.database.admin)).split('\n').filter((line) => line.startsWith('identified.'));
    // Nonces go when they are used; enrolments have a day.
    expect(lines.filter((line) => /enrolment_nonce|enrolment_ticket/.test(line))).toEqual([]);
    const enrolments = lines.filter((line) => line.startsWith('identified.enrolment '));
    expect(enrolments).toHaveLength(people.length);
    for (const line of enrolments) expect(line.replaceAll(/\\*x[0-9a-f]+/g, '')).not.toMatch(/\d\d:\d\d/);
    for (const person of signers) {
      expect(lines.some((line) => contains(line, nullifierOf(person, loud)))).toBe(false);
    }
  });

  test('gets no address, browser, path, petition or nullifier from the log', async () => {
    await post(signers[0] ?? '', loud);
    await fetch(`${server.url}/unseen/signatures`, { method: 'POST', body: '{', headers: { 'user-agent': agent } });
    await fetch(`${server.url}/petitions/${loud}`, { headers: { 'user-agent': agent } });
    const log = server.log();
    const secrets = [
      agent,
      '127.0.0.1',
      '::1',
      '/unseen',
      loud,
      quiet,
      ...signers.map((person) => hexOf(person, loud)),
    ];
    const decimals = signers.map((person) => nullifierOf(person, loud).toString());
    for (const secret of [...secrets, ...decimals, ...people]) expect(log).not.toContain(secret);
  });
});

describe('concerns', () => {
  test('leave nothing in the log: no path, no name of a concern, no word of a request, taken or refused', async () => {
    const marker = randomBytes(32).toString('hex');
    const octets = { 'content-type': 'application/octet-stream', 'user-agent': agent };
    const json = { 'content-type': 'application/json', 'user-agent': agent };
    const post = (path: string, init: RequestInit) =>
      fetch(`${server.url}/unseen/${path}`, { method: 'POST', headers: json, ...init });
    const answers = await Promise.all([
      post('concerns', { body: JSON.stringify({ marker }) }),
      post('concerns', { body: JSON.stringify({ marker }), headers: { ...json, cookie: `a=${marker}` } }),
      post('concerns/conversation', { body: JSON.stringify({ v: 1, request: marker, key: marker, signature: '' }) }),
      post(`concerns/${marker}`, { body: '{}' }),
      post(`concerns/chunks/${marker}/0/${marker}`, { body: Buffer.from(marker), headers: octets }),
      post(`concerns/chunks/${marker}/0/${toHex(sha256(Buffer.from(marker)))}`, {
        body: Buffer.from(marker),
        headers: octets,
      }),
      post('handling/list', { body: marker }),
      post(`handling/${marker}`, { body: '{}' }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([400, 400, 400, 404, 422, 404, 400, 404]);
    for (const answer of answers) expect(answer.headers.getSetCookie()).toEqual([]);
    for (const secret of [marker, agent, '/unseen', 'concern', 'handling']) expect(server.log()).not.toContain(secret);
    expect(await dumpOf(house.database.admin)).not.toContain(marker);
  });
});

describe('questions', () => {
  test('leave nothing in the log, whether they are taken or refused, and nothing in the database where they are refused', async () => {
    const marker = `Who is ${randomBytes(16).toString('hex')}?`;
    const body = JSON.stringify({ v: 1, petition: loud, about: 'petition', body: marker });
    const json = { 'content-type': 'application/json', 'user-agent': agent };
    const post = (headers: Record<string, string>, sent = body) =>
      fetch(`${server.url}/unseen/questions`, { method: 'POST', headers: { ...json, ...headers }, body: sent });
    const answers = await Promise.all([
      post({}),
      post({ cookie: `a=${marker}` }),
      post({ 'content-type': 'text/plain' }),
      post({}, body.padEnd(9000)),
      fetch(`${server.url}/unseen/questions?${encodeURIComponent(marker)}`, { headers: { 'user-agent': agent } }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([400, 400, 415, 413, 405]);
    for (const answer of answers) expect(answer.headers.getSetCookie()).toEqual([]);
    for (const secret of [marker, agent, '/unseen', loud]) expect(server.log()).not.toContain(secret);
    expect(await dumpOf(house.database.admin)).not.toContain(marker);
  });
});

describe('choices', () => {
  test('leave nothing in the log, taken or refused; a judged answer is as one that nobody judged', async () => {
    const [judged, untouched] = [`${loud}.1`, `${silent}.1`] as const;
    const textDigest = new Uint8Array(randomBytes(32));
    const offered = { kind: 'verdict', revision: 1, textDigest, day: '2026-06-11', untilDay: '2027-06-11' } as const;
    for (const id of [judged, untouched]) await offerChoice(house.database.identified, { ...offered, id });
    const newest = (await house.editions()).get(1);
    const person = identities.get(signers[0] ?? '');
    const proof = simulator.prove({
      depth: 17,
      root: asGroupRoot(fromBytes32(newest?.groupRoot ?? new Uint8Array(32))),
      nullifier: asNullifier(person?.nullifier(choiceScope(testOrganisation, 'verdict', judged)) ?? 0n),
      scope: reduce(choiceScope(testOrganisation, 'verdict', judged)),
      message: reduce(choiceMessage(textDigest, 'partly', 0)),
    });
    const { root, nullifier, points } = proof;
    const body = {
      ...{ v: 1, kind: 'verdict', id: judged, revision: 1, register: 1, edition: newest?.number, choice: 'partly' },
      ...{ n: 0, depth: 17, root, nullifier, points },
    };
    const json = { 'content-type': 'application/json', 'user-agent': agent };
    const post = (changes: object, headers: Record<string, string> = {}) =>
      fetch(`${server.url}/unseen/choices`, {
        method: 'POST',
        headers: { ...json, ...headers },
        body: JSON.stringify({ ...body, ...changes }),
      });
    const answers = [
      await post({}, { cookie: 'a=b' }),
      await post({ marker: agent }),
      await post({ choice: 'not' }),
      await post({}),
      await post({ choice: 'answered' }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([400, 400, 422, 200, 422]);
    for (const answer of answers) expect(answer.headers.getSetCookie()).toEqual([]);
    const file = async (id: string) => {
      const answer = await fetch(`${server.url}/choices/verdict/${id}/nullifiers`, {
        headers: { 'user-agent': agent },
      });
      return [answer.status, answer.headers.get('etag'), await answer.text()];
    };
    expect(await file(judged)).toEqual(await file(untouched));
    expect((await file(judged))[0]).toBe(200);
    const log = server.log();
    for (const secret of [agent, '/unseen', '/choices', loud, nullifier, toHex(toBytes32(BigInt(nullifier)))]) {
      expect(log).not.toContain(secret);
    }
    const dump = (await dumpOf(house.database.admin)).split('\n');
    const found = dump.filter((line) => contains(line, BigInt(nullifier))).map((line) => line.split(' ')[0]);
    expect(found).toEqual(['anonymous.waiting_choice']);
  });
});

describe('anonymity is no setting', () => {
  test('no variable of the environment and no row of settings turns on a log, a cookie or an address', async () => {
    const marker = randomBytes(8).toString('hex');
    const talkative = await startTestServer({
      database: house.database,
      clock: '2026-06-11T19:00:00Z',
      variables: {
        ...{ TEST_VERIFICATION_KEY_FILE: join(folder, 'key.json'), DEBUG: '*', LOG_LEVEL: 'trace', NODE_DEBUG: 'app' },
        ...{ TRUST_PROXY: '1', LOG_ADDRESSES: '1' },
      },
    });
    const answer = await fetch(`${talkative.url}/unseen/signatures`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'user-agent': marker, 'x-forwarded-for': '203.0.113.77' },
      body: JSON.stringify({ marker }),
    });
    expect(answer.status).toBe(400);
    expect(answer.headers.getSetCookie()).toEqual([]);
    await talkative.stop();
    expect(talkative.log()).not.toContain(marker);
    expect(talkative.log()).not.toContain('203.0.113.77');
    expect(await dumpOf(house.database.admin)).not.toContain(marker);
  });
});

function kindOf(line: string): string {
  const bytes = /^published\.ledger_entry \(\d+,"?\\*x([0-9a-f]+)/.exec(line)?.[1] ?? '';
  return (JSON.parse(Buffer.from(fromHex(bytes)).toString()) as { kind: string }).kind;
}

/** Whether a number stands in a text in any form that we write numbers in; also as text within hexadecimal. */
function contains(text: string, value: bigint): boolean {
  const hex = toHex(toBytes32(value));
  const forms = [hex, value.toString(), Buffer.from(toBytes32(value)).toString('base64').slice(0, 40)];
  return forms.some((form) => text.includes(form) || text.includes(Buffer.from(form).toString('hex')));
}
