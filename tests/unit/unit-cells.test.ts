import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { unitCells } from '~/features/identified/enrolment/unit-cells';
import { editionUnits, unchangedUnits } from '~/features/identified/enrolment/edition-units';
import {
  encodeUnitsFile,
  noUnit,
  placesByUnit,
  readUnitsFile,
  unitsAbove,
} from '~/features/published/registers/units-file';

const name = fc.constantFrom('A', 'B', 'C');
const path = fc.array(name, { minLength: 0, maxLength: 4 }).map((names) => names.join(' / '));
/** The unit of each live leaf; null: an empty place. */
const staff = fc.array(fc.option(path, { freq: 6 }), { maxLength: 60 });
const minimum = fc.integer({ min: 1, max: 12 });

function membersOf(units: readonly (string | null)[]) {
  const members = new Map<string, number[]>();
  for (const [place, unit] of units.entries()) {
    if (unit !== null) members.set(unit, [...(members.get(unit) ?? []), place]);
  }
  return [...members].map(([unitPath, places]) => ({ unitPath, places }));
}

const isHidden = (size: number, least: number) => size === 0 || size >= least;

describe('named units', () => {
  test('are, with what is left beside them, never a group under the minimum', () => {
    fc.assert(
      fc.property(staff, minimum, (units, least) => {
        const file = unitCells(membersOf(units), units.length, least);
        const lists = placesByUnit(file);
        const live = units.filter((unit) => unit !== null).length;
        for (const [number, unit] of file.units.entries()) {
          const size = lists[number]?.length ?? 0;
          expect(size).toBeGreaterThanOrEqual(least);
          // The complement to the whole register, to each unit above, and what the unit's own named units leave of it.
          expect(isHidden(live - size, least)).toBe(true);
          for (const above of unitsAbove(unit).slice(1)) {
            const size2 = lists[file.units.indexOf(above)]?.length;
            if (size2 !== undefined) expect(isHidden(size2 - size, least)).toBe(true);
          }
          expect(isHidden(file.places.filter((place) => place === number).length, least)).toBe(true);
        }
        // Any union of named cells is a sum of such groups; so is its difference to any other.
        const unnamed = units.filter((unit, place) => unit !== null && file.places[place] === noUnit).length;
        expect(isHidden(unnamed, least) || file.units.length === 0).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  test('hold exactly the leaves whose roster unit lies in them', () => {
    fc.assert(
      fc.property(staff, minimum, (units, least) => {
        const file = unitCells(membersOf(units), units.length, least);
        for (const [number, places] of placesByUnit(file).entries()) {
          const unit = file.units[number] ?? '';
          const within = units.flatMap((path, place) =>
            path !== null && unitsAbove(path).includes(unit) ? [place] : [],
          );
          expect(places).toEqual(within);
        }
        for (const [place, unit] of units.entries()) if (unit === null) expect(file.places[place]).toBe(noUnit);
      }),
      { numRuns: 1_000 },
    );
  });

  test('are the same whatever order the roster comes in', () => {
    fc.assert(
      fc.property(staff, minimum, (units, least) => {
        const members = membersOf(units);
        expect(unitCells([...members].reverse(), units.length, least)).toEqual(unitCells(members, units.length, least));
      }),
    );
  });

  test('fold a unit of one less than the minimum and name one of the minimum', () => {
    const of = (count: number, unit: string) => Array.from({ length: count }, () => unit);
    const named = (units: string[]) => unitCells(membersOf(units), units.length, 10).units;
    expect(named([...of(10, 'A'), ...of(10, 'B')])).toEqual(['A', 'B']);
    expect(named([...of(10, 'A'), ...of(9, 'B')])).toEqual([]);
    expect(named([...of(10, 'A'), ...of(9, 'B'), 'C'])).toEqual(['A']);
    expect(named(of(9, 'A'))).toEqual([]);
    expect(named(of(10, 'A'))).toEqual(['A']);
  });

  test('give up the smallest of them where one person would stand alone beside them', () => {
    const of = (count: number, unit: string) => Array.from({ length: count }, () => unit);
    const units = [...of(12, 'Acme / X'), ...of(30, 'Acme / Y'), 'Acme'];
    expect(unitCells(membersOf(units), units.length, 10).units).toEqual(['Acme', 'Acme / Y']);
  });
});

describe('a units file', () => {
  test('reads as it was written, and refuses anything else', () => {
    const file = { units: ['A', 'A / B'], places: [0, 1, noUnit, 1] };
    expect(readUnitsFile(encodeUnitsFile(file))).toEqual(file);
    expect(placesByUnit(file)).toEqual([[0, 1, 3], [1, 3]]); // prettier-ignore
    const bytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
    for (const wrong of [
      { ...file },
      { v: 2, ...file },
      { v: 1, ...file, more: 1 },
      { v: 1, units: ['A'], places: [1] },
      { v: 1, units: ['A'], places: [-2] },
      { v: 1, units: [''], places: [0] },
      'text',
      null,
    ]) {
      expect(() => readUnitsFile(bytes(wrong))).toThrow(RangeError);
    }
    expect(() => readUnitsFile(new Uint8Array([0xff]))).toThrow(RangeError);
  });
});

describe('units that did not change', () => {
  test('keep their root exactly when their leaves are the same in the same places', () => {
    const change = fc.record({ place: fc.nat(59), unit: fc.option(path) });
    fc.assert(
      fc.property(
        staff,
        fc.array(change, { maxLength: 3 }),
        fc.integer({ min: 1, max: 5 }),
        (units, changes, least) => {
          const later = [...units];
          const replaced = new Set<number>();
          for (const { place, unit } of changes) {
            if (place >= later.length) continue;
            // Away, back, or moved; a leaf changes where somebody comes or goes.
            if ((later[place] === null) !== (unit === null)) replaced.add(place);
            later[place] = unit;
          }
          const before = editionUnits(membersOf(units), units.length, least);
          const after = editionUnits(membersOf(later), later.length, least);
          // A root stands for its leaves: here it is their list.
          const root = (places: Int32Array) => new TextEncoder().encode(places.join());
          const roots = new Map(before.named.map((unit) => [unit.path, root(unit.places)]));
          for (const [unit, kept] of unchangedUnits({ file: before.file, roots }, after.file, replaced)) {
            const now = after.named.find((each) => each.path === unit);
            expect(kept).toEqual(root(now?.places ?? new Int32Array()));
            expect([...(now?.places ?? [])].some((place) => replaced.has(place))).toBe(false);
          }
        },
      ),
      { numRuns: 1_000 },
    );
  });
});
