import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { suppress, type Breakdown, type Release } from '~/features/published/figures/suppress';

const minimum = 10;
const breakdown = (cells: Record<string, number>, rest = 0): Breakdown => ({
  cells: new Map(Object.entries(cells)),
  total: Object.values(cells).reduce((sum, count) => sum + count, rest),
});
const shown = (value: number) => ({ kind: 'shown', value });
const withheld = { kind: 'withheld', minimum };
const figures = (of: Breakdown, releases: readonly Release[] = []) =>
  Object.fromEntries(suppress(of, minimum, releases).figures);

describe('one release', () => {
  test('shows cells from the minimum up, when what is left is empty or large enough', () => {
    expect(figures(breakdown({ a: 10, b: 30 }))).toEqual({ a: shown(10), b: shown(30) });
    expect(figures(breakdown({ a: 10, b: 30 }, 10))).toEqual({ a: shown(10), b: shown(30) });
  });

  test('withholds a second cell where one could be had by subtraction', () => {
    expect(figures(breakdown({ small: 3, a: 10, b: 30 }))).toEqual({ small: withheld, a: withheld, b: shown(30) });
    expect(figures(breakdown({ a: 10, b: 30 }, 1))).toEqual({ a: withheld, b: shown(30) });
  });

  test('does not withhold a second where the small ones hide each other', () => {
    expect(figures(breakdown({ x: 4, y: 6, a: 11 }))).toEqual({ x: withheld, y: withheld, a: shown(11) });
  });

  test('says nothing of one cell and a few', () => {
    expect(figures(breakdown({ a: 40 }, 3))).toEqual({ a: withheld });
    expect(figures(breakdown({ a: 9 }))).toEqual({ a: withheld });
    expect(figures(breakdown({ a: 0, b: 20 }))).toEqual({ a: withheld, b: shown(20) });
  });

  test('refuses cells that exceed the total, and what is no count', () => {
    expect(() => suppress({ cells: new Map([['a', 5]]), total: 4 }, minimum)).toThrow(RangeError);
    expect(() => suppress({ cells: new Map([['a', -1]]), total: 4 }, minimum)).toThrow(RangeError);
    expect(() => suppress({ cells: new Map([['a', 1.5]]), total: 4 }, minimum)).toThrow(RangeError);
  });
});

describe('over time', () => {
  test('a cell that grew by a few stands as it was, until it grew by the minimum', () => {
    const first = suppress(breakdown({ a: 20, b: 30 }), minimum);
    const second = suppress(breakdown({ a: 21, b: 40 }), minimum, [first.release]);
    // Told alone, b would give away by the totals that one more is in a: so it stands, too.
    expect(Object.fromEntries(second.figures)).toEqual({ a: shown(20), b: shown(30) });
    const third = suppress(breakdown({ a: 30, b: 40 }), minimum, [first.release, second.release]);
    expect(Object.fromEntries(third.figures)).toEqual({ a: shown(30), b: shown(40) });
  });

  test('a cell is compared with all it ever was, not only with the last', () => {
    const releases = [suppress(breakdown({ a: 20, b: 50 }), minimum).release];
    releases.push(suppress(breakdown({ a: 40, b: 50 }), minimum, releases).release);
    expect(figures(breakdown({ a: 22, b: 50 }), releases)['a']).toEqual(shown(40));
  });
});

/** A company of units over some days: people join cells, or leave them. */
const histories = fc
  .record({
    cells: fc.integer({ min: 1, max: 6 }),
    days: fc.array(
      fc.array(fc.record({ cell: fc.nat({ max: 6 }), change: fc.integer({ min: -12, max: 25 }) }), { maxLength: 6 }),
      { minLength: 1, maxLength: 8 },
    ),
  })
  .map(({ cells, days }) => {
    // The last one is whoever disclosed nothing: in the total only.
    const counts = Array.from({ length: cells + 1 }, () => 0);
    return days.map((changes): Breakdown => {
      for (const { cell, change } of changes) {
        const place = cell % counts.length;
        counts[place] = Math.max(0, (counts[place] ?? 0) + change);
      }
      return {
        cells: new Map(counts.slice(0, -1).map((count, index) => [`unit${String(index)}`, count])),
        total: counts.reduce((sum, count) => sum + count, 0),
      };
    });
  });

interface Day {
  readonly truth: Breakdown;
  readonly figures: ReadonlyMap<string, unknown>;
  readonly release: Release;
}

function run(history: readonly Breakdown[]): Day[] {
  const days: Day[] = [];
  for (const truth of history) {
    const { figures: told, release } = suppress(
      truth,
      minimum,
      days.map((day) => day.release),
    );
    days.push({ truth, figures: told, release });
  }
  return days;
}

/** A group may be empty, or large enough; nothing in between may be known. */
const isSafe = (count: number) => count === 0 || Math.abs(count) >= minimum;
const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);

describe('whatever happens, an attacker who keeps every release and every total', () => {
  const forAll = (check: (days: readonly Day[]) => void) =>
    fc.assert(
      fc.property(histories, (history) => check(run(history))),
      { numRuns: 500 },
    );

  test('reads no group below the minimum', () => {
    forAll((days) => {
      for (const { figures: told, release } of days) {
        for (const figure of told.values()) {
          const { kind, value } = figure as { kind: string; value?: number };
          if (kind === 'shown') expect(value).toBeGreaterThanOrEqual(minimum);
          else expect(figure).toEqual(withheld);
        }
        for (const count of release.fresh.values()) expect(count).toBeGreaterThanOrEqual(minimum);
      }
    });
  });

  test('subtracts none, whichever of the fresh cells are taken from the total', () => {
    forAll((days) => {
      for (const { release } of days) {
        const fresh = [...release.fresh.values()];
        for (let choice = 1; choice < 2 ** fresh.length; choice += 1) {
          const taken = fresh.filter((_, index) => (choice >> index) % 2 === 1);
          expect(isSafe(release.total - sum(taken))).toBe(true);
        }
      }
    });
  });

  test('finds none by comparing any two releases of a cell, or of what all cells told in both leave over', () => {
    forAll((days) => {
      for (const [later, { release: b }] of days.entries()) {
        for (const { release: a } of days.slice(0, later)) {
          const both = [...b.fresh.keys()].filter((name) => a.fresh.has(name));
          for (const name of both) {
            const change = (b.fresh.get(name) ?? 0) - (a.fresh.get(name) ?? 0);
            expect(Math.abs(change)).toBeGreaterThanOrEqual(minimum);
          }
          if (both.length === 0) continue;
          const left = (release: Release) => release.total - sum(both.map((name) => release.fresh.get(name) ?? 0));
          expect(isSafe(left(b) - left(a))).toBe(true);
        }
      }
    });
  });

  test('is told nothing false: every figure is a count that was true on some day', () => {
    forAll((days) => {
      for (const [today, { figures: told }] of days.entries()) {
        for (const [name, figure] of told) {
          const { kind, value } = figure as { kind: string; value?: number };
          if (kind !== 'shown') continue;
          const ever = days.slice(0, today + 1).map(({ truth }) => truth.cells.get(name));
          expect(ever).toContain(value);
        }
      }
    });
  });

  test('is not simply told nothing: large cells that stand alone are shown', () => {
    const days = run([breakdown({ a: 50, b: 70 }, 20), breakdown({ a: 80, b: 90 }, 40)]);
    expect(days.map(({ figures: told }) => Object.fromEntries(told))).toEqual([
      { a: shown(50), b: shown(70) },
      { a: shown(80), b: shown(90) },
    ]);
  });
});
