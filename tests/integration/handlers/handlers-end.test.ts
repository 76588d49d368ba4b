import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { setupActor, withdrawRole } from '~/features/identified/accounts/change-role.server';
import { deleteExpiredAccountsData } from '~/features/identified/accounts/delete-expired-accounts-data.server';
import { askToHandle } from '~/features/identified/handlers/ask-to-handle.server';
import { handlersInForce } from '~/features/published/handlers/handler-key';
import { readHandlerRecords } from '~/features/published/handlers/handler-records.queries.server';
import { person, roleGrant } from '~db/schema/identified';
import { handlerHolder, handlerRequest } from '~db/schema/identified-handlers';
import { openSql, type LoginRole } from '~db/database';
import { ledgerEntry } from '~db/schema/published';
import { createTestDatabase, type TestDatabase } from '~tests/support/database';
import { openHandlerHouse, organisation, type HandlerHouse, type TestHandler } from '~tests/support/handler-house';
import type { TestPerson } from '~tests/support/people';
import { apply, stage } from '~tests/support/roster-house';
import { rosterFile } from '~tests/support/roster-files';

let database: TestDatabase;
let house: HandlerHouse;
beforeEach(async () => {
  database = await createTestDatabase();
  house = openHandlerHouse(database.identified);
});
afterEach(() => database.close());

const records = () => readHandlerRecords(database.published);
const inForce = async () => handlersInForce(await records(), organisation).active.map(({ fingerprint }) => fingerprint);
const withdraw = ({ person: { personNumber } }: TestHandler) =>
  withdrawRole({ db: database.identified, clock: house.deps.clock }, { actor: setupActor, personNumber, role: 'handler' }); // prettier-ignore
const ask = (handler: TestHandler) =>
  askToHandle(house.deps, { personNumber: handler.person.personNumber, key: house.asking(handler) });
/** Brings the roster up to date with a file that names these people and nobody else. */
const keepOnly = async (...people: TestPerson[]) => {
  const { db, clock } = house.deps;
  return apply(
    { db, clock },
    await stage(
      { db, clock },
      rosterFile(...people.map(({ personNumber, name, email }) => [personNumber, name, email] as const)),
    ),
  );
};

describe('when the role is withdrawn', () => {
  test('the keys are retired by the office in the same transaction, and those who go on are told', async () => {
    const [first, second] = (await house.inForce(2)) as [TestHandler, TestHandler];
    await house.takeMails();
    house.deps.clock.set('2026-12-24T10:00:00Z');
    await withdraw(first);
    expect((await records())[0]).toMatchObject({ retiredDay: '2026-12-24', retiredBy: 'office', retiredSignature: null }); // prettier-ignore
    const { fingerprint } = first.key;
    expect(await house.newestEntries(2)).toMatchObject([
      { kind: 'role', act: 'withdrawn', role: 'handler' },
      { kind: 'handler-key', act: 'retired', fingerprint, by: 'office', signature: '', day: '2026-12-24' },
    ]);
    expect(await inForce()).toEqual([second.key.fingerprint]);
    expect(handlersInForce(await records(), organisation).problems).toEqual([]);
    const told = (await house.takeMails()).map(({ recipient }) => recipient);
    expect(told).toEqual([first.person.email, second.person.email].sort());
  });

  test('what was asked is forgotten', async () => {
    await house.inForce(1);
    const hana = await house.someHandler();
    await ask(hana);
    await withdraw(hana);
    expect(await database.identified.$count(handlerRequest)).toBe(0);
    expect(await inForce()).toHaveLength(1);
  });

  test('the last handler stays, also against the command, and when all go at once', async () => {
    const handlers = (await house.inForce(3)) as [TestHandler, TestHandler, TestHandler];
    const outcomes = await Promise.allSettled(handlers.map(withdraw));
    const refusals = outcomes.filter(({ status }) => status === 'rejected') as PromiseRejectedResult[];
    expect(refusals.map(({ reason }) => (reason as { code: string }).code)).toEqual(['last-handler']);
    expect(await inForce()).toHaveLength(1);
    expect(await database.identified.$count(roleGrant, eq(roleGrant.role, 'handler'))).toBe(1);
  });

  test('letting in and withdrawing at once end in one order or the other, never in between', async () => {
    const [first] = (await house.inForce(1)) as [TestHandler];
    for (let round = 0; round < 5; round++) {
      const hana = await house.someHandler();
      await ask(hana);
      await Promise.allSettled([house.letIn(first, hana), withdraw(hana)]);
      expect(await inForce()).toEqual([first.key.fingerprint]);
      expect(await database.identified.$count(handlerRequest)).toBe(0);
    }
  });
});

describe('when somebody leaves', () => {
  test('the key is retired with the roster that says so, and whose it was is forgotten', async () => {
    const [first, second] = (await house.inForce(2)) as [TestHandler, TestHandler];
    const hana = await house.someHandler();
    await ask(hana);
    await keepOnly(second.person);
    expect(await inForce()).toEqual([second.key.fingerprint]);
    const { fingerprint } = first.key;
    expect(await house.newestEntries(4)).toMatchObject([
      { kind: 'role', act: 'withdrawn' },
      { kind: 'role', act: 'withdrawn' },
      { kind: 'handler-key', act: 'retired', fingerprint, by: 'office', signature: '' },
      { kind: 'roster-change', left: 2 },
    ]);
    const holders = await database.identified.select().from(handlerHolder);
    expect(holders.map(({ personNumber }) => personNumber)).toEqual([second.person.personNumber]);
    expect(await database.identified.$count(handlerRequest)).toBe(0);
  });

  test('a roster without any handler is refused whole; one handler less is not', async () => {
    const [first, second] = (await house.inForce(2)) as [TestHandler, TestHandler];
    const hana = await house.someHandler();
    await ask(hana);
    const before = await database.published.$count(ledgerEntry);
    // Who asks is none yet.
    await expect(keepOnly(hana.person)).rejects.toMatchObject({ code: 'last-handler' });
    expect(await database.published.$count(ledgerEntry)).toBe(before);
    expect(await database.identified.$count(person, eq(person.status, 'active'))).toBe(3);
    await house.retire(second, first);
    await expect(keepOnly(first.person)).rejects.toMatchObject({ code: 'last-handler' });
    await keepOnly(second.person, hana.person);
    expect(await inForce()).toEqual([second.key.fingerprint]);
  });

  test('the daily upkeep retires what a roster changed by hand left behind', async () => {
    const [first, second] = (await house.inForce(2)) as [TestHandler, TestHandler];
    await database.identified.update(person).set({ status: 'left' }).where(eq(person.personNumber, first.person.personNumber)); // prettier-ignore
    await deleteExpiredAccountsData(database.identified, house.deps.clock.now());
    expect(await inForce()).toEqual([second.key.fingerprint]);
  });
});

describe('with SQL', () => {
  const run = async (role: LoginRole, statement: string): Promise<string> => {
    const sql = openSql({ ...database.connection(role), max: 1 });
    try {
      await sql.unsafe(statement);
      return 'done';
    } catch (error) {
      return (error as { code?: string }).code ?? String(error);
    } finally {
      await sql.end();
    }
  };
  const [denied, stands] = ['42501', '23514'];
  const copy = `insert into published.handler_key (fingerprint, number, name, signing_key, recipient, added_day, added_by, signature)
    select sha256('x'), 99, 'Intruder', sha256('y'), recipient || 'x', added_day, added_by, signature
    from published.handler_key where number = 1`;

  test.each(['published', 'anonymous', 'jobs'] as const)('%s can neither add, retire, revive nor remove', async (role) => {
    await house.inForce(2);
    for (const statement of [
      copy,
      `update published.handler_key set retired_day = '2026-11-23', retired_by = 'office'`,
      `update published.handler_key set retired_day = null, retired_by = null`,
      'delete from published.handler_key',
      'truncate published.handler_key cascade',
    ])
      expect(await run(role, statement), statement).toBe(denied);
  }); // prettier-ignore

  test('the wing that keeps the keys can change none, revive none and remove none', async () => {
    const [first, second] = (await house.inForce(2)) as [TestHandler, TestHandler];
    await house.retire(second, first);
    for (const column of ['name', 'recipient', 'signing_key', 'signature', 'added_by', 'fingerprint', 'number'])
      expect(await run('identified', `update published.handler_key set ${column} = ${column}`), column).toBe(denied);
    expect(await run('identified', 'delete from published.handler_key')).toBe(denied);
    const revive = 'update published.handler_key set retired_day = null, retired_by = null, retired_signature = null';
    expect(await run('identified', revive)).toBe(stands);
    expect(await inForce()).toEqual([second.key.fingerprint]);
  });

  test('a key that it adds without a signature of one in force counts for nobody', async () => {
    const [first] = (await house.inForce(1)) as [TestHandler];
    expect(await run('identified', copy)).toBe('done');
    const checked = handlersInForce(await records(), organisation);
    expect(checked.active.map(({ fingerprint }) => fingerprint)).toEqual([first.key.fingerprint]);
    expect(checked.problems).toHaveLength(1);
  });

  test('a chain with a gap breaks: who was let in by a key that is left out counts no more', async () => {
    const [, second] = (await house.inForce(2)) as [TestHandler, TestHandler];
    const third = await house.someHandler();
    await ask(third);
    await house.letIn(second, third);
    const [one, , three] = await records();
    const checked = handlersInForce([one, three].filter((record) => record !== undefined), organisation); // prettier-ignore
    expect(checked.active).toHaveLength(1);
    expect(checked.problems).toHaveLength(1);
  });
});
