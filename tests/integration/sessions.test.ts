import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { eq } from 'drizzle-orm';
import type { AccountError } from '~/features/identified/accounts/account-error';
import { endSession } from '~/features/identified/accounts/end-session.server';
import { createSessionAdapter, hashOfSessionId } from '~/features/identified/accounts/session-adapter.server';
import { openSessions } from '~/features/identified/accounts/session.queries.server';
import { createSessionGate } from '~/platform/session';
import { account, person, session } from '~db/schema/identified';
import { countedDatabase, type CountedDatabase } from '~tests/support/counted-database';
import { createTestDatabase, type TestDatabase } from '~tests/support/database';
import { cookieOf, identifiedHouse, requestTo, type IdentifiedHouse } from '~tests/support/identified-context';
import { addPerson, type TestPerson } from '~tests/support/people';

let database: TestDatabase;
let counted: CountedDatabase;
let house: IdentifiedHouse;
let ada: TestPerson;

beforeAll(async () => {
  database = await createTestDatabase();
  counted = countedDatabase(database.connection('identified'));
});
afterAll(async () => {
  await counted.close();
  await database.close();
});
beforeEach(async () => {
  house = identifiedHouse(counted.db);
  ada = await addPerson(database.identified, { roles: ['moderator', 'administrator'] });
});

const read = (cookie: string) => house.sessions.read(requestTo('/in/me', cookie));
const idIn = (cookie: string) => cookie.split('=')[1] ?? '';
const rows = () => database.identified.select().from(session);
const rowOf = async (cookie: string) => {
  const [row] = await database.identified
    .select()
    .from(session)
    .where(eq(session.idHash, hashOfSessionId(idIn(cookie))));
  return row;
};
const accountIdOf = async ({ personNumber }: TestPerson) => {
  const [row] = await database.identified.select().from(account).where(eq(account.personNumber, personNumber));
  return row?.id ?? '';
};

describe('the cookie', () => {
  test.each([
    ['https://petitions.example.com', '; Secure'],
    ['http://localhost:3000', ''],
  ])('of %s goes to /in alone, to no script and with no other site’s request', async (publicUrl, secure) => {
    await house.signIn(ada);
    const { clock } = house;
    const gate = createSessionGate({ adapter: createSessionAdapter(house), clock, publicUrl });
    const setCookie = await gate.start(await accountIdOf(ada));
    // 23 November 14:06 to 1 December 00:00.
    const seconds = String(7 * 86_400 + (9 * 60 + 54) * 60);
    expect(setCookie).toMatch(/^rr_session=[a-z2-7]{40}; /);
    expect(setCookie.replace(/^\S+ /, '')).toBe(`HttpOnly; Max-Age=${seconds}; Path=/in; SameSite=Strict${secure}`);
    const removal = await gate.end(requestTo('/in/sign-out', cookieOf(setCookie)));
    expect(removal).toBe(`rr_session=; HttpOnly; Max-Age=0; Path=/in; SameSite=Strict${secure}`);
  });

  test.each([
    '',
    'rr_session=',
    'rr_session=%',
    'rr_session=%E0%A4%A',
    `rr_session=${'a'.repeat(39)}`,
    `rr_session=${'a'.repeat(41)}`,
    `rr_session=${'A'.repeat(40)}`,
    `rr_session=${'a'.repeat(39)}'`,
    `other=${'a'.repeat(40)}`,
    `xrr_session=${'a'.repeat(40)}`,
    ';;;=;',
  ])('%j is nobody’s, without a query', async (cookie) => {
    counted.take();
    await expect(read(cookie)).resolves.toBeNull();
    expect(counted.take()).toEqual([]);
  });

  test('with an invented id is nobody’s, and so is the hash from a dump', async () => {
    const cookie = await house.signIn(ada);
    const hash = Buffer.from(hashOfSessionId(idIn(cookie))).toString('hex');
    await expect(read(`rr_session=${'a'.repeat(40)}`)).resolves.toBeNull();
    await expect(read(`rr_session=${hash}`)).resolves.toBeNull();
    await expect(read(`rr_session=${hash.slice(0, 40)}`)).resolves.toBeNull();
  });
});

describe('a session', () => {
  test('brings who it is and what they may do, as of now', async () => {
    const cookie = await house.signIn(ada);
    const live = await read(`before=1; ${cookie}; after=2`);
    expect(live?.user).toMatchObject({ personNumber: ada.personNumber, name: ada.name });
    expect([...(live?.user.roles ?? [])].sort()).toEqual(['administrator', 'moderator']);
    await database.identified.update(person).set({ name: 'Ada B' }).where(eq(person.personNumber, ada.personNumber));
    await expect(read(cookie)).resolves.toHaveProperty('user.name', 'Ada B');
  });

  test('ends at the midnight after seven days, to the millisecond', async () => {
    const cookie = await house.signIn(ada);
    house.clock.set('2026-11-30T23:59:59.999Z');
    await expect(read(cookie)).resolves.not.toBeNull();
    house.clock.set('2026-12-01T00:00:00.000Z');
    await expect(read(cookie)).resolves.toBeNull();
    await expect(rowOf(cookie)).resolves.toBeUndefined();
  });

  test('that begins at midnight lasts seven days, not eight', async () => {
    house.clock.set('2026-11-23T00:00:00Z');
    const cookie = await house.signIn(ada);
    await expect(rowOf(cookie)).resolves.toHaveProperty('expiresAt', new Date('2026-11-30T00:00:00Z'));
  });

  test.each(['2020-03-01T10:00:00Z', '2099-03-01T10:00:00Z'])(
    'follows our clock, not the machine’s: %s',
    async (start) => {
      house = identifiedHouse(counted.db, start);
      const cookie = await house.signIn(ada);
      house.clock.advance(6 * 86_400_000);
      await expect(read(cookie)).resolves.not.toBeNull();
      house.clock.advance(2 * 86_400_000);
      await expect(read(cookie)).resolves.toBeNull();
    },
  );

  test('says nothing about when it began or was last used: all of a day end together, and use changes no row', async () => {
    const early = await house.signIn(ada);
    house.clock.set('2026-11-23T23:59:59Z');
    const late = await house.signIn(await addPerson(database.identified));
    const before = await rowOf(early);
    expect(before?.expiresAt).toEqual((await rowOf(late))?.expiresAt);
    counted.take();
    for (let day = 24; day <= 30; day++) {
      house.clock.set(`2026-11-${String(day)}T12:00:00Z`);
      await read(early);
    }
    expect(counted.take().filter((query) => !query.startsWith('select'))).toEqual([]);
    await expect(rowOf(early)).resolves.toEqual(before);
  });

  test('of somebody who left is nobody’s, and is gone', async () => {
    const cookie = await house.signIn(ada);
    await database.identified.update(person).set({ status: 'left' }).where(eq(person.personNumber, ada.personNumber));
    await expect(read(cookie)).resolves.toBeNull();
    await expect(rowOf(cookie)).resolves.toBeUndefined();
    await database.identified.update(person).set({ status: 'active' }).where(eq(person.personNumber, ada.personNumber));
    await expect(read(cookie)).resolves.toBeNull();
  });
});

describe('signing out', () => {
  test('ends this session and no other', async () => {
    const here = await house.signIn(ada);
    const there = await house.signIn(ada);
    await house.sessions.end(requestTo('/in/sign-out', here));
    await expect(read(here)).resolves.toBeNull();
    await expect(read(there)).resolves.not.toBeNull();
  });

  test('without a session changes nothing', async () => {
    await house.signIn(ada);
    const before = await rows();
    await house.sessions.end(requestTo('/in/sign-out'));
    await house.sessions.end(requestTo('/in/sign-out', 'rr_session=%'));
    expect(await rows()).toEqual(before);
  });

  test('everywhere ends all of mine and nobody else’s', async () => {
    const mine = [await house.signIn(ada), await house.signIn(ada)];
    const other = await house.signIn(await addPerson(database.identified));
    await house.sessions.endAll(await accountIdOf(ada));
    for (const cookie of mine) await expect(read(cookie)).resolves.toBeNull();
    await expect(read(other)).resolves.not.toBeNull();
  });

  test('another browser needs its hash, and an account that is mine', async () => {
    const mine = await house.signIn(ada);
    const mallory = await addPerson(database.identified);
    await house.signIn(mallory);
    const now = house.clock.now();
    const [listed, ...more] = await openSessions(counted.db, { accountId: await accountIdOf(ada), now });
    expect(more).toEqual([]);
    expect(listed).toEqual({ idHash: Buffer.from(hashOfSessionId(idIn(mine))).toString('hex'), lastDay: '2026-11-30' });
    const idHash = listed?.idHash ?? '';
    const refused = expect.objectContaining({ code: 'unknown-session' }) as AccountError;
    await expect(endSession(counted.db, { accountId: await accountIdOf(mallory), idHash })).rejects.toEqual(refused);
    for (const wrong of ['', 'zz', idHash.toUpperCase(), `${idHash}00`, '0'.repeat(64)])
      await expect(endSession(counted.db, { accountId: await accountIdOf(ada), idHash: wrong })).rejects.toEqual(
        refused,
      );
    await expect(read(mine)).resolves.not.toBeNull();
    await endSession(counted.db, { accountId: await accountIdOf(ada), idHash });
    await expect(read(mine)).resolves.toBeNull();
    await expect(openSessions(counted.db, { accountId: await accountIdOf(ada), now })).resolves.toEqual([]);
  });
});
