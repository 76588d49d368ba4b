import type { Sql } from 'postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openSql } from '~db/database';
import { allClasses as classified } from '~db/schema/all-classes';
import { createTestDatabase, type TestDatabase } from '~tests/support/database';

let database: TestDatabase;
let admin: Sql;

beforeAll(async () => {
  database = await createTestDatabase();
  admin = openSql({ ...database.admin, max: 1 });
});

afterAll(async () => {
  await admin.end();
  await database.close();
});

/** As `schema.table.column`, of everything that holds rows outside PostgreSQL's own schemas. */
async function realColumns(): Promise<string[]> {
  const rows = await admin<{ name: string }[]>`
    select table_schema || '.' || table_name || '.' || column_name as name from information_schema.columns
    where table_schema not in ('pg_catalog', 'information_schema') order by 1`;
  return rows.map(({ name }) => name);
}

const declared = () =>
  classified
    .flatMap(({ schema, table, columns }) => Object.keys(columns).map((column) => `${schema}.${table}.${column}`))
    .sort();

test('every column of the real database says what it is for, and no classification is of a column that is gone', async () => {
  const real = await realColumns();
  expect(real.filter((column) => !declared().includes(column))).toEqual([]);
  expect(declared().filter((column) => !real.includes(column))).toEqual([]);
});

test('a column that somebody adds is noticed', async () => {
  await admin`alter table anonymous.waiting_action add column address inet`;
  const real = await realColumns();
  await admin`alter table anonymous.waiting_action drop column address`;
  expect(real.filter((column) => !declared().includes(column))).toEqual(['anonymous.waiting_action.address']);
});

test('each has a purpose, a retention and readers', () => {
  for (const { schema, table, columns } of classified)
    for (const [column, { purpose, retention, readers }] of Object.entries(columns)) {
      const name = `${schema}.${table}.${column}`;
      expect(purpose, name).toMatch(/\w{3}/);
      expect(retention, name).toMatch(/\w{3}/);
      expect(readers.length, name).toBeGreaterThan(0);
    }
});

test('what the anonymous wing keeps is read by nobody', () => {
  const readers = classified
    .filter(({ schema }) => schema === 'anonymous')
    .flatMap(({ columns }) => Object.values(columns).flatMap((each) => each.readers));
  expect(new Set(readers)).toEqual(new Set(['nobody']));
});
