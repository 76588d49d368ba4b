import { disclosedWithin, isWithin, type NamedUnit } from '../units/offered-units';
import { suppress, type Release } from './suppress';

/** Keys that are counted now and whose unit is not public, by what happened when and by the unit that they disclosed. */
export interface UnnamedKeys {
  /** Days ('YYYY-MM-DD', oldest first) on which they came to be counted, ceased to be, and so on in turn: an odd number. */
  readonly days: readonly string[];
  /** Null for those who disclosed none. */
  readonly unit: string | null;
  readonly keys: number;
}

/** An earlier release: its total, and how many keys each unit had that it told anew. */
export interface UnitRelease extends Release {
  readonly day: string;
}

/** Everything about the units of one pledge's witnesses, or one petition's signers, at one publication. */
export interface UnitState {
  /** Named units of the newest edition. */
  readonly units: readonly NamedUnit[];
  /** Keys whose unit is public, by the path that they named. */
  readonly disclosed: ReadonlyMap<string, number>;
  /** Those of them that are counted now: all but those that have withdrawn. */
  readonly counted: ReadonlyMap<string, number>;
  readonly unnamed: readonly UnnamedKeys[];
  /** Oldest first. */
  readonly releases: readonly UnitRelease[];
}

/**
 * Which units of a pledge's witnesses or a petition's signers may be told now, each with all keys that disclosed it and are
 * counted (threat model, rule 7):
 *
 * - a unit that the newest edition names, and in which, as in every named unit above it, at least the minimum of keys is
 *   left without a unit of its own;
 * - with at least the minimum of keys that are named anew: each of them is an entry;
 * - what `suppress` lets pass: from the minimum up, other than each earlier time by at least the minimum, and with a safe
 *   complement;
 * - at least the minimum of those who are counted stays without a public unit. Never none: the next one alone would be a group
 *   of one;
 * - so does, of those whom an earlier release counted as well, none or at least the minimum: whoever was in no unit then and
 *   is in none now stands in a crowd, whatever is taken from whatever.
 *
 * Larger units come first; one that may not be told does not keep smaller ones from it.
 *
 * @returns the total, and the number of keys of each unit that is told anew; null where none is
 */
export function unitsToRelease(state: UnitState, minimum: number): Release | null {
  const { counted, unnamed, releases } = state;
  const total = sumOf(counted.values()) + sumOf(unnamed.map(({ keys }) => keys));
  const waiting = waitingKeys(state);
  const candidates = [...waiting]
    .filter(([, keys]) => keys >= minimum)
    .map(([unit, keys]): [string, number] => [unit, (counted.get(unit) ?? 0) + keys])
    .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  let told = new Map<string, number>();
  for (const [unit, keys] of candidates) {
    const more = new Map(told).set(unit, keys);
    const { release } = suppress({ total, cells: more }, minimum, releases);
    if (release.fresh.size === more.size && isSound(state, more, minimum)) told = more;
  }
  return told.size > 0 ? { total, fresh: told } : null;
}

/** How many would be named anew, by unit. */
function waitingKeys({ unnamed }: UnitState): Map<string, number> {
  const waiting = new Map<string, number>();
  for (const { unit, keys } of unnamed) if (unit !== null) waiting.set(unit, (waiting.get(unit) ?? 0) + keys);
  return waiting;
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

function leavesRoom(state: UnitState, told: ReadonlyMap<string, number>, minimum: number): boolean {
  const { units, disclosed } = state;
  const waiting = waitingKeys(state);
  const named = [...told.keys()].map((unit): [string, number] => [
    unit,
    (disclosed.get(unit) ?? 0) + (waiting.get(unit) ?? 0),
  ]);
  const after = new Map([...disclosed, ...named]);
  return [...told.keys()].every(
    (unit) =>
      units.some(({ path }) => path === unit) &&
      units
        .filter(({ path }) => isWithin(unit, path))
        .every(({ path, live }) => live - disclosedWithin(path, after) >= minimum),
  );
}

/** Keys that are counted, without a public unit once these are told. @param on and were counted on this day; null for all */
function stillUnnamed({ unnamed }: UnitState, told: ReadonlyMap<string, number>, on: string | null): number {
  const left = unnamed.filter(({ unit }) => unit === null || !told.has(unit));
  return sumOf(left.filter(({ days }) => on === null || wasCounted(days, on)).map(({ keys }) => keys));
}

const wasCounted = (days: readonly string[], on: string) => days.filter((day) => day <= on).length % 2 === 1;
