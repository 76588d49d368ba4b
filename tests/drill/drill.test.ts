import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isBetterThanChance, type DrillRate } from '~/features/published/drill/drill-result';
import { promised } from '~/features/published/drill/drill-words';
import { createTestDatabase, type TestDatabase } from '~tests/support/database';
import { attackers } from './attackers/all';
import { drillPlatform, drillWeakened, type DrillOutcome } from './drill';

/*
 * The leak drill in small (threat model, rule 2): a dozen people. The full one is `npm run drill`; its last result is the page
 * /transparency/drill.
 */

const seed = randomBytes(6).toString('hex');
let databases: readonly TestDatabase[];
let outcome: DrillOutcome;
let weakened: ReadonlyMap<string, DrillRate>;

beforeAll(async () => {
  databases = await Promise.all([createTestDatabase(), createTestDatabase()]);
  const [platform, weak] = databases;
  if (!platform || !weak) throw new Error('two databases are needed');
  [outcome, weakened] = await Promise.all([
    drillPlatform(platform, createTestDatabase, 13, {
      ...{ seed, firstDay: '2026-03-02', enrolmentDays: 1, enrolFirst: 12, actingDays: 2, slots: 1 },
      ...{ signAsAdvised: 10, signAfterSigningIn: 5, signAfterEnrolling: 1, signQuietly: 4 },
      ...{ signWithUnit: 0, sponsors: 10, started: 3 },
      ...{ concerns: 4, lostKeys: 1, leavers: 1, otherSignIns: 2 },
    }),
    drillWeakened(weak, 12, `${seed}/weak`),
  ]);
}, 120_000);

afterAll(async () => {
  await Promise.all(databases.map((database) => database.close()));
});

describe(`the leak drill in small (seed ${seed})`, () => {
  test('has people sign, sponsor, start petitions, withdraw, leave, lose keys and raise concerns', () => {
    const manners = [...outcome.truth.values()].map(({ manner }) => manner);
    expect(new Set(manners)).toEqual(
      new Set([
        ...['as-advised', 'sponsor', 'started-petition', 'after-signing-in', 'after-enrolling', 'after-leaving'],
        ...['concern', 'concern-with-file'],
      ]),
    );
    // Who has left does no more: one of the 37 things, or a few, may not have happened.
    expect(manners.length).toBeGreaterThanOrEqual(10 + 10 + 3 + 5 + 1 + 4 + 4 - 5);
  });

  test.each(attackers.map(({ name }) => name))('%s: no better than chance where people act as advised', (name) => {
    const scores = outcome.results.find(({ attacker }) => attacker.name === name)?.scores ?? [];
    const advised = scores.filter(({ manner }) => promised.includes(manner));
    expect(advised.length).toBeGreaterThan(0);
    for (const { named, signed } of advised) {
      expect(named.trials).toBeGreaterThan(0);
      expect(isBetterThanChance(named)).toBe(false);
      expect(signed !== null && isBetterThanChance(signed)).toBe(false);
    }
  });

  test.each(attackers.map(({ name }) => name))('%s: finds people on the platform weakened for it', (name) => {
    const rate = weakened.get(name);
    expect(rate?.trials).toBeGreaterThanOrEqual(12);
    expect(rate && isBetterThanChance(rate)).toBe(true);
    expect(rate?.low).toBeGreaterThan(rate?.chance ?? 1);
  });
});
