import { fromBytes32 } from '~/crypto/semaphore/field';
import { isUnitOffered } from '~/features/published/units/offered-units';
import { proofBytes } from '../membership/check-claim.server';
import type { DisclosedUnit } from './keep-units.server';
import type { UnitClaim } from './unit-claim.schema';
import type { UnitGrounds } from './unit-grounds.queries.server';

/** What is wrong with a disclosed unit before its proof is looked at. */
export type UnitProblem = 'unit-not-offered' | 'wrong-unit-root';

/** Compares a unit with what is public of it. Null where its proof is worth looking at. */
export function unitProblem(
  { path, root }: UnitClaim,
  { units, disclosed }: UnitGrounds,
  minimum: number,
): UnitProblem | null {
  const unit = units.find((each) => each.path === path);
  if (!unit || !isUnitOffered(path, units, disclosed, minimum)) return 'unit-not-offered';
  return root === fromBytes32(unit.groupRoot) ? null : 'wrong-unit-root';
}

/** A unit as it is kept once its proof is verified. */
export function toDisclosedUnit(claim: UnitClaim, { units }: UnitGrounds): DisclosedUnit {
  return {
    path: claim.path,
    proof: proofBytes(claim),
    room: units.map(({ path, live }) => ({ path, live })),
  };
}
