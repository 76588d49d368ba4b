import { TILE_LEAVES } from '~/crypto/semaphore/tiles';
import type { MerklePath } from '~/crypto/semaphore/tree';
import { unitPathFromTiles } from '~/crypto/semaphore/unit-path';
import { nextTurn, readRegisterFile, RegisterReadError, type RegisterCopy } from './read-register';
import { noUnit, placesByUnit, readUnitsFile, unitsAbove, type UnitsFile } from './units-file';

/** The unit of a place, as an edition names it. */
export interface UnitOfPlace {
  readonly path: string;
  /** Places of all its members, and of those below it; some may be empty. */
  readonly places: readonly number[];
  /** Keys in it: counted here. */
  readonly live: number;
}

/**
 * Takes the one public file that says which leaf is in which unit (protocol 4), so that no request says which unit is
 * wanted. @throws RegisterReadError
 */
export async function readUnits({ edition }: RegisterCopy): Promise<UnitsFile> {
  const bytes = await readRegisterFile(edition.units);
  let units;
  try {
    units = readUnitsFile(bytes);
  } catch (error) {
    if (error instanceof RangeError) throw new RegisterReadError('not-as-published');
    throw error;
  }
  if (units.places.length !== edition.size) throw new RegisterReadError('not-as-published');
  return units;
}

/** The named units that a place is in, the smallest first; none where all of them are too small to be named. */
export function unitsOfPlace(copy: RegisterCopy, units: UnitsFile, place: number): readonly UnitOfPlace[] {
  const smallest = units.units[units.places[place] ?? noUnit];
  if (smallest === undefined) return [];
  const lists = placesByUnit(units);
  return unitsAbove(smallest).flatMap((path) => {
    const places = lists[units.units.indexOf(path)];
    return places ? [{ path, places, live: places.filter((each) => hasLeaf(copy, each)).length }] : [];
  });
}

/** The way from a place to the root of its unit's own tree, checked against the edition. @throws TreeError */
export function unitPathOf(
  { tiles, upper, root, edition }: RegisterCopy,
  { places }: UnitOfPlace,
  index: number,
): Promise<MerklePath> {
  return unitPathFromTiles({ tiles, upper, root, depth: edition.depth, index, places }, nextTurn);
}

function hasLeaf({ tiles }: RegisterCopy, place: number): boolean {
  const tile = tiles[Math.floor(place / TILE_LEAVES)];
  const offset = (place % TILE_LEAVES) * 32;
  return tile?.subarray(offset, offset + 32).some((byte) => byte !== 0) ?? false;
}
