import { randomBytes } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { toHex } from '~/crypto/hash';
import { encodeManifest } from '~/features/anonymous/concerns/manifest';
import { signRequest } from '~/features/anonymous/concerns/signed-request';
import { concernList, handledConcern, type HandledConcern } from '~/features/anonymous/concerns/conversation.schema';
import { addDays } from '~/platform/clock';
import {
  concern,
  concernAnswerDays,
  concernChunk,
  concernGrant,
  concernMessage,
  concernTally,
} from '~db/schema/anonymous-concerns';
import { accepted, openConcernHouse, randomText, refusal, type ConcernHouse, type HouseHandler, type RaisedInHouse } from '~tests/support/concern-house'; // prettier-ignore
import { packed } from '~tests/support/packed-messages';

let house: ConcernHouse;
let hana: HouseHandler;
let otto: HouseHandler;
let raised: RaisedInHouse;
let people = 0;
const today = '2026-06-10';
beforeAll(async () => {
  house = await openConcernHouse();
  hana = house.hana;
  otto = await house.addHandler('Otto Ombudsman');
});
beforeEach(async () => {
  house.clock.set(`${today}T12:00:00Z`);
  raised = await house.raise({ person: `person${String((people += 1))}` });
});
afterAll(() => house.close());

const ask = (handler: HouseHandler, act: string, request: Parameters<ConcernHouse['askAsHandler']>[2] = {}) =>
  house.askAsHandler(handler, act, { concern: raised.concern, ...request });
const seen = async (handler = hana): Promise<HandledConcern> =>
  handledConcern.parse(accepted(await ask(handler, 'conversation')).json);
const move = (handler: HouseHandler, from: string, to: string, reason: string | null = null) =>
  ask(handler, 'state', { from, to, reason });
const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');

describe('the list', () => {
  test('has every concern once, in the order of names, page by page', async () => {
    for (let i = 0; i < 4; i += 1) await house.raise({ person: `listed${String(i)}` });
    const unfinished = await house.raisingBody({ person: 'unfinished' });
    accepted(await house.send('/unseen/concerns', unfinished.body));
    const all: string[] = [];
    for (let after: string | null = null, more = true; more;) {
      const page = concernList.parse(accepted(await house.askAsHandler(hana, 'list', { after, limit: 2 })).json);
      expect(page.concerns.length).toBeLessThanOrEqual(2);
      all.push(...page.concerns.map((each) => each.concern));
      after = page.next;
      more = page.next !== null;
    }
    expect(all).toEqual([...new Set(all)].sort());
    expect(all).toContain(raised.concern);
    expect(all).not.toContain(unfinished.concern);
    expect(refusal(await house.askAsHandler(hana, 'list', { after: null, limit: 51 }))).toEqual([400, 'malformed']);
  });

  test('gives the ciphertext as it was sent, and nothing that could name a slot', async () => {
    const answer = await seen();
    expect(answer.messages[0]?.text).toBe(base64(raised.parts[0]?.chunks[0]?.bytes ?? new Uint8Array()));
    expect(answer).toMatchObject({ state: 'received', next: 1, hiddenFrom: [], assignedTo: null, labelsNumber: 0 });
    const text = JSON.stringify(answer);
    const nullifier = toHex(house.slotNullifier(today, 0, `person${String(people)}`));
    expect(text).not.toContain(nullifier);
    expect(Object.keys(answer)).not.toContain('storageKey');
  });
});

describe('a conversation', () => {
  test('goes both ways, under the number that is next; notes are seen by handlers alone', async () => {
    await house.write(hana, raised.concern, { number: 1 });
    const note = await house.write(otto, raised.concern, { number: 2, audience: 'handlers' });
    const theirs = accepted(await house.ask(raised.receipt, 'conversation')).json as HandledConcern;
    expect(theirs.messages.map(({ number, sender }) => [number, sender])).toEqual([
      [0, 'reporter'],
      [1, hana.fingerprint],
    ]);
    expect(theirs.next).toBe(3);
    expect(Object.keys(theirs)).not.toContain('labels');
    const hash = note[0]?.chunks[0]?.hash ?? '';
    expect(refusal(await house.ask(raised.receipt, 'chunk', { number: 2, hash }))).toEqual([404, 'not-listed']);
    // Who did not know of the note is told the number, and loses nothing.
    const taken = await house.begin(raised.receipt, raised.concern, { number: 2, parts: randomText() });
    expect([taken.status, taken.json]).toEqual([409, { error: 'number-taken', next: 3 }]);
    await house.write(raised.receipt, raised.concern, { number: 3 });
    expect((await seen()).messages.map(({ number, audience }) => [number, audience])).toEqual([
      [0, 'all'],
      [1, 'all'],
      [2, 'handlers'],
      [3, 'all'],
    ]);
  });

  test('gives every chunk back as it was made, to both sides', async () => {
    const parts = packed([randomBytes(100), randomBytes(1_500_000)]);
    await house.write(raised.receipt, raised.concern, { number: 1, parts });
    const other = await house.raise({ person: 'elsewhere' });
    for (const { hash, bytes } of parts.flatMap((part) => part.chunks)) {
      for (const answer of [
        await ask(hana, 'chunk', { number: 1, hash }),
        await house.ask(raised.receipt, 'chunk', { number: 1, hash }),
      ]) {
        expect(answer.headers.get('content-type')).toBe('application/octet-stream');
        expect(Buffer.compare(answer.bytes, bytes)).toBe(0);
      }
      expect(refusal(await ask(hana, 'chunk', { number: 0, hash }))).toEqual([404, 'not-listed']);
      const elsewhere = { concern: other.concern, number: 0, hash };
      expect(refusal(await house.askAsHandler(hana, 'chunk', elsewhere))).toEqual([404, 'not-listed']);
      expect(refusal(await house.ask(other.receipt, 'chunk', { number: 0, hash }))).toEqual([404, 'not-listed']);
    }
  });

  test('an unfinished message of one side is replaced by its next, and keeps nobody else from writing', async () => {
    const first = randomText();
    accepted(await house.begin(raised.receipt, raised.concern, { number: 1, parts: first }));
    const second = randomText();
    accepted(await house.begin(raised.receipt, raised.concern, { number: 1, parts: second }));
    const [gone] = first.flatMap((part) => part.chunks);
    if (!gone) throw new Error('a chunk');
    expect(refusal(await house.sendChunk(raised.concern, 1, gone.hash, gone.bytes))).toEqual([404, 'not-listed']);
    await house.write(hana, raised.concern, { number: 2 });
    await house.upload(raised.concern, 1, second);
    expect((await seen()).messages.map(({ number }) => number)).toEqual([0, 1, 2]);
    // The same manifest once more is answered, and is no new message.
    expect(accepted(await house.begin(raised.receipt, raised.concern, { number: 1, parts: second })).json).toEqual({
      missing: [],
    });
  });

  test('moves retention on with the words of either side, not with notes', async () => {
    const deleted = async () => (await seen()).deletedOn;
    expect(await deleted()).toBe('2027-06-10');
    house.clock.set('2026-06-20T12:00:00Z');
    await house.write(hana, raised.concern, { number: 1, audience: 'handlers' });
    expect(await deleted()).toBe('2027-06-10');
    await house.write(hana, raised.concern, { number: 2 });
    expect(await deleted()).toBe('2027-06-20');
    house.clock.set('2026-07-01T12:00:00Z');
    await house.write(raised.receipt, raised.concern, { number: 3 });
    expect(await seen()).toMatchObject({ deletedOn: '2027-07-01', lastDay: '2026-07-01', day: today });
  });

  test('is refused in another’s name, about another programme, for another concern', async () => {
    const other = await house.raise({ person: `${String(people)}other` });
    const parts = randomText();
    const as = async (...args: Parameters<ConcernHouse['begin']>) => refusal(await house.begin(...args));
    expect(await as(other.receipt, raised.concern, { number: 1, parts })).toEqual([400, 'malformed']);
    expect(await as(raised.receipt, raised.concern, { number: 1, parts, programme: null })).toEqual([400, 'malformed']);
    const posing = { ...otto, fingerprint: hana.fingerprint };
    expect(await as(posing, raised.concern, { number: 1, parts })).toEqual([400, 'malformed']);
    const stranger = { ...raised.receipt, concern: randomBytes(32) };
    const unknown = toHex(stranger.concern);
    expect(await as(hana, unknown, { number: 1, parts })).toEqual([404, 'unknown-concern']);
  });

  test('has limits: 20 messages a day from the reporter, 200 in all, 256 MiB a day', async () => {
    const huge = Array.from({ length: 3 }, () => ({
      size: 90 * 1_048_576,
      chunks: Array.from({ length: 90 }, () => ({ hash: toHex(randomBytes(32)), bytes: new Uint8Array() })),
    }));
    const small = randomText();
    const two = [...small, ...huge.slice(0, 2)];
    accepted(await house.begin(hana, raised.concern, { number: 1, parts: two }));
    accepted(await house.begin(otto, raised.concern, { number: 2, parts: randomText() }));
    const more = [...randomText(), ...huge.slice(2)];
    expect(refusal(await house.begin(otto, raised.concern, { number: 2, parts: more }))).toEqual([413, 'too-large']);
    // The other side has its own measure.
    accepted(await house.begin(raised.receipt, raised.concern, { number: 3, parts: randomText() }));
    const next = await house.raise({ person: `${String(people)}chatty` });
    for (let number = 1; number < 20; number += 1) await house.write(next.receipt, next.concern, { number });
    const begin = (number: number, from: Parameters<ConcernHouse['begin']>[0] = next.receipt) =>
      house.begin(from, next.concern, { number, parts: randomText() });
    expect(refusal(await begin(20))).toEqual([429, 'too-many']);
    house.clock.set(`${addDays(today, 1)}T12:00:00Z`);
    expect((await begin(20)).status).toBe(200);
    const { anonymous } = house.database;
    await anonymous.insert(concernMessage).values({
      ...{ concern: Buffer.from(next.concern, 'hex'), number: 199, handler: Buffer.from(otto.fingerprint, 'hex') },
      ...{
        audience: 'handlers',
        day: today,
        complete: false,
        manifest: encodeManifest({ ...next.manifest, number: 199 }),
      },
    });
    expect(refusal(await begin(150, hana))).toEqual([429, 'too-many']);
  });
});

describe('reading and deadlines', () => {
  test('the first reading is noted to the day, once, and tells the reporter; only of what the reporter wrote', async () => {
    expect(await seen()).toMatchObject({ acknowledgedDay: null });
    house.clock.set('2026-06-12T12:00:00Z');
    accepted(await ask(hana, 'read', { number: 0 }));
    house.clock.set('2026-06-14T12:00:00Z');
    accepted(await ask(otto, 'read', { number: 0 }));
    const theirs = accepted(await house.ask(raised.receipt, 'conversation')).json as HandledConcern;
    expect(theirs).toMatchObject({ acknowledgedDay: '2026-06-12', state: 'received' });
    expect(theirs.messages[0]?.readDay).toBe('2026-06-12');
    await house.write(hana, raised.concern, { number: 1 });
    accepted(await house.ask(raised.receipt, 'conversation'));
    expect((await seen()).messages[1]?.readDay).toBeNull();
    expect(refusal(await ask(otto, 'read', { number: 1 }))).toEqual([404, 'not-listed']);
    expect(refusal(await ask(otto, 'read', { number: 7 }))).toEqual([404, 'not-listed']);
  });

  test('a reply acknowledges too; a note does not', async () => {
    await house.write(hana, raised.concern, { number: 1, audience: 'handlers' });
    expect(await seen()).toMatchObject({ acknowledgedDay: null });
    await house.write(hana, raised.concern, { number: 2 });
    expect(await seen()).toMatchObject({ acknowledgedDay: today });
  });

  test('an answer counts once, with its days, and needs a reply; in time to the last day', async () => {
    const { anonymous } = house.database;
    const tally = async () =>
      Object.fromEntries((await anonymous.select().from(concernTally)).map((row) => [row.counted, row.concerns]));
    const before = await tally();
    expect(refusal(await move(hana, 'received', 'answered'))).toEqual([409, 'no-reply']);
    await house.write(hana, raised.concern, { number: 1 });
    house.clock.set('2026-09-08T23:59:59Z');
    accepted(await move(hana, 'received', 'answered'));
    expect(await seen()).toMatchObject({ state: 'answered', answeredDay: '2026-09-08', answerBy: '2026-09-08' });
    accepted(await move(hana, 'answered', 'in-review'));
    house.clock.set('2026-09-20T12:00:00Z');
    accepted(await move(hana, 'in-review', 'answered'));
    expect(await seen()).toMatchObject({ answeredDay: '2026-09-08' });
    const late = await house.raise({ person: 'late' });
    await house.write(hana, late.concern, { number: 1 });
    house.clock.set('2026-12-20T12:00:00Z');
    const request = { concern: late.concern, from: 'received', to: 'answered', reason: null };
    accepted(await house.askAsHandler(hana, 'state', request));
    const after = await tally();
    expect((after['answered'] ?? 0) - (before['answered'] ?? 0)).toBe(2);
    expect((after['in-time'] ?? 0) - (before['in-time'] ?? 0)).toBe(1);
    const days = await anonymous.select().from(concernAnswerDays);
    expect(days.map((row) => row.days)).toEqual(expect.arrayContaining([90, 91]));
  });
});

describe('states', () => {
  test('move from where a concern stands only, and a reason belongs to closing', async () => {
    expect(refusal(await move(hana, 'in-review', 'closed', 'resolved'))).toEqual([409, 'stale']);
    expect(refusal(await move(hana, 'received', 'closed'))).toEqual([400, 'malformed']);
    expect(refusal(await move(hana, 'received', 'in-review', 'resolved'))).toEqual([400, 'malformed']);
    expect(refusal(await move(hana, 'received', 'received'))).toEqual([400, 'malformed']);
    expect(refusal(await move(hana, 'received', 'closed', 'boredom'))).toEqual([400, 'malformed']);
    const both = await Promise.all([move(hana, 'received', 'in-review'), move(otto, 'received', 'in-review')]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
  });

  test('a closed concern is opened again by what its reporter writes, and by a handler', async () => {
    accepted(await move(hana, 'received', 'closed', 'out-of-scope'));
    expect(await seen()).toMatchObject({ state: 'closed', closedFor: 'out-of-scope' });
    await house.write(raised.receipt, raised.concern, { number: 1 });
    expect(await seen()).toMatchObject({ state: 'received', closedFor: null });
    accepted(await move(hana, 'received', 'closed', 'duplicate'));
    accepted(await move(otto, 'closed', 'in-review'));
    expect(await seen()).toMatchObject({ state: 'in-review', closedFor: null });
  });

  test('rubbish loses its files at once, under a new key, and takes no word of either side', async () => {
    const { anonymous } = house.database;
    const key = Buffer.from(raised.concern, 'hex');
    const file = packed([randomBytes(300), randomBytes(5000)]);
    await house.write(raised.receipt, raised.concern, { number: 1, parts: file });
    const coming = randomText();
    accepted(await house.begin(raised.receipt, raised.concern, { number: 2, parts: coming }));
    const [before] = await anonymous.select().from(concern).where(eq(concern.key, key));
    accepted(await move(hana, 'received', 'closed', 'rubbish'));
    const [after] = await anonymous.select().from(concern).where(eq(concern.key, key));
    expect(toHex(after?.storageKey ?? key)).not.toBe(toHex(before?.storageKey ?? key));
    const chunks = await anonymous.select().from(concernChunk).where(eq(concernChunk.concern, key));
    expect(chunks.map(({ number }) => number).sort()).toEqual([0, 1]);
    const kept = await seen();
    expect(kept.messages.map(({ text }) => text)).toEqual(
      [raised.parts, file].map((parts) => base64(parts[0]?.chunks[0]?.bytes ?? key)),
    );
    const lost = file[1]?.chunks[0]?.hash ?? '';
    expect(refusal(await ask(hana, 'chunk', { number: 1, hash: lost }))).toEqual([404, 'not-listed']);
    const [rest] = coming.flatMap((part) => part.chunks);
    expect(refusal(await house.sendChunk(raised.concern, 2, rest?.hash ?? '', rest?.bytes ?? key))).toEqual([
      404,
      'not-listed',
    ]);
    for (const from of [raised.receipt, hana]) {
      expect(refusal(await house.begin(from, raised.concern, { number: 2, parts: randomText() }))).toEqual([
        409,
        'not-open',
      ]);
    }
    expect(refusal(await move(hana, 'closed', 'in-review'))).toEqual([409, 'not-open']);
  });
});

describe('who may', () => {
  test('only a key that is in force, on the path that it signed for, on its day', async () => {
    const { organisation } = house.settings;
    const request = { day: today, concern: raised.concern };
    const path = '/unseen/handling/conversation';
    const signed = signRequest(hana.signing, { organisation, path, request });
    expect((await house.send(path, signed)).status).toBe(200);
    expect(refusal(await house.send('/unseen/handling/read', signed))).toEqual([403, 'bad-signature']);
    expect(refusal(await house.send('/unseen/concerns/conversation', signed))).toEqual([403, 'bad-signature']);
    expect(refusal(await house.send(path, signed, { cookie: 'rr=1' }))).toEqual([400, 'cookie-sent']);
    const elsewhere = signRequest(hana.signing, { organisation: 'other', path, request });
    expect(refusal(await house.send(path, elsewhere))).toEqual([403, 'bad-signature']);
    const reporter = signRequest(raised.receipt.signing, { organisation, path, request });
    expect(refusal(await house.send(path, reporter))).toEqual([403, 'not-a-handler']);
    const [, , third] = [0, 1, 2].map((ahead) => addDays(today, ahead));
    for (const [day, status] of [
      [addDays(today, -2), 409],
      [addDays(today, -1), 200],
      [addDays(today, 1), 200],
      [third ?? '', 409],
    ] as const) {
      expect((await ask(hana, 'conversation', { day })).status).toBe(status);
    }
    expect((await ask(hana, 'nothing')).status).toBe(404);
  });

  test('a retired key is nobody at once, for every act', async () => {
    const leaving = await house.addHandler('Lea Leaving');
    expect((await ask(leaving, 'conversation')).status).toBe(200);
    await house.retireHandler(leaving);
    const { concern: name } = raised;
    const requests: [string, Parameters<ConcernHouse['askAsHandler']>[2]][] = [
      ['list', { after: null, limit: 1 }],
      ['conversation', { concern: name }],
      ['chunk', { concern: name, number: 0, hash: name }],
      ['read', { concern: name, number: 0 }],
      ['state', { concern: name, from: 'received', to: 'closed', reason: 'rubbish' }],
      ['assign', { concern: name, to: null }],
      ['labels', { concern: name, n: 0, labels: 'AAAA' }],
      ['hide', { concern: name, from: hana.fingerprint }],
      ['grant', { grants: [{ concern: name, to: hana.fingerprint, bytes: 'AAAA' }] }],
    ];
    for (const [act, request] of requests) {
      expect([act, refusal(await house.askAsHandler(leaving, act, request))]).toEqual([act, [403, 'not-a-handler']]);
    }
    expect(refusal(await house.begin(leaving, name, { number: 1, parts: randomText() }))).toEqual([
      403,
      'not-a-handler',
    ]);
    expect(await seen()).toMatchObject({ state: 'received', acknowledgedDay: null });
    expect(refusal(await ask(hana, 'assign', { to: leaving.fingerprint }))).toEqual([422, 'unknown-handler']);
  });

  test('a handler from whom it is hidden finds nothing, whatever they ask; the reporter is told from whom', async () => {
    accepted(await ask(hana, 'assign', { to: otto.fingerprint }));
    const grants = [{ concern: raised.concern, to: otto.fingerprint, bytes: 'AAAA' }];
    accepted(await house.askAsHandler(hana, 'grant', { grants }));
    accepted(await ask(hana, 'hide', { from: otto.fingerprint }));
    expect(await seen()).toMatchObject({ hiddenFrom: [otto.fingerprint], assignedTo: null });
    const list = concernList.parse((await house.askAsHandler(otto, 'list', { after: null, limit: 50 })).json);
    expect(list.concerns.map((each) => each.concern)).not.toContain(raised.concern);
    const { concern: name } = raised;
    const requests: [string, Parameters<ConcernHouse['askAsHandler']>[2]][] = [
      ['conversation', { concern: name }],
      ['chunk', { concern: name, number: 0, hash: raised.parts[0]?.chunks[0]?.hash ?? '' }],
      ['read', { concern: name, number: 0 }],
      ['state', { concern: name, from: 'received', to: 'in-review', reason: null }],
      ['assign', { concern: name, to: null }],
      ['labels', { concern: name, n: 0, labels: 'AAAA' }],
      ['hide', { concern: name, from: hana.fingerprint }],
    ];
    const unknown = '12'.repeat(32);
    for (const [act, request] of requests) {
      const hidden = await house.askAsHandler(otto, act, request);
      const none = await house.askAsHandler(otto, act, { ...request, concern: unknown });
      expect([act, refusal(hidden)]).toEqual([act, [404, 'unknown-concern']]);
      expect(Buffer.compare(hidden.bytes, none.bytes)).toBe(0);
    }
    expect(refusal(await house.begin(otto, name, { number: 1, parts: randomText() }))).toEqual([
      404,
      'unknown-concern',
    ]);
    const theirs = accepted(await house.ask(raised.receipt, 'conversation')).json as HandledConcern;
    expect(theirs.hiddenFrom).toEqual([otto.fingerprint]);
    // Nobody can give it to them, or make it theirs.
    accepted(await house.askAsHandler(hana, 'grant', { grants }));
    const rows = await house.database.anonymous
      .select()
      .from(concernGrant)
      .where(eq(concernGrant.concern, Buffer.from(name, 'hex')));
    expect(rows).toEqual([]);
    expect(refusal(await ask(hana, 'assign', { to: otto.fingerprint }))).toEqual([422, 'unknown-handler']);
    expect(refusal(await ask(hana, 'hide', { from: otto.fingerprint }))).toEqual([422, 'unknown-handler']);
  });

  test('nobody hides it from the last who could see it, nor two from each other at once', async () => {
    const third = await house.addHandler('Theo Third');
    accepted(await ask(hana, 'hide', { from: third.fingerprint }));
    const both = await Promise.all([
      ask(hana, 'hide', { from: otto.fingerprint }),
      ask(otto, 'hide', { from: hana.fingerprint }),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 404]);
    const left = both[0].status === 200 ? hana : otto;
    expect(refusal(await ask(left, 'hide', { from: left.fingerprint }))).toEqual([409, 'last-handler']);
    await house.retireHandler(third);
  });

  test('labels are changed from what they are, or not at all', async () => {
    const labels = [randomBytes(500), randomBytes(600)].map(base64);
    accepted(await ask(hana, 'labels', { n: 0, labels: labels[0] ?? '' }));
    expect(refusal(await ask(otto, 'labels', { n: 0, labels: labels[1] ?? '' }))).toEqual([409, 'stale']);
    accepted(await ask(otto, 'labels', { n: 1, labels: labels[1] ?? '' }));
    expect(await seen()).toMatchObject({ labels: labels[1], labelsNumber: 2 });
    expect(refusal(await ask(hana, 'labels', { n: 2, labels: base64(randomBytes(65_537)) }))).toEqual([
      413,
      'too-large',
    ]);
    expect(refusal(await ask(hana, 'labels', { n: 2, labels: '!!!!' }))).toEqual([400, 'malformed']);
  });

  test('a grant is for one handler, is replaced by a newer one, and passes over what is gone', async () => {
    const other = await house.raise({ person: 'granted' });
    const bytes = [randomBytes(50), randomBytes(60), randomBytes(70)].map(base64);
    const grant = (concernName: string, index: number) => ({
      ...{ concern: concernName, to: otto.fingerprint },
      bytes: bytes[index] ?? '',
    });
    const grants = [grant(raised.concern, 0), grant('34'.repeat(32), 1), grant(other.concern, 1)];
    accepted(await house.askAsHandler(hana, 'grant', { grants }));
    expect((await seen(otto)).grants).toBe(bytes[0]);
    expect((await seen(hana)).grants).toBeNull();
    const opened = await house.askAsHandler(otto, 'conversation', { concern: other.concern });
    expect(opened.json).toMatchObject({ grants: bytes[1] });
    accepted(await house.askAsHandler(hana, 'grant', { grants: [grant(raised.concern, 2)] }));
    expect((await seen(otto)).grants).toBe(bytes[2]);
    const tooMany = Array.from({ length: 21 }, () => grant(raised.concern, 0));
    expect(refusal(await house.askAsHandler(hana, 'grant', { grants: tooMany }))).toEqual([400, 'malformed']);
    const large = [{ ...grant(raised.concern, 0), bytes: base64(randomBytes(262_145)) }];
    expect(refusal(await house.askAsHandler(hana, 'grant', { grants: large }))).toEqual([413, 'too-large']);
  });
});
