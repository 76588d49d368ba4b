import { randomBytes } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { deleteExpiredConcerns } from '~/features/anonymous/concerns/delete-expired-concerns.server';
import { concern, concernChunk, concernGrant, concernHidden, concernMessage, concernSlot, deletedConcerns } from '~db/schema/anonymous-concerns'; // prettier-ignore
import { accepted, openConcernHouse, randomText, refusal, type ConcernHouse, type HouseHandler } from '~tests/support/concern-house'; // prettier-ignore
import { packed } from '~tests/support/packed-messages';

let house: ConcernHouse;
let otto: HouseHandler;
let people = 0;
beforeAll(async () => {
  house = await openConcernHouse();
  otto = await house.addHandler('Otto Ombudsman');
});
beforeEach(() => {
  house.clock.set('2026-06-10T12:00:00Z');
});
afterAll(() => house.close());

const raise = () => house.raise({ person: `person${String((people += 1))}` });
const expireAt = async (time: string) => {
  house.clock.set(time);
  await deleteExpiredConcerns(house.database.anonymous, house.clock.now());
};
const bytes = (hex: string) => Buffer.from(hex, 'hex');
/** How many rows of each kind a concern has. */
const rowsOf = async (name: string) => {
  const db = house.database.anonymous;
  const key = bytes(name);
  const all = await Promise.all([
    db.select().from(concern).where(eq(concern.key, key)),
    db.select().from(concernMessage).where(eq(concernMessage.concern, key)),
    db.select().from(concernChunk).where(eq(concernChunk.concern, key)),
    db.select().from(concernGrant).where(eq(concernGrant.concern, key)),
    db.select().from(concernHidden).where(eq(concernHidden.concern, key)),
  ]);
  return all.map((rows) => rows.length);
};
const deletions = async () => {
  const [row] = await house.database.anonymous.select().from(deletedConcerns);
  return row?.concerns ?? 0;
};

describe('retention', () => {
  test('deletes all of a concern on its day, and not before; its reporter finds nothing, as if it had never been', async () => {
    const raised = await raise();
    const never = await house.raisingBody({ person: 'never' });
    const { concern: name, receipt } = raised;
    await house.write(house.hana, name, { number: 1, parts: packed([randomBytes(50), randomBytes(2_000_000)]) });
    const grants = [{ concern: name, to: otto.fingerprint, bytes: 'AAAA' }];
    accepted(await house.askAsHandler(house.hana, 'grant', { grants }));
    const third = await house.addHandler('Theo Third');
    accepted(await house.askAsHandler(house.hana, 'hide', { concern: name, from: third.fingerprint }));
    expect(await rowsOf(name)).toEqual([1, 2, 4, 1, 1]);
    const before = await deletions();
    await expireAt('2027-06-09T23:59:59Z');
    expect(await rowsOf(name)).toEqual([1, 2, 4, 1, 1]);
    expect((await house.ask(receipt, 'conversation')).json).toMatchObject({ deletedOn: '2027-06-10' });
    await expireAt('2027-06-10T00:00:00Z');
    expect(await rowsOf(name)).toEqual([0, 0, 0, 0, 0]);
    expect(await deletions()).toBe(before + 1);
    const gone = await house.ask(receipt, 'conversation');
    const unknown = await house.ask(never.receipt, 'conversation');
    expect(gone.json).toEqual({ state: 'nothing' });
    expect(Buffer.compare(gone.bytes, unknown.bytes)).toBe(0);
    expect(refusal(await house.askAsHandler(house.hana, 'conversation', { concern: name }))).toEqual([
      404,
      'unknown-concern',
    ]);
    expect(refusal(await house.begin(receipt, name, { number: 2, parts: randomText() }))).toEqual([
      404,
      'unknown-concern',
    ]);
  });

  test('counts from the last word: one in between keeps it', async () => {
    const { concern: name } = await raise();
    house.clock.set('2027-06-09T12:00:00Z');
    await house.write(house.hana, name, { number: 1 });
    await expireAt('2027-06-11T12:00:00Z');
    expect((await rowsOf(name))[0]).toBe(1);
    await expireAt('2028-06-08T12:00:00Z');
    expect((await rowsOf(name))[0]).toBe(0);
  });

  test('deletes many in one go', async () => {
    const raised = await Promise.all(Array.from({ length: 45 }, raise));
    const before = await deletions();
    await expireAt('2029-01-01T00:00:00Z');
    expect(await deletions()).toBe(before + 45);
    for (const { concern: name } of raised) expect((await rowsOf(name))[0]).toBe(0);
  });
});

describe('what nobody finished', () => {
  test('is deleted once two days have begun since, and is not counted', async () => {
    const unfinished = await house.raisingBody({
      person: 'unfinished',
      parts: packed([randomBytes(9), randomBytes(9)]),
    });
    accepted(await house.send('/unseen/concerns', unfinished.body));
    const [first] = unfinished.parts.flatMap((part) => part.chunks);
    accepted(await house.sendChunk(unfinished.concern, 0, first?.hash ?? '', first?.bytes ?? new Uint8Array()));
    const before = await deletions();
    await expireAt('2026-06-11T23:59:59Z');
    expect(await rowsOf(unfinished.concern)).toEqual([1, 1, 1, 0, 0]);
    await expireAt('2026-06-12T00:00:00Z');
    expect(await rowsOf(unfinished.concern)).toEqual([0, 0, 0, 0, 0]);
    expect(await deletions()).toBe(before);
  });

  test('of a conversation leaves the rest of it alone', async () => {
    const { concern: name, receipt } = await raise();
    const parts = packed([randomBytes(9), randomBytes(9)]);
    accepted(await house.begin(receipt, name, { number: 1, parts }));
    const [first] = parts.flatMap((part) => part.chunks);
    accepted(await house.sendChunk(name, 1, first?.hash ?? '', first?.bytes ?? new Uint8Array()));
    await expireAt('2026-06-12T00:00:00Z');
    expect(await rowsOf(name)).toEqual([1, 1, 1, 0, 0]);
    await house.write(receipt, name, { number: 1 });
    expect(await rowsOf(name)).toEqual([1, 2, 2, 0, 0]);
  });
});

test('slots are deleted once their day can no longer be accepted', async () => {
  await raise();
  const days = async () => {
    const rows = await house.database.anonymous.select().from(concernSlot);
    return [...new Set(rows.map(({ day }) => day))];
  };
  expect(await days()).toEqual(['2026-06-10']);
  await expireAt('2026-06-11T00:59:59Z');
  expect(await days()).toEqual(['2026-06-10']);
  await expireAt('2026-06-11T01:00:00Z');
  expect(await days()).toEqual([]);
});

test('uploads, conversations and deletions at once lose nothing that stands and leave nothing that is gone', async () => {
  const raised = await Promise.all(Array.from({ length: 10 }, raise));
  house.clock.set('2027-06-10T12:00:00Z');
  const work = raised.flatMap(({ concern: name, receipt }) => [
    house.write(receipt, name, { number: 1 }).then(
      () => 'written',
      () => 'gone',
    ),
    house.askAsHandler(house.hana, 'list', { after: null, limit: 50 }).then(({ status }) => status),
  ]);
  await deleteExpiredConcerns(house.database.anonymous, house.clock.now());
  const ends = await Promise.all(work);
  expect(ends.every((end) => end === 200 || end === 'written' || end === 'gone')).toBe(true);
  for (const { concern: name } of raised) {
    const [concerns, , chunks] = await rowsOf(name);
    if (concerns === 0) expect(chunks).toBe(0);
    else expect(chunks).toBeGreaterThan(0);
  }
});
