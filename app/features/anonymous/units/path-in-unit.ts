import type { MerklePath } from '~/crypto/semaphore/tree';
import type { RegisterCopy } from '~/features/published/registers/read-register';
import { readUnits, unitPathOf, unitsOfPlace } from '~/features/published/registers/unit-of-place';
import { demoFloors } from '~/platform/settings';
import { ActingError } from '../signatures/acting-error';

/** A unit that is to be disclosed, and the crowd in it as the person was told. */
export interface UnitToDisclose {
  readonly path: string;
  readonly live: number;
}

/** The smallest crowd to act in. Whoever named the crowd also named the minimum: the floor is ours. */
export const leastOf = (minimum: number, told: number): number => Math.max(minimum, demoFloors.minimum, told);

/**
 * The way in the unit's own tree, if this edition still has the key in a unit of that name which is no smaller.
 * @throws ActingError `unit-changed`, `smaller-unit`; RegisterReadError, TreeError
 */
export async function pathInUnit(
  copy: RegisterCopy,
  place: number,
  { path, live }: UnitToDisclose,
  minimum: number,
): Promise<MerklePath> {
  const unit = unitsOfPlace(copy, await readUnits(copy), place).find((each) => each.path === path);
  if (!unit) throw new ActingError('unit-changed');
  if (unit.live < leastOf(minimum, live)) throw new ActingError('smaller-unit');
  return unitPathOf(copy, unit, place);
}
