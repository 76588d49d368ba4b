import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { changeSetting } from '~/features/published/settings/change-setting.server';
import { currentSettings } from '~/features/published/settings/current-settings.server';
import { ManualClock } from '~/platform/clock';
import {
  changeableSettings,
  demoSettings,
  productionSettings,
  settingBounds,
  type ChangeableSetting,
} from '~/platform/settings';
import { openSql } from '~db/database';
import { ledgerEntry, setting } from '~db/schema/published';
import { createTestDatabase, type TestDatabase } from '~tests/support/database';

let database: TestDatabase;
const clock = new ManualClock('2026-11-23T14:06:00Z');
const base = productionSettings({ organisation: 'example', organisationName: 'Example', timeZone: 'UTC' });
const demo = demoSettings({ organisation: 'demo', organisationName: 'Demo' });

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());
beforeEach(() => asOwner('delete from published.setting'));

async function asOwner(statement: string) {
  const sql = openSql({ ...database.admin, max: 1 });
  await sql.unsafe(statement);
  await sql.end();
}
const change = (name: ChangeableSetting, value: number, from = base) =>
  changeSetting({ db: database.identified, clock, base: from }, { name, value });
const current = (from = base) => currentSettings(database.published, from);
const entries = async () =>
  (await database.published.select().from(ledgerEntry).orderBy(ledgerEntry.index)).map(
    ({ bytes }) => JSON.parse(Buffer.from(bytes).toString()) as unknown,
  );

test('nothing changed is what the process was started with', async () => {
  await expect(current()).resolves.toEqual(base);
});

test.each(changeableSettings)('a change of %s is in force at once, and a ledger entry', async (name) => {
  const { max } = settingBounds[name];
  await change(name, max - 1);
  await expect(current()).resolves.toEqual({ ...base, [name]: max - 1 });
  expect((await entries()).at(-1)).toEqual({ v: 1, kind: 'setting', name, value: max - 1, day: '2026-11-23' });
  await change(name, max);
  await expect(current()).resolves.toEqual({ ...base, [name]: max });
});

test.each([
  ['thresholdAbsolute', 0],
  ['thresholdAbsolute', 1_000_001],
  ['thresholdPercent', 0],
  ['thresholdPercent', 101],
  ['responseDays', 0],
  ['responseDays', 366],
  ['responseDays', 1.5],
  ['responseDays', NaN],
  ['criticalMass', 0],
  ['criticalMass', 9],
  ['criticalMass', 1],
  ['criticalMass', -10],
  ['criticalMass', 10_001],
  ['acknowledgeDays', 31],
  ['concernAnswerDays', 6],
  ['concernRetentionDays', 89],
  ['summaryThreshold', 9],
] as const)('%s %d is refused, and leaves no entry', async (name, value) => {
  const before = (await entries()).length;
  await expect(change(name, value)).rejects.toHaveProperty('code', 'out-of-bounds');
  await expect(current()).resolves.toEqual(base);
  expect(await entries()).toHaveLength(before);
});

test.each([
  ['thresholdAbsolute', 1],
  ['thresholdAbsolute', 1_000_000],
  ['thresholdPercent', 100],
  ['responseDays', 365],
  ['criticalMass', 10_000],
  ['criticalMass', 11],
] as const)('%s %d is allowed', async (name, value) => {
  await change(name, value);
  await expect(current()).resolves.toMatchObject({ [name]: value });
});

test('the demo has lower floors, and a house that is not the demo passes over what they let through', async () => {
  await change('criticalMass', 4, demo);
  await expect(current(demo)).resolves.toMatchObject({ criticalMass: 4 });
  await expect(current()).resolves.toEqual(base);
});

describe('a row that somebody wrote past the program', () => {
  test.each(['0', '2', '-1', '"9"', '1e9', 'null', '{}', '10.5'])('criticalMass %s lowers no floor', async (value) => {
    await asOwner(`insert into published.setting values ('criticalMass', '${value}', '2026-11-01')`);
    await expect(current()).resolves.toEqual(base);
  });

  test.each(['minimum', 'demo', 'organisation', 'registerDepth', '__proto__'])('%s is not a setting', async (name) => {
    await asOwner(`insert into published.setting values ('${name}', '1', '2026-11-01')`);
    await expect(current()).resolves.toEqual(base);
  });
});

test('the same value again, one after the other or ten at once, is one entry', async () => {
  const before = (await entries()).length;
  await expect(change('responseDays', base.responseDays)).rejects.toHaveProperty('code', 'unchanged');
  const outcomes = await Promise.allSettled(Array.from({ length: 10 }, () => change('responseDays', 25)));
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  await expect(change('responseDays', 25)).rejects.toHaveProperty('code', 'unchanged');
  expect(await entries()).toHaveLength(before + 1);
});

test('no wing but the identified may write settings', async () => {
  for (const db of [database.published, database.anonymous])
    await expect(
      db.insert(setting).values({ name: 'responseDays', value: 40, sinceDay: '2026-11-23' }),
    ).rejects.toMatchObject({
      cause: { code: '42501' },
    });
});
