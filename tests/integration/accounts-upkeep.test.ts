import { randomUUID } from 'node:crypto';
import { getTableConfig } from 'drizzle-orm/pg-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { eq } from 'drizzle-orm';
import { accessesTo, allAccesses, everyAccessTo } from '~/features/identified/access-log/access-log.queries.server';
import { logAccess, logAccesses } from '~/features/identified/access-log/log-access.server';
import { deleteExpiredAccountsData } from '~/features/identified/accounts/delete-expired-accounts-data.server';
import { grantableRoles } from '~/features/identified/accounts/role';
import { parseRoleChange } from '~/features/identified/accounts/role-command';
import { publicAbout } from '~/features/identified/accounts/public-about.queries.server';
import { storedAbout } from '~/features/identified/accounts/stored-about.queries.server';
import { accessLog, account, person, roleGrant, session, signInAttempt } from '~db/schema/identified';
import * as tables from '~db/schema/identified';
import * as answering from '~db/schema/identified-answers';
import * as organizing from '~db/schema/identified-organizing';
import { handlersClasses } from '~db/schema/identified-handlers';
import { ledgerEntry, petition } from '~db/schema/published';
import { createTestDatabase, type TestDatabase } from '~tests/support/database';
import { identifiedHouse, type IdentifiedHouse } from '~tests/support/identified-context';
import { addPerson, type TestPerson } from '~tests/support/people';

let database: TestDatabase;
let house: IdentifiedHouse;
let ada: TestPerson;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  house = identifiedHouse(database.identified);
  await database.identified.delete(accessLog);
  ada = await addPerson(database.identified);
});

const leave = ({ personNumber }: TestPerson) =>
  database.identified.update(person).set({ status: 'left' }).where(eq(person.personNumber, personNumber));
const upkeep = () => deleteExpiredAccountsData(house.db, house.clock.now());
const entries = async () =>
  (await database.published.select().from(ledgerEntry).orderBy(ledgerEntry.index)).map(
    ({ bytes }) => JSON.parse(Buffer.from(bytes).toString()) as unknown,
  );

describe('upkeep', () => {
  test('deletes attempts and sessions at their end, not before', async () => {
    await house.signIn(ada);
    const attempt = { idHash: Buffer.from(randomUUID()), codeHash: Buffer.from('x'), personNumber: ada.personNumber };
    const expiresAt = new Date('2026-11-30T00:00:00Z');
    await database.identified.insert(signInAttempt).values({ ...attempt, expiresAt });
    const left = async () => [
      await database.identified.$count(signInAttempt),
      await database.identified.$count(session),
    ];
    house.clock.set(new Date(expiresAt.getTime() - 1));
    await upkeep();
    expect(await left()).toEqual([1, 1]);
    house.clock.set(expiresAt);
    await upkeep();
    expect(await left()).toEqual([0, 1]);
    house.clock.set('2026-12-01T00:00:00Z');
    await upkeep();
    expect(await left()).toEqual([0, 0]);
  });

  test('keeps the access log for two years to the day', async () => {
    for (const day of ['2024-11-22', '2024-11-23'])
      await logAccess(house.db, { actor: ada.personNumber, subject: null, purpose: 'test', day });
    await upkeep();
    const kept = await database.identified.select().from(accessLog);
    expect(kept.map(({ day }) => day)).toEqual(['2024-11-23']);
  });

  test('deletes account, sessions and roles of a leaver, and says so in the ledger, once', async () => {
    const leaver = await addPerson(database.identified, { name: 'Lea Ver', roles: ['moderator', 'organizer'] });
    const stays = await addPerson(database.identified, { roles: ['moderator'] });
    await house.signIn(leaver);
    await house.signIn(stays);
    await leave(leaver);
    const before = (await entries()).length;
    await Promise.all([upkeep(), upkeep(), upkeep()]);
    const withdrawn = (role: string) => ({
      v: 1,
      kind: 'role',
      act: 'withdrawn',
      role,
      name: 'Lea Ver',
      day: '2026-11-23',
    });
    const written = (await entries()).slice(before);
    expect(written).toHaveLength(2);
    expect(written).toEqual(expect.arrayContaining([withdrawn('moderator'), withdrawn('organizer')]));
    const numbers = (rows: { personNumber: string }[]) => rows.map(({ personNumber }) => personNumber);
    const accounts = numbers(await database.identified.select().from(account));
    expect(accounts).toContain(stays.personNumber);
    expect(accounts).not.toContain(leaver.personNumber);
    expect(numbers(await database.identified.select().from(roleGrant))).toEqual([stays.personNumber]);
  });
});

describe('the access log', () => {
  test('shows a person what concerns them and nothing else', async () => {
    const admin = await addPerson(database.identified);
    const other = await addPerson(database.identified);
    const look = { actor: admin.personNumber, day: '2026-11-23' };
    await logAccesses(house.db, [
      { ...look, subject: ada.personNumber, purpose: 'ada' },
      { ...look, subject: other.personNumber, purpose: 'other' },
      { ...look, subject: null, purpose: 'everybody', day: '2026-11-24' },
      { ...look, actor: 'setup', subject: ada.personNumber, purpose: 'set up', day: '2026-11-22' },
    ]);
    const { lines, pages } = await accessesTo(house.db, { personNumber: ada.personNumber, page: 1 });
    expect(pages).toBe(1);
    expect(lines.map(({ purpose, actorName, subjectName }) => [purpose, actorName, subjectName])).toEqual([
      ['everybody', admin.name, null],
      ['ada', admin.name, ada.name],
      ['set up', null, ada.name],
    ]);
  });

  test('counts equal looks of a day in one line', async () => {
    const look = { actor: 'a', subject: ada.personNumber, purpose: 'looked', day: '2026-11-23' };
    await logAccesses(house.db, [look, look, { ...look, day: '2026-11-22' }, look, { ...look, actor: 'b' }]);
    const { lines } = await allAccesses(house.db, { page: 1 });
    expect(lines.map(({ day, actor, times }) => [day, actor, times])).toEqual([
      ['2026-11-23', 'a', 3],
      ['2026-11-23', 'b', 1],
      ['2026-11-22', 'a', 1],
    ]);
  });

  test('has pages, each line on one of them; a page that is not there is the nearest', async () => {
    const day = '2026-11-23';
    const many = Array.from({ length: 120 }, (_, i) => ({ actor: 'a', subject: null, purpose: String(i), day }));
    await logAccesses(house.db, many);
    const pages = await Promise.all([1, 2, 3].map((page) => allAccesses(house.db, { page })));
    const seen = pages.flatMap(({ lines }) => lines.map(({ purpose }) => purpose));
    expect(new Set(seen).size).toBe(120);
    for (const [wanted, given] of [
      [0, 1],
      [-5, 1],
      [99, 3],
      [NaN, 1],
      [1.9, 1],
      [Infinity, 3],
    ] as const)
      await expect(allAccesses(house.db, { page: wanted })).resolves.toMatchObject({ page: given, pages: 3 });
  });

  test('cannot be rewritten by the wing that writes it', async () => {
    await logAccess(house.db, { actor: 'a', subject: null, purpose: 'x', day: '2026-11-23' });
    const denied = { cause: expect.objectContaining({ code: '42501' }) as unknown };
    await expect(house.db.update(accessLog).set({ purpose: 'y' })).rejects.toMatchObject(denied);
  });
});

describe('what is stored about somebody', () => {
  test('is looked for in every table of the wing', async () => {
    const covered = (await storedAbout(house.db, ada)).map(({ table }) => table);
    const classes = [
      ...tables.identifiedClasses,
      ...handlersClasses,
      ...answering.answeringClasses,
      ...organizing.identifiedOrganizingClasses,
    ];
    const declared = classes.map(({ schema, table }) => `${schema}.${table}`);
    // What an answer is about, which reminders and which letters went out: no row of theirs is about somebody.
    const aboutNobody = [answering.answerDraftSubject, answering.reminder, organizing.letterSent].map((table) =>
      getTableConfig(table),
    );
    for (const { foreignKeys, columns } of aboutNobody) {
      expect(foreignKeys.map((key) => getTableConfig(key.reference().foreignTable).name)).not.toContain('person');
      expect(columns.map(({ name }) => name).filter((name) => /person|owner|delegate|email/i.test(name))).toEqual([]);
    }
    const names = aboutNobody.map(({ name }) => `identified.${name}`);
    expect([...covered, ...names].sort()).toEqual([...declared].sort());
    expect(declared).toContain(`identified.${getTableConfig(person).name}`);
  });

  test('is all there, mine only, without what would let its reader act as me', async () => {
    const other = await addPerson(database.identified, { roles: ['handler'] });
    const me = await addPerson(database.identified, { roles: ['moderator'] });
    const cookie = await house.signIn(me);
    await house.signIn(other);
    await logAccesses(house.db, [
      { actor: other.personNumber, subject: me.personNumber, purpose: 'looked at me', day: '2026-11-23' },
      { actor: me.personNumber, subject: other.personNumber, purpose: 'I looked', day: '2026-11-23' },
      { actor: other.personNumber, subject: other.personNumber, purpose: 'not mine', day: '2026-11-23' },
    ]);
    const stored = await storedAbout(house.db, me);
    const rowsOf = (table: string) => stored.find((each) => each.table === `identified.${table}`)?.rows;
    expect(rowsOf('person')).toEqual([
      {
        person_number: me.personNumber,
        name: me.name,
        email: me.email,
        unit_path: me.unitPath,
        status: 'active',
      },
    ]);
    expect(rowsOf('role_grant')).toMatchObject([{ role: 'moderator' }]);
    expect(rowsOf('account')).toEqual([{ person_number: me.personNumber }]);
    expect(rowsOf('session')).toMatchObject([{ expires_at: '2026-12-01T00:00:00.000Z' }]);
    expect(
      rowsOf('access_log')
        ?.map(({ purpose }) => purpose)
        .sort(),
    ).toEqual(['I looked', 'looked at me']);
    const text = JSON.stringify(stored);
    expect(text).not.toContain(cookie.split('=')[1]);
    expect(text).not.toContain('not mine');
    const hashes = stored.flatMap(({ columns }) => columns.filter(({ name }) => name.endsWith('hash')));
    expect(hashes.length).toBeGreaterThan(3);
    expect(hashes.every(({ shown }) => !shown)).toBe(true);
    expect(text).not.toMatch(/"id_hash":/);
  });

  test('comes with every look at it by name, beyond what one page shows', async () => {
    const me = await addPerson(database.identified);
    const clerk = await addPerson(database.identified, { roles: ['administrator'] });
    const days = Array.from({ length: 60 }, (_, index) => `2026-${String(1 + Math.floor(index / 28)).padStart(2, '0')}-${String(1 + (index % 28)).padStart(2, '0')}`); // prettier-ignore
    await logAccesses(
      house.db,
      days.map((day) => ({ actor: clerk.personNumber, subject: me.personNumber, purpose: 'looked at me', day })),
    );
    await logAccesses(house.db, [{ actor: clerk.personNumber, subject: ada.personNumber, purpose: 'another', day: '2026-01-01' }]); // prettier-ignore
    const looks = await everyAccessTo(house.db, me.personNumber);
    expect(looks.map(({ day }) => day).sort()).toEqual([...days].sort());
    expect(new Set(looks.map(({ actorName, purpose }) => `${String(actorName)}: ${purpose}`))).toEqual(
      new Set([`${clerk.name}: looked at me`]),
    );
  });

  test('names what of it is public, of this person only, and nothing that waits for a moderator', async () => {
    const [me, other] = [await addPerson(database.identified), await addPerson(database.identified)];
    const ids = { mine: 'm'.repeat(26), waiting: 'w'.repeat(26), others: 'o'.repeat(26) };
    const words = {
      demands: ['One'],
      background: '',
      organizerName: me.name,
      textDigest: Buffer.alloc(32),
      criticalMass: 0,
    };
    for (const [id, state] of [
      [ids.mine, 'accepted'],
      [ids.waiting, 'waiting'],
      [ids.others, 'accepted'],
    ] as const)
      // prettier-ignore
      await database.identified
        .insert(petition)
        .values({ id, state, title: `Petition ${id[0] ?? ''}`, submittedDay: '2026-11-01', closesDay: '2026-12-24', ...words });
    await database.identified.insert(tables.petitionOrganizer).values([
      { petitionId: ids.mine, personNumber: me.personNumber },
      { petitionId: ids.waiting, personNumber: me.personNumber },
      { petitionId: ids.others, personNumber: other.personNumber },
    ]);
    const commitment = Buffer.alloc(32, 7);
    await database.identified.insert(tables.enrolment).values({
      personNumber: me.personNumber,
      generation: 1,
      identityCommitment: commitment,
      reason: 'first',
      day: '2026-11-02',
    });
    expect(await publicAbout(house.db, me)).toEqual([
      { what: 'petition', words: 'Petition m', named: true, path: `/petitions/${ids.mine}` },
      { what: 'key', words: `${'07'.repeat(8)}…`, named: false, path: null },
    ]);
    expect(await publicAbout(house.db, ada)).toEqual([]);
  });
});

test('what somebody owes, writes, reviews and published is told to them, and not to others', async () => {
  const [me, other] = [await addPerson(database.identified), await addPerson(database.identified)];
  const { db } = house;
  const changedDay = '2026-11-23';
  for (const [draftId, mine, theirs] of [
    ['draft-one', me, other],
    ['draft-two', other, me],
  ] as const) {
    const words = { body: `Words of ${draftId}`, items: [], reason: '', announce: 'no' } as const;
    const writer = mine.personNumber;
    await db
      .insert(answering.answerDraft)
      .values({ id: draftId, state: 'drafting', version: 1, changedDay, ...words, writer });
    const asked = { draftId, capacity: `Looks at ${draftId}` };
    await db.insert(answering.answerReviewer).values({ ...asked, personNumber: theirs.personNumber });
    const said = { draftId, number: 1, version: 1, about: '', body: `Said of ${draftId}`, day: changedDay };
    await db.insert(answering.answerComment).values({ ...said, personNumber: theirs.personNumber });
    const subject = { subject: 'petition', subjectId: `Answered in ${draftId}` } as const;
    await db.insert(answering.answerCase).values({ ...subject, owner: mine.personNumber });
    await db
      .insert(answering.statementAuthor)
      .values({ kind: 'response', id: draftId, revision: 1, personNumber: writer });
  }
  const rowsOf = async (somebody: TestPerson) => {
    const stored = await storedAbout(db, somebody);
    return (table: string) => JSON.stringify(stored.find((each) => each.table === `identified.${table}`)?.rows);
  };
  const [mine, theirs] = [await rowsOf(me), await rowsOf(other)];
  expect([mine('answer_case'), mine('statement_author')].join()).toMatch(/Answered in draft-one.*draft-one/);
  expect([mine('answer_reviewer'), mine('answer_comment')].join()).toMatch(/Looks at draft-two.*Said of draft-two/);
  expect([mine('answer_case'), mine('statement_author')].join()).not.toContain('draft-two');
  expect([mine('answer_reviewer'), mine('answer_comment')].join()).not.toContain('draft-one');
  expect([theirs('answer_case'), theirs('answer_draft')].join()).toMatch(/Answered in draft-two.*Words of draft-two/);
  expect(mine('answer_draft')).not.toContain('draft-two');
  const delegated = { subject: 'summary', subjectId: 'Written for them', owner: other.personNumber } as const;
  await db.insert(answering.answerCase).values({ ...delegated, delegate: me.personNumber });
  expect((await rowsOf(me))('answer_case')).toContain('Written for them');
});

describe('the role command', () => {
  test.each(grantableRoles)('understands %s', (role) => {
    expect(parseRoleChange(['E1', role])).toEqual({ act: 'grant', actor: 'setup', personNumber: 'E1', role });
    expect(parseRoleChange(['--withdraw', 'E1', role])).toMatchObject({ act: 'withdraw', role });
  });

  test.each([
    [[]],
    [['E1']],
    [['E1', 'king']],
    [['E1', 'employee']],
    [['', 'moderator']],
    [['--help', 'moderator']],
    [['E1', 'moderator', 'x']],
  ])('refuses %j', (words) => {
    expect(parseRoleChange(words)).toBeNull();
  });
});
