import { noUnit, unitSeparator, type UnitsFile } from '~/features/published/registers/units-file';

/** Live leaves of one unit as the roster spells its path, by place. */
export interface UnitMembers {
  readonly unitPath: string;
  readonly places: readonly number[];
}

interface Unit {
  readonly path: string;
  readonly children: Map<string, Unit>;
  /** Places directly in this unit. */
  readonly own: number[];
  /** Places in this unit and below. */
  total: number;
}

/** A unit that is named, with the places that are in no smaller named one. */
interface Cell {
  readonly path: string;
  total: number;
  places: number[];
  children: Cell[];
}

/**
 * Which units of an edition may be named, and the smallest named unit of each leaf (threat model, rule 7).
 *
 * A unit below the minimum is folded into the one above it. What is left of a unit beside the named ones in it is none or
 * at least the minimum too: where it would be less, the smallest named unit in it loses its name, until that holds. So no
 * union or difference of named units (the complement to the whole register included) is a group of 1 to minimum - 1.
 *
 * @param size places given out on the register
 */
export function unitCells(members: readonly UnitMembers[], size: number, minimum: number): UnitsFile {
  const root = unitTreeOf(members);
  const cells = root.total >= minimum ? named(settle(root, minimum)) : [];
  cells.sort((a, b) => (a.path < b.path ? -1 : 1));
  const places = Array.from({ length: size }, () => noUnit);
  for (const [number, cell] of cells.entries()) for (const place of cell.places) places[place] = number;
  return { units: cells.map((cell) => cell.path), places };
}

function unitTreeOf(members: readonly UnitMembers[]): Unit {
  const root: Unit = { path: '', children: new Map(), own: [], total: 0 };
  for (const { unitPath, places } of members) {
    let unit = root;
    unit.total += places.length;
    for (const name of unitPath === '' ? [] : unitPath.split(unitSeparator)) {
      const path = unit.path === '' ? name : unit.path + unitSeparator + name;
      const child = unit.children.get(name) ?? { path, children: new Map(), own: [], total: 0 };
      unit.children.set(name, child);
      child.total += places.length;
      unit = child;
    }
    for (const place of places) unit.own.push(place);
  }
  return root;
}

function settle(unit: Unit, minimum: number): Cell {
  const cell: Cell = { path: unit.path, total: unit.total, places: [...unit.own], children: [] };
  for (const child of unit.children.values()) {
    if (child.total >= minimum) cell.children.push(settle(child, minimum));
    else gather(child, cell.places);
  }
  while (cell.places.length > 0 && cell.places.length < minimum && cell.children.length > 0) {
    const smallest = cell.children.reduce((least, child) => (isSmaller(child, least) ? child : least));
    cell.children = [...cell.children.filter((child) => child !== smallest), ...smallest.children];
    cell.places.push(...smallest.places);
  }
  return cell;
}

function isSmaller(a: Cell, b: Cell): boolean {
  return a.total < b.total || (a.total === b.total && a.path < b.path);
}

function gather(unit: Unit, into: number[]): void {
  for (const place of unit.own) into.push(place);
  for (const child of unit.children.values()) gather(child, into);
}

/** Everything below the whole register, which itself is no unit. */
function named(whole: Cell): Cell[] {
  return whole.children.flatMap((child) => [child, ...named(child)]);
}
