import { noUnit, placesByUnit, unitsAbove, type UnitsFile } from '~/features/published/registers/units-file';
import { unitCells, type UnitMembers } from './unit-cells';

/** The units of an edition and who stands in them, by place. */
export interface EditionUnits {
  readonly file: UnitsFile;
  /** Named units, in the file's order; their places in ascending order. */
  readonly named: readonly { readonly path: string; readonly places: Int32Array }[];
  /** Places of all live leaves in ascending order, those in no named unit too. */
  readonly live: Int32Array;
}

/** @param members all live leaves @param size places given out */
export function editionUnits(members: readonly UnitMembers[], size: number, minimum: number): EditionUnits {
  const file = unitCells(members, size, minimum);
  const lists = placesByUnit(file);
  return {
    file,
    named: file.units.map((path, number) => ({ path, places: Int32Array.from(lists[number] ?? []) })),
    live: Int32Array.from(members.flatMap((unit) => unit.places)).sort(),
  };
}

/**
 * Units whose leaves are the same, in the same places, as in the edition before: their roots are known.
 * @param before the edition before, with its units' roots by path
 * @param changed places whose leaf changed
 * @returns roots by path
 */
export function unchangedUnits(
  before: { readonly file: UnitsFile; readonly roots: ReadonlyMap<string, Uint8Array> },
  file: UnitsFile,
  changed: ReadonlySet<number>,
): Map<string, Uint8Array> {
  const touched = new Set<string>();
  const touch = (unit: string | undefined) => {
    for (const path of unit === undefined ? [] : unitsAbove(unit)) touched.add(path);
  };
  for (let place = 0; place < Math.max(before.file.places.length, file.places.length); place += 1) {
    const was = before.file.units[before.file.places[place] ?? noUnit];
    const is = file.units[file.places[place] ?? noUnit];
    if (was === is && !changed.has(place)) continue;
    touch(was);
    touch(is);
  }
  const roots = new Map<string, Uint8Array>();
  for (const path of file.units) {
    const root = before.roots.get(path);
    if (root && !touched.has(path)) roots.set(path, root);
  }
  return roots;
}
