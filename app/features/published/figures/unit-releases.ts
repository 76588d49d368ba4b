import { disclosedWithin, isWithin, type NamedUnit } from '../units/offered-units';
import { suppress, type Release } from './suppress';

/** Witnesses whose unit is not public, by the day on which their first choice was, and by the unit that they disclosed. */
export interface UnnamedKeys {
  /** 'YYYY-MM-DD'. */
  readonly day: string;
  /** Null for those who disclosed none. */
  readonly unit: string | null;
  readonly keys: number;
}

/** An earlier release: its total, and how many keys each unit had that it told anew. */
export interface UnitRelease extends Release {
  readonly day: string;
}

/** Everything about the units of one pledge's witnesses at one publication. */
export interface UnitState {
  /** Named units of the newest edition. */
  readonly units: readonly NamedUnit[];
  /** Keys whose unit is public, by the path that they named. */
  readonly disclosed: ReadonlyMap<string, number>;
  readonly unnamed: readonly UnnamedKeys[];
  /** Oldest first. */
  readonly releases: readonly UnitRelease[];
}

/**
 * Which units of a pledge's witnesses may be told now, each with all keys that disclosed it (threat model, rule 7):
 *
 * - a unit that the newest edition names, and in which, as in every named unit above it, at least the minimum of keys is
 *   left without a unit of its own;
 * - what `suppress` lets pass: from the minimum up, by at least the minimum more each time, and with a safe complement;
 * - at least the minimum of witnesses stays without a public unit. Never none: the next one alone would be a group of one;
 * - so does, of those who were counted by an earlier release, none or at least the minimum: whoever was in no unit then and
 *   is in none now stands in a crowd, whatever is taken from whatever.
 *
 * Larger units come first; one that may not be told does not keep smaller ones from it.
 *
 * @returns the total, and the number of keys of each unit that is told anew; null where none is
 */
export function unitsToRelease(state: UnitState, minimum: number): Release | null {
  const { disclosed, unnamed, releases } = state;
  const total = sumOf(disclosed.values()) + sumOf(unnamed.map(({ keys }) => keys));
  const grown = new Map<string, number>();
  for (const { unit, keys } of unnamed) {
    if (unit !== null) grown.set(unit, (grown.get(unit) ?? disclosed.get(unit) ?? 0) + keys);
  }
  const candidates = [...grown].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  let told = new Map<string, number>();
  for (const [unit, keys] of candidates) {
    const more = new Map(told).set(unit, keys);
    const { release } = suppress({ total, cells: more }, minimum, releases);
    if (release.fresh.size === more.size && isSound(state, more, minimum)) told = more;
  }
  return told.size > 0 ? { total, fresh: told } : null;
}

const sumOf = (numbers: Iterable<number>) => [...numbers].reduce((sum, each) => sum + each, 0);

function isSound(state: UnitState, told: ReadonlyMap<string, number>, minimum: number): boolean {
  return (
    leavesRoom(state, told, minimum) &&
    stillUnnamed(state, told, null) >= minimum &&
    state.releases.every(({ day }) => {
      const left = stillUnnamed(state, told, day);
      return left === 0 || left >= minimum;
    })
  );
}

function leavesRoom({ units, disclosed }: UnitState, told: ReadonlyMap<string, number>, minimum: number): boolean {
  const after = new Map([...disclosed, ...told]);
  return [...told.keys()].every(
    (unit) =>
      units.some(({ path }) => path === unit) &&
      units
        .filter(({ path }) => isWithin(unit, path))
        .every(({ path, live }) => live - disclosedWithin(path, after) >= minimum),
  );
}

/** Witnesses without a public unit once these are told. @param by who were counted by this day; null for all */
function stillUnnamed({ unnamed }: UnitState, told: ReadonlyMap<string, number>, by: string | null): number {
  const left = unnamed.filter(({ day, unit }) => (by === null || day <= by) && (unit === null || !told.has(unit)));
  return sumOf(left.map(({ keys }) => keys));
}
