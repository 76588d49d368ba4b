import { randomBytes, randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import { applyRoster } from '~/features/identified/roster/apply-roster.server';
import { forgetLeavers } from '~/features/identified/enrolment/retire-registers.server';
import { commandActor, uploadLifetime } from '~/features/identified/roster/roster';
import { readUpload } from '~/features/identified/roster/roster.queries.server';
import { ManualClock } from '~/platform/clock';
import { accessLog, account, enrolment, enrolmentNonce, enrolmentTicket, person, registerPlace, roleGrant, rosterUpload, session, signInAttempt } from '~db/schema/identified'; // prettier-ignore
import { createTestDatabase, type TestDatabase } from '~tests/support/database';
import { rosterFile, type RosterPerson } from '~tests/support/roster-files';
import { apply, bringUpToDate, ledgerOf, personOf, rosterOf, stage, type RosterHouse } from '~tests/support/roster-house'; // prettier-ignore

let database: TestDatabase;
let house: RosterHouse;

beforeEach(async () => {
  database = await createTestDatabase();
  house = { db: database.identified, clock: new ManualClock('2026-03-02T09:00:00Z') };
  return () => database.close();
});

const someone = (number: number | string): RosterPerson => [
  `${number}`,
  `Person ${number}`,
  `p${number}@company.example`,
];
const people = (count: number): RosterPerson[] => Array.from({ length: count }, (_, index) => someone(index + 1));
const now = () => house.clock.now();

async function grant(personNumber: string, role: 'administrator' | 'moderator') {
  await house.db.insert(roleGrant).values({ personNumber, role, grantedDay: '2026-01-01', grantedBy: 'setup' });
}

async function expectNothingChanged(attempt: () => Promise<unknown>, code: string) {
  const before = [await rosterOf(house), await ledgerOf(house), await house.db.$count(accessLog)];
  await expect(attempt()).rejects.toMatchObject({ name: 'RosterError', code });
  expect([await rosterOf(house), await ledgerOf(house), await house.db.$count(accessLog)]).toEqual(before);
}

describe('applying an upload', () => {
  test('adds, changes and marks as left, in the roster, the ledger and the access log', async () => {
    await bringUpToDate(house, ...people(20));
    house.clock.set('2026-04-01T09:00:00Z');
    const file = rosterFile(...people(19).slice(1), ['2b', 'Bo', 'bo@company.example'], ['1', 'Ada', 'ada@company.example', 'Company > Lab']); // prettier-ignore
    const result = await apply(house, await stage(house, file));
    expect(result).toEqual({ joined: 1, left: 1, changed: 1, size: 20 });
    expect(await personOf(house, '1')).toMatchObject({ name: 'Ada', email: 'ada@company.example', unitPath: 'Company / Lab', status: 'active' }); // prettier-ignore
    expect(await personOf(house, '2b')).toMatchObject({ name: 'Bo', status: 'active' });
    expect(await personOf(house, '20')).toMatchObject({ unitPath: '', status: 'left' });
    expect((await ledgerOf(house)).slice(1)).toEqual([
      { v: 1, kind: 'roster-change', joined: 1, left: 1, size: 20, day: '2026-04-01' },
    ]);
    const log = await house.db.select().from(accessLog);
    expect(log.map(({ id: _, ...line }) => line)).toContainEqual({
      actor: commandActor,
      subject: null,
      day: '2026-04-01',
      purpose: 'Roster brought up to date: 1 joined, 1 left, 1 changed',
    });
    expect(await house.db.$count(rosterUpload)).toBe(0);
  });

  test('names nobody in the ledger, and writes nothing there when nobody came or went', async () => {
    await bringUpToDate(house, ...people(3));
    expect(JSON.stringify(await ledgerOf(house))).not.toMatch(/Person|example/);
    await bringUpToDate(house, ['1', 'Renamed', 'p1@company.example'], ...people(3).slice(1));
    expect(await ledgerOf(house)).toHaveLength(1);
  });

  test('two people can exchange their addresses, and three can pass theirs round', async () => {
    await bringUpToDate(house, ...people(3));
    const address = (n: number) => `p${String(n)}@company.example`;
    await bringUpToDate(house, ['1', 'A', address(2)], ['2', 'B', address(1)], someone(3));
    expect(await rosterOf(house)).toEqual([`1: ${address(2)} active`, `2: ${address(1)} active`, `3: ${address(3)} active`]); // prettier-ignore
    await bringUpToDate(house, ['1', 'A', address(3)], ['2', 'B', address(2)], ['3', 'C', address(1)]);
    expect(await rosterOf(house)).toEqual([`1: ${address(3)} active`, `2: ${address(2)} active`, `3: ${address(1)} active`]); // prettier-ignore
  });

  test('an address can go to somebody new when its owner leaves, and its owner can come back with another', async () => {
    await bringUpToDate(house, ...people(2));
    await bringUpToDate(house, someone(2), ['3', 'New', 'p1@company.example']);
    expect(await rosterOf(house)).toEqual([
      '1: p1@company.example left',
      '2: p2@company.example active',
      '3: p1@company.example active',
    ]);
    await bringUpToDate(house, ['1', 'Back', 'back@company.example'], someone(2), ['3', 'New', 'p1@company.example']);
    expect(await personOf(house, '1')).toMatchObject({ email: 'back@company.example', status: 'active', unitPath: 'Company / Office' }); // prettier-ignore
    expect((await ledgerOf(house)).at(-1)).toMatchObject({ joined: 1, left: 0, size: 3 });
  });

  test('takes everything by which a leaver could act, and no more', async () => {
    await bringUpToDate(house, ...people(12));
    for (const number of ['1', '2']) {
      await house.db.insert(account).values({ id: `account-${number}`, personNumber: number });
      const expiresAt = new Date('2026-03-20T00:00:00Z');
      const idHash = randomBytes(32);
      await house.db.insert(session).values({ idHash, accountId: `account-${number}`, expiresAt });
      await house.db.insert(signInAttempt).values({ idHash, personNumber: number, codeHash: idHash, expiresAt });
      await house.db.insert(enrolmentNonce).values({ nonceHash: idHash, personNumber: number, expiresAt });
      await house.db.insert(enrolmentTicket).values({ ticketHash: idHash, personNumber: number, reason: 'first', expiresAt }); // prettier-ignore
      await house.db.insert(enrolment).values({ personNumber: number, generation: 1, identityCommitment: idHash, reason: 'first', day: '2026-03-01' }); // prettier-ignore
      await grant(number, 'moderator');
    }
    await bringUpToDate(house, ...people(12).slice(1));
    for (const table of [account, session, signInAttempt, enrolmentNonce, enrolmentTicket, roleGrant]) {
      expect(await house.db.$count(table)).toBe(1);
    }
    expect(await house.db.select({ of: account.personNumber }).from(account)).toEqual([{ of: '2' }]);
    expect(await house.db.$count(enrolment)).toBe(2);
    expect((await ledgerOf(house)).slice(1)).toEqual([
      { v: 1, kind: 'role', act: 'withdrawn', role: 'moderator', name: 'Person 1', day: '2026-03-02' },
      { v: 1, kind: 'roster-change', joined: 0, left: 1, size: 11, day: '2026-03-02' },
    ]);
    const log = await house.db.select({ subject: accessLog.subject, purpose: accessLog.purpose }).from(accessLog);
    expect(log).toContainEqual({ subject: '1', purpose: 'Role moderator withdrawn on leaving' });
  });
});

describe('is refused', () => {
  test('with refused rows, unless agreed; then the people in them stay as they are', async () => {
    await bringUpToDate(house, ...people(12));
    const file = rosterFile(...people(11), ['12', 'Person 12', 'broken'], someone(13));
    const id = await stage(house, file);
    await expectNothingChanged(() => apply(house, id, { withoutRefused: false }), 'refused-rows');
    expect(await apply(house, id, { withoutRefused: true })).toMatchObject({ joined: 1, left: 0 });
    expect(await personOf(house, '12')).toMatchObject({ status: 'active', email: 'p12@company.example' });
  });

  test('where more than a tenth would leave, unless exactly that number is confirmed', async () => {
    await bringUpToDate(house, ...people(20));
    const two = await stage(house, rosterFile(...people(18)));
    expect(await apply(house, two, { confirmedLeavers: null })).toMatchObject({ left: 2 });
    const threeOf18 = await stage(house, rosterFile(...people(15)));
    for (const confirmedLeavers of [null, 0, 2, 4, 18]) {
      await expectNothingChanged(() => apply(house, threeOf18, { confirmedLeavers }), 'large-removal');
    }
    expect(await apply(house, threeOf18, { confirmedLeavers: 3 })).toMatchObject({ left: 3, size: 15 });
  });

  test('where no administrator would be left', async () => {
    await bringUpToDate(house, ...people(20));
    await grant('1', 'administrator');
    await grant('2', 'administrator');
    const both = await stage(house, rosterFile(...people(20).slice(2)), '1');
    await expectNothingChanged(() => apply(house, both, { uploadedBy: '1' }), 'last-administrator');
    const one = await stage(house, rosterFile(...people(20).slice(1)), '1');
    expect(await apply(house, one, { uploadedBy: '1' })).toMatchObject({ left: 1 });
    const other = await stage(house, rosterFile(...people(20).slice(2)));
    await expectNothingChanged(() => apply(house, other), 'last-administrator');
  });

  test('to whoever is not an administrator any more', async () => {
    await bringUpToDate(house, ...people(3));
    const id = await stage(house, rosterFile(...people(4)), '1');
    await expectNothingChanged(() => apply(house, id, { uploadedBy: '1' }), 'not-administrator');
  });

  test('to anybody but its uploader, after an hour, and the second time', async () => {
    await bringUpToDate(house, ...people(3));
    await grant('1', 'administrator');
    await grant('2', 'administrator');
    const id = await stage(house, rosterFile(...people(4)), '1');
    const { digest } = await readUpload(house.db, { id, uploadedBy: '1' }, now());
    const confirm = (uploadedBy: string, uploadId = id) =>
      applyRoster(house, { uploadId, uploadedBy, digest, withoutRefused: false, confirmedLeavers: null });
    await expectNothingChanged(() => confirm('2'), 'unknown-upload');
    await expectNothingChanged(() => confirm(commandActor), 'unknown-upload');
    await expectNothingChanged(() => confirm('1', randomUUID()), 'unknown-upload');
    house.clock.advance(uploadLifetime);
    await expectNothingChanged(() => confirm('1'), 'unknown-upload');
    house.clock.advance(-1);
    await confirm('1');
    await expectNothingChanged(() => confirm('1'), 'unknown-upload');
  });

  test('where the file says what the roster says', async () => {
    await bringUpToDate(house, ...people(3));
    await expectNothingChanged(() => stage(house, rosterFile(...people(3))).then((id) => apply(house, id)), 'nothing-to-change'); // prettier-ignore
  });

  test('where the roster changed after it was shown', async () => {
    await bringUpToDate(house, ...people(3));
    await grant('1', 'administrator');
    const id = await stage(house, rosterFile(...people(4)), '1');
    const shown = await readUpload(house.db, { id, uploadedBy: '1' }, now());
    await bringUpToDate(house, ...people(3), someone(9));
    await expectNothingChanged(() => apply(house, id, { uploadedBy: '1', digest: shown.digest }), 'roster-changed');
  });

  test('where the roster changed so that an address is taken by somebody who stays', async () => {
    await bringUpToDate(house, ...people(12));
    await grant('1', 'administrator');
    const id = await stage(house, rosterFile(...people(12), ['20', 'A', 'wanted@company.example'], ['21', 'B', 'broken']), '1'); // prettier-ignore
    const { digest } = await readUpload(house.db, { id, uploadedBy: '1' }, now());
    await bringUpToDate(house, ...people(12), ['21', 'B', 'wanted@company.example']);
    const after = await readUpload(house.db, { id, uploadedBy: '1' }, now());
    expect(after.digest).toBe(digest);
    await expectNothingChanged(() => apply(house, id, { uploadedBy: '1', digest }), 'roster-changed');
  });
});

describe('at the same time', () => {
  test('one upload confirmed many times is applied once', async () => {
    await bringUpToDate(house, ...people(30));
    const id = await stage(house, rosterFile(...people(31)));
    const { digest } = await readUpload(house.db, { id, uploadedBy: commandActor }, now());
    const input = { uploadId: id, uploadedBy: commandActor, digest, withoutRefused: false, confirmedLeavers: null };
    const results = await Promise.allSettled(Array.from({ length: 8 }, () => applyRoster(house, input)));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const result of results) {
      if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'unknown-upload' });
    }
    expect(await ledgerOf(house)).toHaveLength(2);
  });

  test('of two administrators’ uploads one is applied, and the other is to be looked at again', async () => {
    await bringUpToDate(house, ...people(30));
    await grant('1', 'administrator');
    await grant('2', 'administrator');
    const files = [rosterFile(...people(31)), rosterFile(...people(29), ['30', 'Renamed', 'p30@company.example'])];
    const uploads = await Promise.all(files.map((file, index) => stage(house, file, String(index + 1))));
    const shown = await Promise.all(uploads.map((id, index) => readUpload(house.db, { id, uploadedBy: String(index + 1) }, now()))); // prettier-ignore
    const results = await Promise.allSettled(
      shown.map(
        ({ id, digest }, index) =>
        applyRoster(house, { uploadId: id, uploadedBy: String(index + 1), digest, withoutRefused: false, confirmedLeavers: null }), // prettier-ignore
      ),
    );
    const reasons = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []));
    expect(reasons).toEqual([expect.objectContaining({ code: 'roster-changed' })]);
  });

  test('two administrators who would remove each other do not both succeed', async () => {
    await bringUpToDate(house, ...people(30));
    await grant('1', 'administrator');
    await grant('2', 'administrator');
    const uploads = await Promise.all([
      stage(house, rosterFile(...people(30).slice(0, 1), ...people(30).slice(2)), '1'),
      stage(house, rosterFile(...people(30).slice(1)), '2'),
    ]);
    const results = await Promise.allSettled(
      uploads.map((id, index) => apply(house, id, { uploadedBy: String(index + 1) })),
    );
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await rosterOf(house, '1', '2')).toHaveLength(2);
    expect((await rosterOf(house, '1', '2')).filter((line) => line.endsWith('active'))).toHaveLength(1);
  });
});

test('people who left are forgotten, keys and all, unless a register in use holds a place of theirs', async () => {
  await bringUpToDate(house, ...people(3));
  const key = (personNumber: string) => ({ personNumber, generation: 1, identityCommitment: randomBytes(32), reason: 'first' as const, day: '2026-03-01' }); // prettier-ignore
  const [one, two] = [key('1'), key('2')];
  await house.db.insert(enrolment).values([one, two]);
  await house.db.insert(registerPlace).values({ ...two, registerId: 1, leafIndex: 0, live: 0, unitPath: '' });
  await bringUpToDate(house, someone(3));
  await forgetLeavers(house.db);
  expect((await house.db.select({ number: person.personNumber }).from(person)).map(({ number }) => number).sort()).toEqual(['2', '3']); // prettier-ignore
  expect((await house.db.select({ number: enrolment.personNumber }).from(enrolment)).map(({ number }) => number)).toEqual(['2']); // prettier-ignore
});
