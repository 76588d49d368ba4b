import { isUnitOffered, type DisclosedUnits } from '~/features/published/units/offered-units';
import { placeOf, readEdition, readRegister, type EditionCheck } from '~/features/published/registers/read-register';
import { readUnits, unitsOfPlace } from '~/features/published/registers/unit-of-place';
import { demoFloors } from '~/platform/settings';
import type { UnitToDisclose } from './choose';

/** The unit that a key may disclose, or why there is none. */
export type UnitOffer =
  | { readonly kind: 'offered'; readonly unit: UnitToDisclose }
  /** All its units are too small to have a name. */
  | { readonly kind: 'none' }
  /** They have names, but too few would be left in them whose unit is not known. */
  | { readonly kind: 'too-small'; readonly path: string };

/**
 * Finds on this device which unit a key may disclose (protocol 11): the smallest of its units that is offered to anybody.
 * Everything public is read, so that no request says which unit it is.
 *
 * @param commitment hex of the identity commitment
 * @param disclosed by path, as published
 * @throws RegisterReadError
 */
export async function unitOfThisKey(
  register: number,
  commitment: string,
  {
    minimum,
    disclosed,
    ledger,
  }: { readonly minimum: number; readonly disclosed: DisclosedUnits; readonly ledger: EditionCheck },
): Promise<UnitOffer> {
  const copy = await readRegister(await readEdition(register, 'latest', ledger));
  const place = placeOf(copy, commitment);
  if (place === null) return { kind: 'none' };
  const units = unitsOfPlace(copy, await readUnits(copy), place);
  // Whoever named the minimum may have named any: the floor is ours.
  const least = Math.max(minimum, demoFloors.minimum);
  // A unit that holds everybody says nothing.
  const offered = units.find(
    ({ path, live }) => live < copy.edition.live && isUnitOffered(path, units, disclosed, least),
  );
  if (offered) return { kind: 'offered', unit: { path: offered.path, live: offered.live } };
  return units[0] ? { kind: 'too-small', path: units[0].path } : { kind: 'none' };
}
