import { randomBytes } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { toHex } from '~/crypto/hash';
import { filingDigest, manifestDigest } from '~/crypto/filing';
import { chunkBytes, encodeManifest } from '~/features/anonymous/concerns/manifest';
import { concern, concernChunk, concernMessage, concernSlot, concernTally, waitingFiling } from '~db/schema/anonymous-concerns'; // prettier-ignore
import { accepted, openConcernHouse, randomText, refusal, type ConcernHouse } from '~tests/support/concern-house';
import { packed } from '~tests/support/packed-messages';

let house: ConcernHouse;
let person = '';
let people = 0;
beforeAll(async () => {
  house = await openConcernHouse();
});
beforeEach(() => {
  house.clock.set('2026-06-10T12:00:00Z');
  person = `person${String((people += 1))}`;
});
afterAll(() => house.close());

const raise = '/unseen/concerns';
const rows = async () => {
  const db = house.database.anonymous;
  const all = await Promise.all([
    db.select().from(concern),
    db.select().from(concernMessage),
    db.select().from(concernChunk),
    db.select().from(concernSlot),
    db.select().from(waitingFiling),
    db.select().from(concernTally),
  ]);
  return all.map((each) => each.length);
};
const rowOf = async (key: string) => {
  const [row] = await house.database.anonymous
    .select()
    .from(concern)
    .where(eq(concern.key, Buffer.from(key, 'hex')));
  return row;
};
const received = async () => {
  const [row] = await house.database.anonymous.select().from(concernTally);
  return row?.concerns ?? 0;
};

describe('raising a concern', () => {
  test('takes the manifest, then its chunks in any order, and makes it a concern with the last', async () => {
    const parts = packed([randomBytes(3000), randomBytes(chunkBytes + 5), randomBytes(7)]);
    const { body, concern: key, receipt, manifest } = await house.raisingBody({ person, parts });
    const hashes = manifest.parts.flatMap(({ chunks }) => chunks);
    const answer = await house.send(raise, body);
    expect(answer.status).toBe(200);
    expect(answer.headers.getSetCookie()).toEqual([]);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.json).toEqual({ missing: hashes });
    expect(await rowOf(key)).toMatchObject({
      ...{ state: 'unfinished', day: '2026-06-10', lastDay: '2026-06-10', programmeId: house.programme },
      ...{ acknowledgeBy: '2026-06-17', answerBy: '2026-09-08', deletedOn: '2027-06-10' },
    });
    const chunks = parts.flatMap((part) => part.chunks).reverse();
    const before = await received();
    for (const [index, { hash, bytes }] of chunks.entries()) {
      const sent = accepted(await house.sendChunk(key, 0, hash, bytes));
      expect(sent.json).toEqual({ complete: index === chunks.length - 1 });
      expect((await house.ask(receipt, 'conversation')).json).toMatchObject({
        state: index === chunks.length - 1 ? 'received' : 'nothing',
      });
    }
    expect(await received()).toBe(before + 1);
    expect(await rowOf(key)).toMatchObject({ state: 'received', filing: null });
    const filing = filingDigest(receipt.salt, manifestDigest(house.settings.organisation, body.manifest));
    const filings = await house.database.anonymous.select().from(waitingFiling);
    expect(filings.map(({ digest }) => toHex(digest))).toContain(toHex(filing));
    // The same again, at any stage, changes nothing.
    const stored = await rows();
    expect((await house.send(raise, body)).json).toEqual({ missing: [] });
    for (const { hash, bytes } of chunks) {
      expect((await house.sendChunk(key, 0, hash, bytes)).json).toEqual({ complete: true });
    }
    expect(await rows()).toEqual(stored);
  });

  test('stores neither proof nor nullifier nor salt with it, and the slot without a reference', async () => {
    const { receipt, concern: key, body } = await house.raisingBody({ person, slot: 2 });
    accepted(await house.send(raise, body));
    const slots = await house.database.anonymous.select().from(concernSlot);
    const nullifier = toHex(house.slotNullifier('2026-06-10', 2, person));
    expect(slots.map((slot) => toHex(slot.nullifier))).toContain(nullifier);
    const row = JSON.stringify(await rowOf(key), (_, value: unknown) =>
      value instanceof Uint8Array ? toHex(value) : value,
    );
    for (const secret of [nullifier, body.nullifier, toHex(receipt.salt), ...body.points]) {
      expect(row).not.toContain(secret);
    }
  });

  test('goes on after an interruption: the same manifest gets what is missing, on a later day too', async () => {
    const parts = packed([randomBytes(100), randomBytes(2 * chunkBytes)]);
    const { body, concern: key, manifest } = await house.raisingBody({ person, parts });
    accepted(await house.send(raise, body));
    const [first, second, third] = parts.flatMap((part) => part.chunks);
    if (!first || !second || !third) throw new Error('three chunks');
    accepted(await house.sendChunk(key, 0, second.hash, second.bytes));
    house.clock.set('2026-06-11T09:00:00Z');
    const slots = (await rows())[3];
    expect((await house.send(raise, body)).json).toEqual({ missing: [first.hash, third.hash] });
    expect((await house.send(raise, { ...body, slot: 1 })).json).toEqual({ missing: [first.hash, third.hash] });
    expect((await rows())[3]).toBe(slots);
    expect(manifest.parts).toHaveLength(2);
  });

  test('is possible about no programme, and then counts for none', async () => {
    const before = await received();
    const { concern: key } = await house.raise({ person, programme: null });
    expect(await rowOf(key)).toMatchObject({ state: 'received', programmeId: null });
    expect(await received()).toBe(before);
  });
});

describe('what is refused', () => {
  const refused = async (input: Parameters<ConcernHouse['raisingBody']>[0], changes: object = {}) => {
    const { body } = await house.raisingBody(input);
    const before = await rows();
    const answer = refusal(await house.send(raise, { ...body, ...changes }));
    expect(await rows()).toEqual(before);
    return answer;
  };

  test('another form', async () => {
    for (const changes of [
      { v: 2 },
      { extra: 1 },
      { slot: 3 },
      { slot: -1 },
      { day: '2026-6-10' },
      { manifest: '{}' },
      { salt: 'x' },
      { root: '01' },
      { nullifier: '-1' },
      { points: [] },
    ]) {
      expect(await refused({ person }, changes)).toEqual([400, 'malformed']);
    }
    const { body, manifest } = await house.raisingBody({ person });
    const handlers = encodeManifest({ ...manifest, sender: house.hana.fingerprint, audience: 'handlers' });
    for (const text of [
      `${body.manifest} `,
      handlers,
      encodeManifest({ ...manifest, number: 1 }),
      encodeManifest({ ...manifest, sender: house.hana.fingerprint }),
    ]) {
      expect(await refused({ person }, { manifest: text })).toEqual([400, 'malformed']);
    }
    // 43 characters whose spare bits are not zero spell the same 32 bytes once more.
    const spare = `${body.salt.slice(0, 42)}${String.fromCharCode(body.salt.charCodeAt(42) + 1)}`;
    expect(await refused({ person }, { salt: spare })).toEqual([400, 'malformed']);
  });

  test('a cookie, another type, too much, what is no JSON', async () => {
    const { body } = await house.raisingBody({ person });
    const with_ = async (headers: Record<string, string>, sent: unknown = body) =>
      refusal(await house.send(raise, sent, headers));
    expect(await with_({ cookie: 'theme=dark' })).toEqual([400, 'cookie-sent']);
    expect(await with_({ 'content-type': 'text/plain' })).toEqual([415, 'not-json']);
    expect(await with_({}, JSON.stringify(body).padEnd(65_537))).toEqual([413, 'too-large']);
    expect(await with_({}, '{')).toEqual([400, 'malformed']);
    expect((await house.send(raise, JSON.stringify(body).padEnd(65_536))).status).toBe(200);
  });

  test('another day than today, and yesterday from 01:00 on', async () => {
    expect(await refused({ person, day: '2026-06-11' })).toEqual([409, 'wrong-day']);
    expect(await refused({ person, day: '2026-06-09' })).toEqual([409, 'wrong-day']);
    house.clock.set('2026-06-11T00:59:59.999Z');
    const late = await house.raisingBody({ person, day: '2026-06-10' });
    expect((await house.send(raise, late.body)).status).toBe(200);
    expect(await rowOf(late.concern)).toMatchObject({ day: '2026-06-11' });
    house.clock.set('2026-06-11T01:00:00Z');
    expect(await refused({ person, day: '2026-06-10', slot: 1 })).toEqual([409, 'wrong-day']);
  });

  test('a programme that is not listed', async () => {
    expect(await refused({ person, programme: 'nothing' })).toEqual([404, 'unknown-programme']);
  });

  test('the wrong register, depth, root, edition and proof', async () => {
    expect(await refused({ person }, { register: 9 })).toEqual([422, 'wrong-register']);
    expect(await refused({ person }, { depth: 20 })).toEqual([422, 'wrong-depth']);
    expect(await refused({ person }, { root: '0' })).toEqual([422, 'zero-root']);
    expect(await refused({ person }, { root: '7' })).toEqual([422, 'wrong-root']);
    expect(await refused({ person, edition: 5 })).toEqual([409, 'stale-edition']);
    for (const proves of [
      { organisation: 'other' },
      { day: '2026-06-09' },
      { slot: 1 },
      { manifest: '{"another":"one"}' },
    ]) {
      expect(await refused({ person, proves })).toEqual([422, 'invalid-proof']);
    }
    // The proof of somebody else's manifest is worth nothing with one's own.
    const theirs = await house.raisingBody({ person: 'somebody else' });
    expect(await refused({ person }, { points: theirs.body.points, nullifier: theirs.body.nullifier })).toEqual([
      422,
      'invalid-proof',
    ]);
    expect(await refused({ person }, { slot: 1 })).toEqual([422, 'invalid-proof']);
  });

  test('a slot that was used, for another concern; the same concern by another slot uses none', async () => {
    const first = await house.raisingBody({ person });
    accepted(await house.send(raise, first.body));
    expect(await refused({ person })).toEqual([409, 'slot-used']);
    const again = await house.raisingBody({ person, slot: 1, receipt: first.receipt, parts: first.parts });
    const before = await rows();
    expect((await house.send(raise, again.body)).status).toBe(200);
    expect(await rows()).toEqual(before);
    expect(await refused({ person, slot: 1, receipt: first.receipt })).toEqual([409, 'number-taken']);
    for (const slot of [1, 2]) accepted(await house.send(raise, (await house.raisingBody({ person, slot })).body));
    for (const slot of [0, 1, 2]) expect(await refused({ person, slot })).toEqual([409, 'slot-used']);
    house.clock.set('2026-06-11T12:00:00Z');
    accepted(await house.send(raise, (await house.raisingBody({ person })).body));
  });

  test('99 of 100 concerns that come at once in one slot', async () => {
    const bodies = await Promise.all(Array.from({ length: 100 }, () => house.raisingBody({ person })));
    const before = await rows();
    const answers = await Promise.all(bodies.map(({ body }) => house.send(raise, body)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.map(refusal).filter(([status]) => status !== 200)).toEqual(Array(99).fill([409, 'slot-used']));
    expect((await rows()).map((count, index) => count - (before[index] ?? 0))).toEqual([1, 1, 0, 1, 0, 0]);
  });

  test('none of 100 that are the same one', async () => {
    const { body, manifest } = await house.raisingBody({ person });
    const before = await rows();
    const answers = await Promise.all(Array.from({ length: 100 }, () => house.send(raise, body)));
    for (const answer of answers) expect(answer.json).toEqual({ missing: manifest.parts[0]?.chunks });
    expect((await rows()).map((count, index) => count - (before[index] ?? 0))).toEqual([1, 1, 0, 1, 0, 0]);
  });
});

describe('chunks', () => {
  test('are refused that are not listed, are other bytes, belong elsewhere, or have another length', async () => {
    const parts = packed([randomBytes(10), randomBytes(chunkBytes + 1)]);
    const mine = await house.raisingBody({ person, parts });
    const theirs = await house.raisingBody({ person: `${person}x`, parts: randomText() });
    for (const { body } of [mine, theirs]) accepted(await house.send(raise, body));
    const before = await rows();
    const [a] = mine.parts.flatMap((part) => part.chunks);
    const [b] = theirs.parts.flatMap((part) => part.chunks);
    if (!a || !b) throw new Error('chunks');
    const sent = async (...args: Parameters<ConcernHouse['sendChunk']>) => refusal(await house.sendChunk(...args));
    expect(await sent(mine.concern, 0, b.hash, b.bytes)).toEqual([404, 'not-listed']);
    expect(await sent(mine.concern, 1, a.hash, a.bytes)).toEqual([404, 'not-listed']);
    expect(await sent('00'.repeat(32), 0, a.hash, a.bytes)).toEqual([404, 'not-listed']);
    expect(await sent(mine.concern, 0, a.hash, b.bytes)).toEqual([422, 'wrong-hash']);
    expect(await sent(mine.concern, 0, 'xx', a.bytes)).toEqual([400, 'malformed']);
    expect(await sent(mine.concern.toUpperCase(), 0, a.hash, a.bytes)).toEqual([400, 'malformed']);
    const path = `/unseen/concerns/chunks/${mine.concern}/0/${a.hash}`;
    expect(refusal(await house.send(path, a.bytes, { cookie: 'a=b' }))).toEqual([400, 'cookie-sent']);
    expect(refusal(await house.send(path, a.bytes, { 'content-type': 'application/json' }))).toEqual([
      415,
      'not-bytes',
    ]);
    expect(refusal(await house.send(path, randomBytes(chunkBytes + 1)))).toEqual([413, 'too-large']);
    expect(await rows()).toEqual(before);
    // A manifest that says less than it lists: the bytes are as listed, and too long.
    const [long] = packed([randomBytes(50)]).flatMap((part) => part.chunks);
    if (!long) throw new Error('a chunk');
    const lie = await house.raisingBody({ person: `${person}y`, parts: [{ size: 40, chunks: [long] }] });
    accepted(await house.send(raise, lie.body));
    expect(await sent(lie.concern, 0, long.hash, long.bytes)).toEqual([422, 'wrong-hash']);
  });

  test('complete a concern once when the last of them come at once', async () => {
    const parts = packed(Array.from({ length: 12 }, () => new Uint8Array(randomBytes(64))));
    const { body, concern: key } = await house.raisingBody({ person, parts });
    accepted(await house.send(raise, body));
    const before = await received();
    const sends = parts.flatMap((part) => part.chunks).flatMap((chunk) => [chunk, chunk]);
    const answers = await Promise.all(sends.map(({ hash, bytes }) => house.sendChunk(key, 0, hash, bytes)));
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    expect(await received()).toBe(before + 1);
    expect(await rowOf(key)).toMatchObject({ state: 'received' });
  });

  test('lie in the database under the key of their concern alone', async () => {
    const plain = Buffer.from('the very same bytes again and again. '.repeat(50));
    const { concern: key } = await house.raise({ person, parts: packed([plain]) });
    const [stored] = await house.database.anonymous
      .select()
      .from(concernChunk)
      .where(eq(concernChunk.concern, Buffer.from(key, 'hex')));
    expect(stored?.bytes).toHaveLength(plain.length + 29);
    expect(Buffer.from(stored?.bytes ?? []).includes(plain.subarray(0, 16))).toBe(false);
  });
});

test('nobody can raise a concern that nobody could read', async () => {
  await house.retireHandler(house.hana);
  const { body } = await house.raisingBody({ person });
  expect(refusal(await house.send(raise, body))).toEqual([503, 'no-handlers']);
});
