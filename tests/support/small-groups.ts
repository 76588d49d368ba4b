import { expect } from 'vitest';
import type { Entry } from '~/crypto/tlog/entry';
import { isWithin, type NamedUnit } from '~/features/published/units/offered-units';

/* Somebody who keeps every ledger entry of a petition, every figure and every dump, and looks for few people of one unit. */

/** Notes that somebody saw a unit beside a key: in a dump or in the ledger. Never another one. */
export function see(seen: Map<string, Set<string>>, key: string, unit: string): void {
  seen.set(key, (seen.get(key) ?? new Set()).add(unit));
  expect(seen.get(key)?.size, 'units of one key').toBe(1);
}

/** Keys whose unit is public, by path: as pages have it. */
export function publicUnits(all: readonly Entry[]): Map<string, number> {
  const disclosed = new Map<string, number>();
  for (const entry of all) {
    if (entry.kind !== 'signer-unit') continue;
    const path = entry['unit'] as string;
    disclosed.set(path, (disclosed.get(path) ?? 0) + 1);
  }
  return disclosed;
}

/** What a publication told: who signed then, and how many in which unit. */
export interface Released {
  readonly signing: ReadonlySet<string>;
  readonly cells: ReadonlyMap<string, number>;
}

interface Known {
  readonly today: string;
  readonly minimum: number;
  /** Every unit that there ever was. */
  readonly paths: readonly string[];
  /** Units of the newest edition. */
  readonly named: readonly NamedUnit[];
  /** Earlier ones; today's is added. */
  readonly releases: Released[];
  /** Every unit that anybody ever saw beside a key. */
  readonly seen: Map<string, Set<string>>;
  readonly criticalMass: number;
}

/** All that can be had from the ledger alone, today and by comparing with every earlier day. */
export function expectNoSmallGroup(all: readonly Entry[], reader: Known): void {
  const { today, minimum, paths, named, releases, seen, criticalMass } = reader;
  const isGroup = (size: number) => size === 0 || size >= minimum;
  const signing = new Set<string>();
  const ever = new Set<string>();
  const known = new Map<string, string>();
  const fresh = new Map<string, string[]>();
  const told = new Map<string, number>();
  for (const entry of all) {
    const key = entry['nullifier'] as string;
    if (entry.kind === 'signature') signing.add(key);
    if (entry.kind === 'withdrawal') signing.delete(key);
    if (entry.kind === 'signature') ever.add(key);
    if (entry.kind === 'signer-unit') {
      const path = entry['unit'] as string;
      expect(known.has(key)).toBe(false);
      expect(ever.has(key)).toBe(true);
      see(seen, key, path);
      known.set(key, path);
      if (entry['day'] === today) fresh.set(path, [...(fresh.get(path) ?? []), key]);
    }
    if (entry.kind === 'signer-cell' && entry['day'] === today) {
      told.set(entry['unit'] as string, entry['signers'] as number);
    }
  }
  if (criticalMass > 0 && all.length > 0) expect(ever.size).toBeGreaterThanOrEqual(criticalMass);
  // Whatever is public stays: with those who withdrew since, no unit has few keys, and no unit in it.
  for (const path of paths) {
    expect(isGroup([...known.values()].filter((each) => each === path).length)).toBe(true);
    expect(isGroup([...known.values()].filter((each) => isWithin(each, path)).length)).toBe(true);
  }
  if (told.size === 0) return;
  // New keys of a unit, the cell recounted, the complement of every choice of cells, and each cell beside its earlier ones.
  expect([...told.keys()].sort()).toEqual([...fresh.keys()].sort());
  for (const [path, cell] of told) {
    expect((fresh.get(path) ?? []).length).toBeGreaterThanOrEqual(minimum);
    expect([...known].filter(([key, each]) => each === path && signing.has(key))).toHaveLength(cell);
    for (const earlier of releases) {
      expect(Math.abs(cell - (earlier.cells.get(path) ?? Infinity))).toBeGreaterThanOrEqual(minimum);
    }
    const unnamed = named.find((each) => each.path === path);
    const inside = [...known.values()].filter((each) => isWithin(each, path)).length;
    expect((unnamed?.live ?? 0) - inside).toBeGreaterThanOrEqual(minimum);
  }
  const counts = [...told.values()];
  for (let choice = 1; choice < 2 ** counts.length; choice += 1) {
    const taken = counts.filter((_, place) => (choice >> place) % 2 === 1).reduce((sum, each) => sum + each, 0);
    expect(isGroup(signing.size - taken)).toBe(true);
  }
  // Who is in no unit, and of those whom an earlier release counted who is in none and still signs.
  const left = [...signing].filter((key) => !known.has(key));
  expect(left.length).toBeGreaterThanOrEqual(minimum);
  for (const earlier of releases) expect(isGroup(left.filter((key) => earlier.signing.has(key)).length)).toBe(true);
  releases.push({ signing, cells: told });
}
