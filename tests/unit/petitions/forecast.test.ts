import { describe, expect, test } from 'vitest';
import {
  dailyGains,
  forecast,
  furthestDays,
  type CountedDay,
  type ForecastInput,
} from '~/features/published/petitions/forecast';
import { forecastWords, paceWords } from '~/features/published/petitions/forecast-words';
import { addDays } from '~/platform/clock';

const start = '2026-05-01';
const today = '2026-05-21';
/** Counts at the end of each day from the first of May on; a day that brings nothing is not in it. */
function history(...gains: readonly number[]): CountedDay[] {
  let signers = 0;
  return gains.flatMap((gain, place) => {
    signers += gain;
    return gain === 0 && place > 0 ? [] : [{ day: addDays(start, place), signers }];
  });
}
const input = (over: Partial<ForecastInput>): ForecastInput => ({
  ...{ history: history(50, ...Array.from({ length: 19 }, () => 10)), threshold: 500, isOpen: true },
  ...{ closesDay: '2026-07-30', today },
  ...over,
});

describe('a forecast', () => {
  test('says the day at the pace of the last two weeks, and how sure it is', () => {
    const told = forecast(input({}));
    // 240 counted by 20 May, 10 a day: 260 more take 26 days.
    expect(told).toMatchObject({ kind: 'day', likely: '2026-06-15', pace: 10, days: 14, afterClosing: false });
    if (told.kind !== 'day') throw new Error('no day');
    expect(told.earliest < told.likely).toBe(true);
    expect((told.latest ?? '9') > told.likely).toBe(true);
    expect(told.atClosing.low < told.atClosing.likely && told.atClosing.likely < told.atClosing.high).toBe(true);
    expect(forecastWords(told, today)).toEqual([
      'If it goes on like this, the threshold is reached around 15 June.',
      expect.stringMatching(/^Eight times in ten it would be between 1\d June and [12]\d June\.$/),
      'It rests on the last 14 days alone: 10 a day. Most petitions slow down; what you do may change it.',
    ]);
  });

  test('is less sure the more the days differ', () => {
    const even = forecast(input({}));
    const uneven = forecast(
      input({ history: history(50, ...Array.from({ length: 19 }, (_, day) => (day % 2 ? 20 : 0))) }),
    );
    const width = (told: typeof even) => (told.kind === 'day' ? Date.parse(told.latest ?? '2100-01-01') - Date.parse(told.earliest) : 0); // prettier-ignore
    expect(width(uneven)).toBeGreaterThan(1.5 * width(even));
  });

  test('says how many there will be where it closes before', () => {
    const told = forecast(input({ closesDay: '2026-05-30' }));
    expect(told).toMatchObject({ afterClosing: true, atClosing: { likely: 340 } });
    expect(forecastWords(told, today)[0]).toBe(
      'If it goes on like this, it closes with about 340 signatures, before the threshold is reached.',
    );
  });

  test.each([
    ['where there is no threshold', { threshold: null }, { kind: 'none', why: 'no-threshold' }],
    ['where no number is shown', { history: [] }, { kind: 'none', why: 'withheld' }],
    ['where it is reached', { threshold: 240 }, { kind: 'reached' }],
    ['where it closed', { isOpen: false }, { kind: 'none', why: 'not-open' }],
    ['before a week was counted', { history: history(50, 9, 9, 9, 9, 9), today: '2026-05-07' }, { kind: 'none', why: 'too-few-days' }],
    ['where more withdraw than sign', { history: history(50, ...Array.from({ length: 19 }, () => -1)) }, { kind: 'none', why: 'no-growth' }],
    ['where nobody signs any more', { today: '2026-08-01', closesDay: '2026-09-01' }, { kind: 'none', why: 'no-growth' }],
    ['where it takes more than a year', { threshold: 240 + 10 * (furthestDays + 1) }, { kind: 'far' }],
  ] as [string, Partial<ForecastInput>, object][])('does without a day %s, and says why', (_, over, expected) => {
    const told = forecast(input(over));
    expect(told).toMatchObject(expected);
    expect(forecastWords(told, today)).toHaveLength(1);
  }); // prettier-ignore

  test('takes a year and not a day more', () => {
    expect(forecast(input({ threshold: 240 + 10 * furthestDays })).kind).toBe('day');
  });

  test('counts the first day that is shown for nothing: what came before it came at once', () => {
    expect(dailyGains(history(500, 3, 0, 4, 0, 0, 5, 6), '2026-05-09')).toEqual([3, 0, 4, 0, 0, 5, 6]);
    // Whole weeks, the newest: of thirteen days the last seven.
    expect(dailyGains(history(500, ...Array.from({ length: 13 }, (_, day) => day)), '2026-05-15')).toHaveLength(7);
    // Yesterday nobody signed; today is counted only if it was published.
    expect(dailyGains(history(9, 1, 1, 1, 1, 1, 1, 1), '2026-05-10').at(-1)).toBe(0);
  });

  test('holds eight times in ten where days are as the model has them', () => {
    const seed = 20_260_521;
    const random = generator(seed);
    let [within, asked] = [0, 0];
    for (let run = 0; run < 1500; run += 1) {
      const pace = 2 + 20 * random();
      const days = Array.from({ length: 400 }, () => poisson(pace, random));
      const past = days.slice(0, 14);
      const threshold = 60 + Math.round(pace * 30);
      const told = forecast({ history: history(50, ...past), threshold: past.reduce((a, b) => a + b, 50) + threshold, isOpen: true, closesDay: '2027-12-31', today: addDays(start, 15) }); // prettier-ignore
      if (told.kind !== 'day') continue;
      let [missing, t] = [threshold, 0];
      while (missing > 0) missing -= days[14 + t++] ?? Infinity;
      const came = addDays(addDays(start, 14), t);
      asked += 1;
      within += came >= told.earliest && (told.latest === null || came <= told.latest) ? 1 : 0;
    }
    expect(asked, `seed ${String(seed)}`).toBeGreaterThan(1400);
    // 0.8, and what whole days add to it.
    expect(within / asked).toBeGreaterThan(0.77);
    expect(within / asked).toBeLessThan(0.93);
  });
});

test('a pace is told by the day, or where that is too little by the week', () => {
  expect([12.4, 2, 1.5, 0.1].map(paceWords)).toEqual(['12 a day', '2 a day', '11 a week', '1 a week']);
});

/** mulberry32 */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function poisson(mean: number, random: () => number): number {
  const limit = Math.exp(-mean);
  let [count, product] = [0, random()];
  while (product > limit) {
    count += 1;
    product *= random();
  }
  return count;
}
