import { asc, eq } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fromBytes32, toBytes32 } from '~/crypto/semaphore/field';
import { unitTree } from '~/crypto/semaphore/tree';
import { noUnit, placesByUnit } from '~/features/published/registers/units-file';
import { person } from '~db/schema/identified';
import { editionUnit } from '~db/schema/published';
import { openEnrolmentHouse, type EnrolmentHouse } from '~tests/support/enrolment-house';
import { editionOf, numbers, pending, publishedLeaves } from '~tests/support/published-register';

let house: EnrolmentHouse;
beforeEach(async () => {
  house = await openEnrolmentHouse();
});
afterEach(() => house.close());

describe('units', () => {
  test('of the minimum or more are named with their own root; smaller ones are folded into the one above', async () => {
    await house.hire(numbers('S', 4), 'Acme / Engineering / Storage');
    await house.hire(numbers('N', 2), 'Acme / Engineering / Network');
    await house.hire(numbers('E', 3), 'Acme / Engineering');
    await house.hire(numbers('L', 3), 'Acme / Legal');
    const all = [...numbers('S', 4), ...numbers('N', 2), ...numbers('E', 3), ...numbers('L', 3)];
    await house.enrolMany(all);
    await house.publish();
    const row = await editionOf(house, 1);
    const file = await house.units(row);
    expect(file.units).toEqual(['Acme', 'Acme / Engineering', 'Acme / Engineering / Storage', 'Acme / Legal']);
    const rows = await house.database.published.select().from(editionUnit).orderBy(asc(editionUnit.unitPath));
    expect(rows.map(({ unitPath, live }) => [unitPath, live])).toEqual([
      ['Acme', 12],
      ['Acme / Engineering', 9],
      ['Acme / Engineering / Storage', 4],
      ['Acme / Legal', 3],
    ]);
    const leaves = await publishedLeaves(house, row);
    for (const [number, places] of placesByUnit(file).entries()) {
      const expected = unitTree(17, (place) => leaves[place] ?? 0n, places).root;
      expect(fromBytes32(rows[number]?.groupRoot ?? toBytes32(0n))).toBe(expected);
    }
    expect(rows[0]?.groupRoot).toEqual(row.groupRoot);
  });

  test('change when somebody moves, though no leaf does; the file says so, unchanged ones keep their root', async () => {
    await house.hire(numbers('S', 4), 'Acme / Storage');
    await house.hire(numbers('L', 4), 'Acme / Legal');
    await house.hire(numbers('W', 4), 'Acme / Works');
    await house.enrolMany([...numbers('S', 4), ...numbers('L', 4), ...numbers('W', 4)]);
    await house.publish();
    await house.database.identified
      .update(person)
      .set({ unitPath: 'Acme / Legal' })
      .where(eq(person.personNumber, 'S0000'));
    expect(await pending(house)).toBe(true);
    await house.publish();
    expect(await pending(house)).toBe(false);
    const row = await editionOf(house, 1);
    expect(row).toMatchObject({ number: 2, size: 12, live: 12 });
    const leaves = await publishedLeaves(house, row);
    const file = await house.units(row);
    const rows = await house.database.published.select().from(editionUnit).where(eq(editionUnit.edition, 2));
    const before = await house.database.published.select().from(editionUnit).where(eq(editionUnit.edition, 1));
    for (const [number, places] of placesByUnit(file).entries()) {
      const unit = rows.find((each) => each.unitPath === file.units[number]);
      expect(unit?.live).toBe(places.length);
      expect(fromBytes32(unit?.groupRoot ?? toBytes32(0n))).toBe(
        unitTree(17, (place) => leaves[place] ?? 0n, places).root,
      );
    }
    const rootOf = (list: typeof rows, path: string) => list.find((each) => each.unitPath === path)?.groupRoot;
    expect(rootOf(rows, 'Acme / Works')).toEqual(rootOf(before, 'Acme / Works'));
    expect(rootOf(rows, 'Acme / Legal')).not.toEqual(rootOf(before, 'Acme / Legal'));
  });

  test('lose their name when leavers take them under the minimum', async () => {
    await house.hire(numbers('S', 3), 'Acme / Storage');
    await house.hire(numbers('L', 5), 'Acme / Legal');
    await house.hire(numbers('W', 3), 'Acme');
    await house.enrolMany([...numbers('S', 3), ...numbers('L', 5), ...numbers('W', 3)]);
    await house.publish();
    await house.setStatus('S0000', 'left');
    await house.publish();
    const row = await editionOf(house, 1);
    const file = await house.units(row);
    expect(file.units).toEqual(['Acme', 'Acme / Legal']);
    const dead = await house.placeOf(1, 'S0000');
    expect(file.places[dead?.leafIndex ?? -1]).toBe(noUnit);
    const rows = await house.database.published.select().from(editionUnit).where(eq(editionUnit.edition, 2));
    expect(rows.every((unit) => unit.live >= 3)).toBe(true);
  });

  test('are none in a register that is smaller than the minimum', async () => {
    await house.hire(['A', 'B'], 'Acme / Storage');
    await house.enrolMany(['A', 'B']);
    await house.publish();
    const file = await house.units(await editionOf(house, 1));
    expect(file).toEqual({ units: [], places: [noUnit, noUnit] });
    expect(await house.database.published.select().from(editionUnit)).toEqual([]);
  });
});
