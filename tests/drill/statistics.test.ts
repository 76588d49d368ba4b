import { describe, expect, test } from 'vitest';
import { isBetterThanChance } from '~/features/published/drill/drill-result';
import { verdictOf } from '~/features/published/drill/drill-words';
import { lastDrill } from '~/features/published/drill/last-drill.server';
import { attackers } from './attackers/all';
import { scoreOf } from './score';
import { atLeast, normalQuantile, rateOf, wilson } from './statistics';

describe('Wilson’s interval', () => {
  test('is what the textbooks have', () => {
    // Newcombe 1998, table I: 81 of 263, 15 of 148, 0 of 20, 1 of 29.
    const known = [
      [81, 263, 0.2553, 0.3662],
      [15, 148, 0.0624, 0.1605],
      [0, 20, 0, 0.1611],
      [1, 29, 0.0061, 0.1718],
    ] as const;
    for (const [hits, trials, low, high] of known) {
      expect(wilson(hits, trials).low).toBeCloseTo(low, 4);
      expect(wilson(hits, trials).high).toBeCloseTo(high, 4);
    }
    expect(wilson(0, 0)).toEqual({ low: 0, high: 1 });
  });
});

describe('the probability of so many hits by chance', () => {
  test('is that of counting all outcomes', () => {
    // Six fair coins: 42 of 64 outcomes have three heads or more.
    expect(atLeast(3, 6, 0.5)).toBeCloseTo(42 / 64, 10);
    expect(atLeast(6, 6, 0.5)).toBeCloseTo(1 / 64, 10);
    expect(atLeast(0, 6, 0.5)).toBe(1);
    expect(atLeast(1, 1000, 0.001)).toBeCloseTo(1 - 0.999 ** 1000, 10);
  });

  test('quantiles are those of the tables', () => {
    expect(normalQuantile(0.975)).toBeCloseTo(1.95996, 3);
    expect(normalQuantile(0.9975)).toBeCloseTo(2.80703, 3);
    expect(normalQuantile(0.5)).toBeCloseTo(0, 5);
  });

  test('a leak is told from luck', () => {
    const chances = Array.from({ length: 24 }, () => 1 / 12);
    expect(isBetterThanChance(rateOf(5, chances))).toBe(false);
    expect(isBetterThanChance(rateOf(12, chances))).toBe(true);
  });
});

describe('a score', () => {
  const truth = new Map([
    ['a', { person: 'ann', manner: 'as-advised', petition: 'p' }],
    ['b', { person: 'bob', manner: 'as-advised', petition: 'p' }],
    ['c', { person: 'carl', manner: 'concern', petition: '' }],
  ] as const);

  test('counts the right person, and anybody who signed', () => {
    const guesses = [
      { subject: 'a', person: 'bob' },
      { subject: 'b', person: 'bob' },
      { subject: 'c', person: 'ann' },
      { subject: 'not among them', person: 'ann' },
    ];
    const [advised, concern] = scoreOf([guesses], truth, 10);
    expect(advised?.named).toMatchObject({ hits: 1, trials: 2, chance: 0.1 });
    // Bob is named twice, which is one guess at who signed.
    expect(advised?.signed).toMatchObject({ hits: 1, trials: 1, chance: 0.2 });
    expect(concern).toMatchObject({ manner: 'concern', named: { hits: 0, trials: 1 }, signed: null });
  });

  test('takes the best of several ways, and allows for its being the best', () => {
    const way = (person: string) => [...truth.keys()].map((subject) => ({ subject, person }));
    const [one] = scoreOf([way('ann')], truth, 10);
    const [best] = scoreOf([way('nobody'), way('ann'), way('nobody')], truth, 10);
    expect(best?.named.hits).toBe(1);
    expect(best?.named.byChance).toBeCloseTo(3 * (one?.named.byChance ?? 0), 10);
    expect(best?.named.low).toBeLessThan(one?.named.low ?? 0);
    expect(best?.named.high).toBeGreaterThan(one?.named.high ?? 1);
  });
});

describe('the result that the page shows', () => {
  const last = lastDrill();

  test('is of today’s attackers, each of which found people on the weakened platform', () => {
    expect(last.attackers.map(({ name, tried }) => ({ name, tried }))).toEqual(
      attackers.map(({ name, tried }) => ({ name, tried })),
    );
    for (const { weakened } of last.attackers) expect(isBetterThanChance(weakened.named)).toBe(true);
  });

  test('says whether the promise holds, and would say where it does not', () => {
    expect(verdictOf(last).holds).toBe(true);
    const [first, ...others] = last.attackers;
    if (!first) throw new Error('there are no attackers');
    const named = rateOf(
      200,
      Array.from({ length: 200 }, () => 0.01),
    );
    const broken = { ...first, scores: [{ manner: 'as-advised', named, signed: null } as const] };
    expect(verdictOf({ ...last, attackers: [broken, ...others] })).toEqual({
      holds: false,
      words: `Better than chance: ${first.title.toLowerCase()}.`,
    });
  });
});
