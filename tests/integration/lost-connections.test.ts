import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDatabase, openSql, type Database } from '~db/database';
import { inTransaction } from '~db/transaction';
import { createTestDatabase, type TestDatabase } from '~tests/support/database';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

/** A pool of one, so that whatever comes next gets the connection that was lost. */
async function withOneConnection(work: (db: Database<'identified'>) => Promise<void>): Promise<void> {
  const client = openDatabase<'identified'>({ ...database.connection('identified'), max: 1 });
  try {
    await work(client.db);
  } finally {
    await client.close();
  }
}

const pid = async (db: Database) => {
  const [row] = await db.execute<{ pid: number }>(sql`select pg_backend_pid() as pid`);
  return row?.pid ?? 0;
};

async function kill(process: number): Promise<void> {
  const admin = openSql({ ...database.admin, max: 1 });
  await admin`select pg_terminate_backend(${process})`;
  for (;;) {
    const [alive] = await admin`select from pg_stat_activity where pid = ${process}`;
    if (!alive) break;
  }
  await admin.end();
}

const setting = (db: Database, name: string) =>
  db.execute(sql`insert into published.setting (name, value, since_day) values (${name}, '1', '2026-01-01')`);
const settings = async (db: Database) =>
  (await db.execute<{ name: string }>(sql`select name from published.setting order by name`)).map(({ name }) => name);

test('a connection that dies within a statement rejects the transaction, and later ones work', async () => {
  await withOneConnection(async (db) => {
    const lost = inTransaction(db, async (tx) => {
      await setting(tx, 'never');
      const process = await pid(tx);
      await Promise.all([tx.execute(sql`select pg_sleep(20)`), kill(process)]);
    });
    await expect(lost).rejects.toThrow();
    const next = () =>
      inTransaction(db, async (tx) => {
        await setting(tx, 'within');
        await setting(tx, 'and more');
      });
    await next();
    expect(await settings(db)).toEqual(['and more', 'within']);
  });
});

test('a connection that dies within a result leaves nothing of it to the next one', async () => {
  await withOneConnection(async (db) => {
    const rows = async (to: number) =>
      (
        await db.execute<{ n: number }>(sql`
        select n, case when n = 3000 then pg_terminate_backend(pg_backend_pid()) end, repeat('x', 1000)
        from generate_series(1, ${to}::int) as n`)
      ).map(({ n }) => n);
    await expect(rows(5000)).rejects.toThrow();
    expect(await rows(3)).toEqual([1, 2, 3]);
    expect(await rows(4)).toEqual([1, 2, 3, 4]);
  });
});

test('a connection that dies between statements: none that come after run outside of the transaction', async () => {
  await withOneConnection(async (db) => {
    let other: Promise<unknown> | undefined;
    const lost = inTransaction(db, async (tx) => {
      await setting(tx, 'never before');
      // Somebody else waits for the connection, and gets the new one.
      other = inTransaction(db, async (own) => {
        await setting(own, 'others 1');
        await setting(own, 'others 2');
      });
      await kill(await pid(tx));
      await setting(tx, 'never after');
    });
    await expect(lost).rejects.toThrow();
    await other;
    expect(await settings(db)).toEqual(['and more', 'others 1', 'others 2', 'within']);
  });
});

test('an error of another connection is an ordinary one: it rolls back, and the transaction’s connection goes on', async () => {
  await withOneConnection(async (db) => {
    const foreign = Object.assign(new Error('another pool lost its connection'), { code: 'CONNECTION_CLOSED' });
    const failing = inTransaction(db, async (tx) => {
      await setting(tx, 'never');
      throw foreign;
    });
    await expect(failing).rejects.toBe(foreign);
    expect(await settings(db)).not.toContain('never');
  });
});

test('a transaction that still waits when its pool is given up is done by the new one, once', async () => {
  await withOneConnection(async (db) => {
    const before = await settings(db);
    let waiting: Promise<unknown>[] = [];
    const lost = inTransaction(db, async (tx) => {
      waiting = ['waited 1', 'waited 2', 'waited 3'].map((name) => inTransaction(db, (own) => setting(own, name)));
      await kill(await pid(tx));
      await setting(tx, 'never after');
    });
    await expect(lost).rejects.toThrow();
    await Promise.all(waiting);
    expect(await settings(db)).toEqual([...before, 'waited 1', 'waited 2', 'waited 3'].sort());
  });
});

test('a connection that dies while its transaction does something else: no COMMIT is sent into another one’s', async () => {
  await withOneConnection(async (db) => {
    const before = await settings(db);
    let end: () => void = () => undefined;
    const somethingElse = new Promise<void>((resolve) => {
      end = resolve;
    });
    const lost = inTransaction(db, async (tx) => {
      await setting(tx, 'never, as it was lost');
      await kill(await pid(tx));
      await somethingElse;
    });
    await expect(lost).rejects.toMatchObject({ code: 'CONNECTION_CLOSED' });
    const other = inTransaction(db, async (own) => {
      await setting(own, 'never, as it fails');
      // The work of the first goes well now. What it would send it sends while this connection has nothing to do.
      end();
      await new Promise((resolve) => setImmediate(resolve));
      await setting(own, 'never, as it fails too');
      throw new RangeError('the other fails');
    });
    await expect(other).rejects.toThrow('the other fails');
    expect(await settings(db)).toEqual(before);
  });
});
