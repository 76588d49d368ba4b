import { randomInt } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { disclosedWithin, isUnitOffered, isWithin } from '~/features/published/units/offered-units';
import { unitsToRelease, type UnitRelease, type UnitState } from '~/features/published/figures/unit-releases';

const minimum = 3;
const unit = (path: string, live: number) => ({ path, live });
const dayOf = (number: number) => `2026-06-${String(number).padStart(2, '0')}`;
const state = (changes: Partial<UnitState>): UnitState => ({
  units: [unit('A', 20), unit('B', 20)],
  disclosed: new Map(),
  // Nobody has withdrawn, unless said otherwise.
  counted: changes.disclosed ?? new Map<string, number>(),
  unnamed: [],
  releases: [],
  ...changes,
});
/** @param days on which they came to be counted, ceased to be, and so on */
const keys = (name: string | null, number: number, ...days: number[]) => ({
  days: (days.length === 0 ? [1] : days).map(dayOf),
  unit: name,
  keys: number,
});
const told = (changes: Partial<UnitState>) => Object.fromEntries(unitsToRelease(state(changes), minimum)?.fresh ?? []);

describe('a unit is told', () => {
  test('from the minimum up, while as many witnesses are in none', () => {
    expect(told({ unnamed: [keys('A', 3), keys(null, 3)] })).toEqual({ A: 3 });
    expect(told({ unnamed: [keys('A', 2), keys(null, 9)] })).toEqual({});
    expect(told({ unnamed: [keys('A', 9), keys(null, 2)] })).toEqual({});
    expect(told({ unnamed: [keys('A', 9)] })).toEqual({});
  });

  test('with others only where as many as the minimum stay outside of all; the smaller waits', () => {
    expect(told({ unnamed: [keys('A', 4), keys('B', 3), keys(null, 3)] })).toEqual({ A: 4, B: 3 });
    expect(told({ unnamed: [keys('A', 4), keys('B', 3), keys(null, 2)] })).toEqual({ A: 4 });
    expect(told({ unnamed: [keys('A', 4), keys('B', 3)] })).toEqual({ A: 4 });
  });

  test('while the minimum of it is left, and of each named unit above it', () => {
    const unnamed = [keys('A / X', 4), keys(null, 9)];
    const within = (above: number, own: number) => told({ unnamed, units: [unit('A', above), unit('A / X', own)] });
    expect(within(20, 7)).toEqual({ 'A / X': 4 });
    expect(within(20, 6)).toEqual({});
    expect(within(6, 7)).toEqual({});
    expect(told({ unnamed: [...unnamed, keys('A', 3)], units: [unit('A', 9), unit('A / X', 7)] })).toEqual({
      'A / X': 4,
    });
    expect(told({ unnamed: [...unnamed, keys('A', 3)], units: [unit('A', 10), unit('A / X', 7)] })).toEqual({
      'A / X': 4,
      A: 3,
    });
  });

  test('only where the newest edition names it', () => {
    expect(told({ unnamed: [keys('A', 4), keys(null, 9)], units: [unit('B', 20)] })).toEqual({});
    // 'A' is not above 'AB'.
    expect(told({ unnamed: [keys('AB', 4), keys(null, 9)], units: [unit('A', 3), unit('AB', 20)] })).toEqual({ AB: 4 });
  });

  test('anew by at least the minimum', () => {
    const releases: UnitRelease[] = [{ day: dayOf(1), total: 10, fresh: new Map([['A', 4]]) }];
    const disclosed = new Map([['A', 4]]);
    const later = (more: number) => told({ releases, disclosed, unnamed: [keys(null, 6), keys('A', more, 2)] });
    expect(later(2)).toEqual({});
    expect(later(3)).toEqual({ A: 7 });
  });

  test('not where it would single out who was in no unit then and is in none now', () => {
    const releases: UnitRelease[] = [{ day: dayOf(1), total: 9, fresh: new Map([['A', 4]]) }];
    const disclosed = new Map([['A', 4]]);
    // Of the five who were left on the first day four would be in B: one person alone would be in neither.
    const newcomers = keys(null, 9, 2);
    expect(told({ releases, disclosed, unnamed: [keys('B', 4), keys(null, 1), newcomers] })).toEqual({});
    expect(told({ releases, disclosed, unnamed: [keys('B', 4), keys(null, 3), newcomers] })).toEqual({ B: 4 });
    expect(told({ releases, disclosed, unnamed: [keys('B', 5), newcomers] })).toEqual({ B: 5 });
  });

  test('only with the minimum of keys that are named anew, however far it is from what it was', () => {
    const releases: UnitRelease[] = [{ day: dayOf(1), total: 30, fresh: new Map([['A', 12]]) }];
    const later = (withdrawn: number, more: number) =>
      told({
        ...{ releases, units: [unit('A', 40)], disclosed: new Map([['A', 12]]) },
        counted: new Map([['A', 12 - withdrawn]]),
        unnamed: [keys('A', more, 2), keys(null, 18)],
      });
    // Six of twelve withdrew: the cell would be two less than it was through four withdrawals and two new keys.
    expect(later(6, 2)).toEqual({});
    expect(later(0, 3)).toEqual({ A: 15 });
    expect(later(3, 3)).toEqual({});
    expect(later(8, 4)).toEqual({ A: 8 });
  });

  test('by those who are counted: whoever has withdrawn leaves a complement that is too small', () => {
    const disclosed = new Map([['A', 4]]);
    const unnamed = [keys('B', 4, 2), keys(null, 3)];
    expect(told({ disclosed, unnamed })).toEqual({ B: 4 });
    expect(told({ disclosed, unnamed: [keys('B', 4, 2), keys(null, 2)] })).toEqual({});
  });

  test('measured by those who were counted then and are now: who withdrew and came back was not there', () => {
    const releases: UnitRelease[] = [{ day: dayOf(2), total: 12, fresh: new Map([['A', 4]]) }];
    const disclosed = new Map([['A', 4]]);
    const rest = [keys('B', 4, 1), keys(null, 9, 3)];
    // Two of those who were in no unit on the second day are in none now: a third had withdrawn that day, and came back.
    expect(told({ releases, disclosed, unnamed: [...rest, keys(null, 2), keys(null, 1, 1, 2, 3)] })).toEqual({});
    expect(told({ releases, disclosed, unnamed: [...rest, keys(null, 2), keys(null, 1, 1, 3, 4)] })).toEqual({ B: 4 });
    expect(told({ releases, disclosed, unnamed: [...rest, keys(null, 1, 1, 2, 3)] })).toEqual({ B: 4 });
  });

  test('whatever becomes of a larger one that may not be told', () => {
    const units = [unit('A', 10), unit('B', 20)];
    expect(told({ units, unnamed: [keys('A', 8), keys('B', 3), keys(null, 5)] })).toEqual({ B: 3 });
  });
});

describe('a unit is offered', () => {
  const units = [unit('A', 12), unit('A / X', 6), unit('AB', 6)];
  const offered = (path: string, disclosed: [string, number][] = []) =>
    isUnitOffered(path, units, new Map(disclosed), minimum);

  test('where as many as may be shown can be named and as many stay, in it and in those above it', () => {
    expect(offered('A')).toBe(true);
    expect(offered('A / X')).toBe(true);
    expect(offered('A / X', [['A / X', 1]])).toBe(false);
    expect(offered('A / X', [['A', 6]])).toBe(true);
    expect(offered('A / X', [['A', 7]])).toBe(false);
    expect(offered('A', [['A / X', 6]])).toBe(true);
    expect(offered('A', [['A / X', 7]])).toBe(false);
    expect(offered('A', [['AB', 6]])).toBe(true);
  });

  test('never where the edition does not name it', () => {
    expect(offered('A / Y')).toBe(false);
    expect(offered('')).toBe(false);
    expect(offered('A / X / 1')).toBe(false);
  });
});

/** A unit's tree: members of X and Y are in A, those of B in nothing else. */
const chart = ['A / X', 'A / Y', 'A', 'B'] as const;

const happening = fc.record({
  /** How many new ones come, by the unit that they disclose. */
  newcomers: fc.array(fc.record({ unit: fc.constantFrom(...chart, null), keys: fc.nat(5) }), { maxLength: 4 }),
  /** How many of those who had disclosed none do so now: witnesses may. */
  late: fc.array(fc.record({ unit: fc.constantFrom(...chart), keys: fc.nat(4) }), { maxLength: 2 }),
  /** Which of them withdraw, and which of those who did come back: signers may. */
  withdraw: fc.array(fc.nat(60), { maxLength: 5 }),
  again: fc.array(fc.nat(60), { maxLength: 3 }),
  /** Who leaves a unit or comes to it. */
  live: fc.constantFrom(0, 0, 0, -4, 5),
});

interface Key {
  /** Days on which it came to be counted, ceased to be, and so on. */
  readonly days: number[];
  unit: string | null;
  isPublic: boolean;
}

const isCounted = ({ days }: Key) => days.length % 2 === 1;

const seed = randomInt(2 ** 31);
test.each(['witnesses', 'signers'] as const)(
  `of %s no group below the minimum can be had, by whatever comparison over time (seed ${String(seed)})`,
  (who) => {
    let releasesSeen = 0;
    fc.assert(
      fc.property(fc.array(happening, { minLength: 1, maxLength: 14 }), (days) => {
        const all: Key[] = [];
        const releases: UnitRelease[] = [];
        const history: Key[][] = [];
        let shift = 0;
        for (const [index, happened] of days.entries()) {
          const today = index + 1;
          shift = Math.max(-8, shift + happened.live);
          const units = [unit('A', 26 + shift), unit('A / X', 12 + shift), unit('A / Y', 11), unit('B', 14)].filter(
            (each) => each.live >= minimum,
          );
          if (who === 'witnesses') nameLate(all, happened.late);
          else changeMinds(all, happened, today);
          for (const group of happened.newcomers) {
            for (let i = 0; i < group.keys; i += 1) all.push({ days: [today], unit: group.unit, isPublic: false });
          }
          const count = (path: string, of: (key: Key) => boolean) =>
            all.filter((each) => each.unit === path && each.isPublic && of(each)).length;
          const disclosed = new Map(
            chart.map((path) => [path, count(path, () => true)] as const).filter(([, n]) => n > 0),
          );
          const counted = new Map([...disclosed.keys()].map((path) => [path, count(path, isCounted)]));
          const unnamed = all
            .filter((each) => !each.isPublic && isCounted(each))
            .map((each) => keys(each.unit, 1, ...each.days));
          const release = unitsToRelease({ units, disclosed, counted, unnamed, releases }, minimum);
          const isGroup = (group: readonly unknown[]) => group.length === 0 || group.length >= minimum;
          for (const [path, cell] of release?.fresh ?? []) {
            releasesSeen += 1;
            const fresh = all.filter((each) => each.unit === path && !each.isPublic && isCounted(each));
            // Whoever compares two publications sees these keys come to this unit.
            expect(fresh.length).toBeGreaterThanOrEqual(minimum);
            for (const each of fresh) each.isPublic = true;
            // And these are all of it that are counted, as often as it was told.
            expect(count(path, isCounted)).toBe(cell);
            expect(cell).toBeGreaterThanOrEqual(minimum);
            for (const earlier of releases) {
              expect(Math.abs(cell - (earlier.fresh.get(path) ?? Infinity))).toBeGreaterThanOrEqual(minimum);
            }
          }
          // The total that it was decided by is the public one.
          if (release) expect(release.total).toBe(all.filter(isCounted).length);
          if (release) releases.push({ day: dayOf(today), ...release });
          const isNamed = (each: Key) => each.isPublic;
          // Every unit, and every union of units that lies in one: as many as are public, whether or not they withdrew since.
          for (const path of chart) {
            const inside = all.filter((each) => isNamed(each) && each.unit !== null && isWithin(each.unit, path));
            expect(isGroup(inside)).toBe(true);
            expect(isGroup(all.filter((each) => isNamed(each) && each.unit === path))).toBe(true);
          }
          // Everybody less all units: from the first release on, on every day; and those of them who are counted, when it is told.
          const left = all.filter((each) => !isNamed(each));
          if (releases.length > 0) expect(left.length).toBeGreaterThanOrEqual(minimum);
          if (release) expect(left.filter(isCounted).length).toBeGreaterThanOrEqual(minimum);
          // Everybody less the units told today, or less any of them: those who are known not to be in it.
          for (const path of release?.fresh.keys() ?? []) {
            expect(isGroup(all.filter((each) => isCounted(each) && !(isNamed(each) && each.unit === path)))).toBe(true);
          }
          // Who was counted when something was told and is now, and was public in no unit then, and is in none today.
          for (const earlier of history) {
            if (release) expect(isGroup(earlier.filter((each) => !isNamed(each) && isCounted(each)))).toBe(true);
          }
          if (release) history.push(all.filter(isCounted));
          // What is left of each unit.
          const named = new Map(chart.map((path) => [path, count(path, () => true)] as const));
          for (const path of release?.fresh.keys() ?? []) {
            for (const each of units.filter((above) => isWithin(path, above.path))) {
              expect(each.live - disclosedWithin(each.path, named)).toBeGreaterThanOrEqual(minimum);
            }
          }
        }
      }),
      { numRuns: 1000, seed },
    );
    expect(releasesSeen).toBeGreaterThan(100);
  },
);

type Happened = typeof happening extends fc.Arbitrary<infer T> ? T : never;

function nameLate(all: readonly Key[], late: Happened['late']): void {
  for (const group of late) {
    for (const each of all.filter(({ unit: path }) => path === null).slice(0, group.keys)) each.unit = group.unit;
  }
}

/** Whoever withdraws before the unit is public is forgotten with it; afterwards it stands, and counts when they come back. */
function changeMinds(all: readonly Key[], { withdraw, again }: Happened, today: number): void {
  const [counted, gone] = [all.filter(isCounted), all.filter((key) => !isCounted(key))];
  for (const place of new Set(withdraw)) {
    const key = counted[place];
    key?.days.push(today);
    if (key && !key.isPublic) key.unit = null;
  }
  for (const place of new Set(again)) gone[place]?.days.push(today);
}
