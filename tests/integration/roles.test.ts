import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { desc, eq } from 'drizzle-orm';
import { grantRole, setupActor, withdrawRole } from '~/features/identified/accounts/change-role.server';
import { findPeople, mostFound, roleHolders } from '~/features/identified/accounts/find-people.server';
import { grantableRoles } from '~/features/identified/accounts/role';
import { accessLog, person, roleGrant } from '~db/schema/identified';
import { ledgerEntry } from '~db/schema/published';
import { createTestDatabase, type TestDatabase } from '~tests/support/database';
import { ManualClock } from '~/platform/clock';
import { addPerson, type TestPerson } from '~tests/support/people';

let database: TestDatabase;
let root: TestPerson;
let ada: TestPerson;
const clock = new ManualClock('2026-11-23T14:06:00Z');
const deps = () => ({ db: database.identified, clock });

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.identified.delete(roleGrant);
  root = await addPerson(database.identified, { roles: ['administrator'] });
  ada = await addPerson(database.identified);
});

const rolesOf = async ({ personNumber }: TestPerson) =>
  (await database.identified.select().from(roleGrant).where(eq(roleGrant.personNumber, personNumber))).map(
    ({ role }) => role,
  );
const newestEntry = async () => {
  const [entry] = await database.published.select().from(ledgerEntry).orderBy(desc(ledgerEntry.index)).limit(1);
  return JSON.parse(Buffer.from(entry?.bytes ?? '{}').toString()) as unknown;
};
const countEntries = () => database.published.$count(ledgerEntry);
const looksAt = ({ personNumber }: TestPerson) =>
  database.identified.select().from(accessLog).where(eq(accessLog.subject, personNumber));
const by = (actor: TestPerson | 'setup', who: TestPerson, role: (typeof grantableRoles)[number]) => ({
  actor: actor === 'setup' ? setupActor : actor.personNumber,
  personNumber: who.personNumber,
  role,
});

describe('granting and withdrawing', () => {
  test.each(grantableRoles)('%s is a ledger entry with the name, and a line that its holder can read', async (role) => {
    await grantRole(deps(), by(root, ada, role));
    expect(await rolesOf(ada)).toEqual([role]);
    expect(await newestEntry()).toEqual({
      v: 1,
      kind: 'role',
      act: 'granted',
      role,
      name: ada.name,
      day: '2026-11-23',
    });
    expect(await looksAt(ada)).toMatchObject([{ actor: root.personNumber, day: '2026-11-23' }]);
    await withdrawRole(deps(), by(root, ada, role));
    expect(await rolesOf(ada)).toEqual([]);
    expect(await newestEntry()).toMatchObject({ kind: 'role', act: 'withdrawn', role, name: ada.name });
    expect(await looksAt(ada)).toHaveLength(2);
  });

  test('is refused to everybody who is no administrator, and leaves no trace', async () => {
    const moderator = await addPerson(database.identified, {
      roles: ['organizer', 'leadership', 'moderator', 'handler'],
    });
    const gone = await addPerson(database.identified, { roles: ['administrator'], status: 'left' });
    const before = await countEntries();
    for (const actor of [ada, moderator, gone]) {
      await expect(grantRole(deps(), by(actor, ada, 'administrator'))).rejects.toHaveProperty(
        'code',
        'not-administrator',
      );
      await expect(withdrawRole(deps(), by(actor, root, 'administrator'))).rejects.toHaveProperty(
        'code',
        'not-administrator',
      );
    }
    const nobody = { actor: 'E-none', personNumber: ada.personNumber, role: 'organizer' } as const;
    await expect(grantRole(deps(), nobody)).rejects.toHaveProperty('code', 'not-administrator');
    expect(await rolesOf(ada)).toEqual([]);
    expect(await countEntries()).toBe(before);
    expect(await looksAt(ada)).toEqual([]);
  });

  test('is refused for who left, who never was, what is held and what is not', async () => {
    const gone = await addPerson(database.identified, { status: 'left' });
    await expect(grantRole(deps(), by(root, gone, 'moderator'))).rejects.toHaveProperty('code', 'unknown-person');
    const nobody = { ...by(root, ada, 'moderator'), personNumber: 'E-none' };
    await expect(grantRole(deps(), nobody)).rejects.toHaveProperty('code', 'unknown-person');
    await expect(withdrawRole(deps(), nobody)).rejects.toHaveProperty('code', 'unknown-person');
    await expect(withdrawRole(deps(), by(root, ada, 'moderator'))).rejects.toHaveProperty('code', 'not-granted');
    await grantRole(deps(), by(root, ada, 'moderator'));
    await expect(grantRole(deps(), by(root, ada, 'moderator'))).rejects.toHaveProperty('code', 'already-granted');
  });

  test('ten times at once grants once', async () => {
    const before = await countEntries();
    const outcomes = await Promise.allSettled(
      Array.from({ length: 10 }, () => grantRole(deps(), by(root, ada, 'handler'))),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await countEntries()).toBe(before + 1);
  });
});

describe('the last administrator', () => {
  test('stays, also against the setup command', async () => {
    await addPerson(database.identified, { roles: ['administrator'], status: 'left' });
    for (const actor of [root, 'setup'] as const)
      await expect(withdrawRole(deps(), by(actor, root, 'administrator'))).rejects.toHaveProperty(
        'code',
        'last-administrator',
      );
    expect(await rolesOf(root)).toEqual(['administrator']);
  });

  test('is left when two withdraw each other at once', async () => {
    for (let round = 0; round < 5; round++) {
      await database.identified.delete(roleGrant);
      const one = await addPerson(database.identified, { roles: ['administrator'] });
      const two = await addPerson(database.identified, { roles: ['administrator'] });
      const outcomes = await Promise.allSettled([
        withdrawRole(deps(), by(one, two, 'administrator')),
        withdrawRole(deps(), by(two, one, 'administrator')),
        withdrawRole(deps(), by(one, one, 'administrator')),
      ]);
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      expect(await database.identified.$count(roleGrant, eq(roleGrant.role, 'administrator'))).toBe(1);
    }
  });

  test('may step back once there is another; the first comes from the setup', async () => {
    await database.identified.delete(roleGrant);
    await grantRole(deps(), by('setup', ada, 'administrator'));
    await expect(database.identified.select().from(roleGrant)).resolves.toMatchObject([{ grantedBy: 'setup' }]);
    await grantRole(deps(), by(ada, root, 'administrator'));
    await withdrawRole(deps(), by(ada, ada, 'administrator'));
    expect([await rolesOf(ada), await rolesOf(root)]).toEqual([[], ['administrator']]);
  });
});

describe('looking people up', () => {
  test('shows active people by name, address or number, and tells each of them', async () => {
    const grace = await addPerson(database.identified, { name: 'Grace Hopper', email: 'grace@navy.example' });
    const left = await addPerson(database.identified, { name: 'Grace Left', status: 'left' });
    const found = (words: string) => findPeople(deps(), { actor: root.personNumber, words });
    for (const words of ['grace', ' HOPPER ', 'navy.exam', grace.personNumber.toLowerCase()])
      expect((await found(words)).map((each) => each.personNumber)).toEqual([grace.personNumber]);
    expect(await looksAt(grace)).toHaveLength(4);
    expect(await looksAt(left)).toHaveLength(0);
    expect((await looksAt(grace)).every((look) => look.actor === root.personNumber)).toBe(true);
  });

  test('takes %, _ and \\ as letters, finds nothing by a single one, and never more than it may', async () => {
    await addPerson(database.identified, { name: 'Fifty % Off_\\' });
    for (let i = 0; i < mostFound + 5; i++) await addPerson(database.identified, { name: `Many ${String(i)}` });
    const found = (words: string) => findPeople(deps(), { actor: root.personNumber, words });
    const before = await database.identified.$count(accessLog);
    for (const words of ['', ' ', 'M', '%%', '__', '%a%', '\\\\']) expect(await found(words)).toEqual([]);
    expect(await database.identified.$count(accessLog)).toBe(before);
    for (const words of ['y % o', 'off_\\']) expect(await found(words)).toHaveLength(1);
    expect(await found('many')).toHaveLength(mostFound);
  });

  test('lists the holders of roles, and tells each of them', async () => {
    await database.identified.update(person).set({ name: 'Zoe' }).where(eq(person.personNumber, root.personNumber));
    await grantRole(deps(), by(root, ada, 'organizer'));
    await grantRole(deps(), by(root, ada, 'moderator'));
    const before = (await looksAt(ada)).length;
    const holders = await roleHolders(deps(), { actor: root.personNumber });
    expect(holders.map(({ name, roles }) => [name, roles.map(({ role }) => role)])).toEqual([
      [ada.name, ['moderator', 'organizer']],
      ['Zoe', ['administrator']],
    ]);
    expect(await looksAt(ada)).toHaveLength(before + 1);
  });
});
