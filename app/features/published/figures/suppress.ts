import { figureOf, type Figure } from './figure';

/** Counts of groups that do not overlap; whoever is in none of them is in the total only. */
export interface Breakdown {
  readonly total: number;
  readonly cells: ReadonlyMap<string, number>;
}

/** What one release told the world anew: its total, and the cells whose true count it gave. */
export interface Release {
  readonly total: number;
  readonly fresh: ReadonlyMap<string, number>;
}

export interface SuppressedBreakdown {
  /** What is shown of each cell: its newest count that was ever safe to tell, or nothing. */
  readonly figures: ReadonlyMap<string, Figure>;
  /** To be kept, and given back with the next breakdown. */
  readonly release: Release;
}

/**
 * Decides which cells of a breakdown may be told, so that no group below the minimum can be had by reading, by
 * subtraction, or by comparing releases (threat model, rule 7):
 *
 * - a cell is told only from the minimum up, and anew only when it differs from each of its earlier counts by at least
 *   the minimum; until then its last count stands (complementary and minimum suppression over time);
 * - the complement of all cells told at once (those withheld, those that stand, and those in none) is empty or at least
 *   the minimum, and so is its change since any earlier release, as far as the two told the same cells. Where it is not,
 *   the smallest is held back, and so on.
 *
 * The totals themselves are taken as public. What several cells together change by is not a group: each is known.
 *
 * @param releases all earlier ones of this breakdown, oldest first
 * @throws RangeError for a count below 0, or cells that exceed the total
 */
export function suppress(
  { cells, total }: Breakdown,
  minimum: number,
  releases: readonly Release[] = [],
): SuppressedBreakdown {
  check(cells, total);
  const known = lastCounts(releases);
  const candidates = [...cells]
    .filter(([name, count]) => count >= minimum && isFarFromEarlier(name, count, minimum, releases))
    .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  while (candidates.length > 0 && !isSound(candidates, total, minimum, releases)) candidates.pop();
  const fresh = new Map(candidates);
  const figures = [...cells.keys()].map((name): [string, Figure] => [
    name,
    figureOf(fresh.get(name) ?? known.get(name) ?? 0, minimum),
  ]);
  return { figures: new Map(figures), release: { total, fresh } };
}

type Cell = readonly [name: string, count: number];

function check(cells: ReadonlyMap<string, number>, total: number): void {
  const counts = [...cells.values(), total - sum([...cells])];
  if (!counts.every((count) => Number.isSafeInteger(count) && count >= 0)) {
    throw new RangeError('the cells of a breakdown are counts within its total');
  }
}

const sum = (cells: readonly Cell[]) => cells.reduce((total, [, count]) => total + count, 0);

function lastCounts(releases: readonly Release[]): ReadonlyMap<string, number> {
  return new Map(releases.flatMap(({ fresh }) => [...fresh]));
}

function isFarFromEarlier(name: string, count: number, minimum: number, releases: readonly Release[]): boolean {
  return releases.every(({ fresh }) => {
    const earlier = fresh.get(name);
    return earlier === undefined || Math.abs(count - earlier) >= minimum;
  });
}

function isSound(cells: readonly Cell[], total: number, minimum: number, releases: readonly Release[]): boolean {
  const safe = (count: number) => count === 0 || Math.abs(count) >= minimum;
  if (!safe(total - sum(cells))) return false;
  return releases.every((earlier) => {
    const both = cells.filter(([name]) => earlier.fresh.has(name));
    if (both.length === 0) return true;
    const then = earlier.total - sum(both.map(([name]) => [name, earlier.fresh.get(name) ?? 0]));
    return safe(total - sum(both) - then);
  });
}
