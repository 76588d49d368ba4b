import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectionFromUrl, openSql } from '~db/database';
import { createTestDatabase, type TestDatabase } from '~tests/support/database';
import { roleUrls } from '~tests/support/server';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});

afterAll(() => database.close());

describe('a database’s URL', () => {
  test('says where, as whom and how safely', () => {
    expect(connectionFromUrl('postgres://wing:p%40ss@db.example:6432/house?sslmode=verify-full')).toEqual({
      host: 'db.example',
      port: 6432,
      database: 'house',
      user: 'wing',
      password: 'p@ss',
      ssl: 'verify-full',
    });
  });

  test.each(['allow', 'prefer', 'verify-ca', 'Require', ''])('with sslmode=%s is refused', (mode) => {
    expect(() => connectionFromUrl(`postgres://wing@db.example/house?sslmode=${mode}`)).toThrow(TypeError);
  });

  test.each(['mysql://db.example/house', 'db.example/house', ''])('%j is none', (url) => {
    expect(() => connectionFromUrl(url)).toThrow(TypeError);
  });
});

test('where TLS is asked for, nothing is said to a server without it', async () => {
  const url = roleUrls(database)['DATABASE_URL_PUBLISHED'] ?? '';
  const plain = openSql({ ...connectionFromUrl(url), max: 1 });
  expect(await plain`select 1 as one`).toHaveLength(1);
  await plain.end();
  const safe = openSql({ ...connectionFromUrl(`${url}&sslmode=require`), max: 1 });
  await expect(safe`select 1 as one`).rejects.toThrow();
  await safe.end({ timeout: 1 });
});
