import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readersWords, rightsWords, storedParts } from '~/features/published/storage/storage-words';
import { storedTables } from '~/features/published/storage/stored-tables';
import { describeStorage } from '~/server/storage';
import { openSql } from '~db/database';
import { grantMatrix } from '~db/roles';
import { createTestDatabase, type TestDatabase } from '~tests/support/database';

let database: TestDatabase;
let now = new Date('2026-06-10T09:00:00Z');
let storage: ReturnType<typeof describeStorage>;
const pictured = async () => {
  const live = await storage.live();
  return { ...storedTables(storage.classes, live), differences: live.differences };
};
const asOwner = async (statement: string) => {
  const sql = openSql({ ...database.admin, max: 1 });
  try {
    await sql.unsafe(statement);
  } finally {
    await sql.end();
  }
};

beforeAll(async () => {
  database = await createTestDatabase();
  storage = describeStorage(database.connection('published'), { now: () => now });
});
afterAll(async () => {
  await storage.close();
  await database.close();
});

describe('the picture of what is stored', () => {
  test('has every column of the database with its reason, and every right as it is declared', async () => {
    const { tables, unexplained, gone, differences } = await pictured();
    expect({ unexplained, gone, differences }).toEqual({ unexplained: [], gone: [], differences: [] });
    expect(new Set(tables.map(({ schema }) => schema))).toEqual(new Set(storedParts.map(({ schema }) => schema)));
    const shown = tables.flatMap(({ schema, name, rights }) =>
      rights.map(({ role, table, columns }) => ({ role, on: `${schema}.${name}`, table, columns })),
    );
    const declared = Object.entries(grantMatrix).flatMap(([role, { tables: granted }]) =>
      Object.entries(granted).map(([on, grant]) => ({
        role,
        on,
        table: [...grant.table].sort(),
        columns: Object.fromEntries(
          Object.entries(grant.columns ?? {}).map(([privilege, names]) => [privilege, [...names].sort()]),
        ),
      })),
    );
    const sorted = (all: readonly { role: string; on: string }[]) =>
      [...all].sort((one, other) => `${one.role} ${one.on}`.localeCompare(`${other.role} ${other.on}`));
    expect(sorted(shown)).toEqual(sorted(declared));
    expect(tables.find(({ name }) => name === 'waiting_action')?.rights.map(({ role }) => role)).toEqual(['anonymous']);
  });

  test('shows, a minute later at most, what somebody changed in the running database', async () => {
    await asOwner('alter table anonymous.waiting_action add column arrived_at timestamptz');
    await asOwner('grant select on anonymous.waiting_action to identified');
    expect((await pictured()).unexplained).toEqual([]);
    now = new Date(now.getTime() + 60_000);
    const { tables, unexplained, differences } = await pictured();
    expect(unexplained).toEqual(['anonymous.waiting_action.arrived_at']);
    expect(differences).toContain('identified has SELECT on anonymous.waiting_action, which the matrix does not grant');
    const table = tables.find(({ name }) => name === 'waiting_action');
    expect(table?.columns.at(-1)).toEqual({ name: 'arrived_at', type: 'timestamp with time zone', explained: null });
    expect(table?.rights.map(rightsWords)).toContain('identified: read');
  });

  test('names what is explained and is not there', () => {
    const live = { columns: [{ schema: 'one', table: 'two', column: 'three', type: 'text' }], rights: [] };
    const words = { purpose: 'To be there', retention: 'a day', readers: ['nobody' as const] };
    const classes = [{ schema: 'one', table: 'two', columns: { three: words, four: words } }];
    expect(storedTables(classes, live)).toEqual({
      tables: [
        { schema: 'one', name: 'two', columns: [{ name: 'three', type: 'text', explained: words }], rights: [] },
      ],
      unexplained: [],
      gone: ['one.two.four'],
    });
  });
});

test('rights and readers are said in words', () => {
  const columns = { UPDATE: ['state', 'closed_day'] };
  expect(rightsWords({ role: 'identified', table: ['INSERT', 'SELECT'], columns })).toBe(
    'identified: read, add; change only state, closed day',
  );
  expect(rightsWords({ role: 'jobs', table: ['MAINTAIN'], columns: {} })).toBe('jobs: maintain');
  expect(readersWords(['the person', 'administrators'])).toBe('The person it is about, administrators');
});
