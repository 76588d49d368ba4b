import { placeOf, readEdition, readRegister, type EditionCheck } from '~/features/published/registers/read-register';
import { readUnits, unitsOfPlace } from '~/features/published/registers/unit-of-place';
import { disclosedWithin, isUnitOffered, type DisclosedUnits } from '~/features/published/units/offered-units';
import { demoFloors } from '~/platform/settings';
import type { UnitToDisclose } from './path-in-unit';

/** A named unit that a key stands in, and whether it can be disclosed. */
export interface UnitOfKey extends UnitToDisclose {
  /** `too-few`: in it, and `too-few-above`: in one that it lies in, too few would be left whose unit is not known. */
  readonly standing: 'offered' | 'too-few' | 'too-few-above';
}

/**
 * Finds on this device which units a key may disclose (protocol 11), the smallest first: its own, where that is large enough to
 * have a name, and all above it, but those that hold everybody, which say nothing. Everything public is read, so that no
 * request says which units they are.
 *
 * @param commitment hex of the identity commitment
 * @param disclosed by path, as published
 * @throws RegisterReadError, what the ledger's check throws
 */
export async function unitsOfThisKey(
  register: number,
  commitment: string,
  {
    minimum,
    disclosed,
    ledger,
  }: { readonly minimum: number; readonly disclosed: DisclosedUnits; readonly ledger: EditionCheck },
): Promise<readonly UnitOfKey[]> {
  const copy = await readRegister(await readEdition(register, 'latest', ledger));
  const place = placeOf(copy, commitment);
  if (place === null) return [];
  const units = unitsOfPlace(copy, await readUnits(copy), place);
  // Whoever named the minimum may have named any: the floor is ours.
  const least = Math.max(minimum, demoFloors.minimum);
  return units.flatMap(({ path, live }): UnitOfKey[] => {
    if (live >= copy.edition.live) return [];
    if (isUnitOffered(path, units, disclosed, least)) return [{ path, live, standing: 'offered' }];
    const few = live - disclosedWithin(path, disclosed) < 2 * least;
    return [{ path, live, standing: few ? 'too-few' : 'too-few-above' }];
  });
}
