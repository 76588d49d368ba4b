import { afterAll, beforeAll, expect, test } from 'vitest';
import { appendEntries, appendEntry } from '~/features/published/ledger/append-entry.server';
import { entryIndex } from '~/features/published/ledger/entry-index.queries.server';
import type { LedgerEntry } from '~/features/published/ledger/ledger-entry';
import { inTransaction } from '~db/transaction';
import { createTestDatabase, type TestDatabase } from '~tests/support/database';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

const setting = (value: number): LedgerEntry => ({
  v: 1,
  kind: 'setting',
  name: 'thresholdPercent',
  value,
  day: '2026-06-10',
});

test('an entry is found by what it says, wherever it stands, as identified and as published', async () => {
  await inTransaction(database.identified, (tx) => appendEntries(tx, [setting(1), setting(2), setting(3)]));
  for (const db of [database.identified, database.published]) {
    expect(await entryIndex(db, setting(3))).toBe(2);
    expect(await entryIndex(db, setting(4))).toBeNull();
  }
});

test('of the same words twice, the first place is told', async () => {
  await appendEntry(database.identified, setting(2));
  expect(await entryIndex(database.published, setting(2))).toBe(1);
});

test('its fields may come in any order: bytes are compared as they are written', async () => {
  const { day, value, name, kind, v } = setting(3) as Extract<LedgerEntry, { kind: 'setting' }>;
  expect(await entryIndex(database.published, { day, value, name, kind, v })).toBe(2);
});
