import { unitsAbove, unitSeparator } from '../registers/units-file';

/** A named unit of an edition. */
export interface NamedUnit {
  readonly path: string;
  /** Keys in it and in the units below it. */
  readonly live: number;
}

/** Keys whose unit is public on one thing, by the path that they named. */
export type DisclosedUnits = ReadonlyMap<string, number>;

/** Whether a unit is another one, or lies in it. */
export const isWithin = (path: string, unit: string): boolean => path === unit || path.startsWith(unit + unitSeparator);

/** Keys that named this unit or one below it. */
export function disclosedWithin(unit: string, disclosed: DisclosedUnits): number {
  return [...disclosed].reduce((sum, [path, keys]) => (isWithin(path, unit) ? sum + keys : sum), 0);
}

/**
 * Whether witnesses of a pledge, or signers of a petition, may still name a unit: as many keys as may be shown at once can be
 * named anew, and as many as the minimum stay unnamed, in it and in every named unit above it. Everything it looks at is public, so that the answer
 * tells nothing of what waits (protocol 11).
 *
 * @param units all named units of the edition @param disclosed by path, as published
 */
export function isUnitOffered(
  path: string,
  units: readonly NamedUnit[],
  disclosed: DisclosedUnits,
  minimum: number,
): boolean {
  const above = new Set(unitsAbove(path));
  const concerned = units.filter((unit) => above.has(unit.path));
  if (!concerned.some((unit) => unit.path === path)) return false;
  return concerned.every((unit) => unit.live - disclosedWithin(unit.path, disclosed) >= 2 * minimum);
}
