import { asc, eq } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fromBytes32 } from '~/crypto/semaphore/field';
import { TILE_LEAVES } from '~/crypto/semaphore/tiles';
import { PoseidonTree } from '~/crypto/semaphore/tree';
import { everybodyEnrolled } from '~/features/identified/enrolment/register-state.server';
import { shuffled } from '~/features/identified/enrolment/shuffle';
import { enrolment, person } from '~db/schema/identified';
import { edition } from '~db/schema/published';
import { openEnrolmentHouse, type EnrolmentHouse } from '~tests/support/enrolment-house';
import { editionOf, leafOf, leavesOf, numbers, pending, publishedLeaves } from '~tests/support/published-register';

let house: EnrolmentHouse;
beforeEach(async () => {
  house = await openEnrolmentHouse();
});
afterEach(() => house.close());

describe('the first publication', () => {
  test('opens a register although nobody is there, with an edition and its entries', async () => {
    await house.publish();
    const row = await editionOf(house, 1);
    expect(row).toMatchObject({ number: 1, size: 0, live: 0, rosterSize: 0, tiles: [] });
    expect(fromBytes32(row.groupRoot)).toBe(new PoseidonTree(17).root);
    expect(await house.entries('register-opened')).toEqual([
      { v: 1, kind: 'register-opened', register: 1, depth: 17, day: '2026-06-11' },
    ]);
    expect(await house.entries('edition')).toMatchObject([
      { register: 1, number: 1, size: 0, live: 0, rosterSize: 0, root: Buffer.from(row.groupRoot).toString('hex') },
    ]);
  });

  test('places everybody active who enrolled, and nobody else; the public files lead to the group root', async () => {
    await house.hire(['A', 'B', 'C', 'D']);
    const keys = [await house.enrol('A'), await house.enrol('B'), await house.enrol('C')];
    await house.setStatus('C', 'left');
    await house.publish();
    const row = await editionOf(house, 1);
    expect(row).toMatchObject({ size: 2, live: 2, rosterSize: 3 });
    expect((await publishedLeaves(house, row)).sort()).toEqual(keys.slice(0, 2).sort());
  });
});

describe('the next publication', () => {
  test('makes no edition where nothing changed, and one where only the size of the roster did', async () => {
    await house.hire(['A', 'B']);
    await house.enrol('A');
    expect(await pending(house)).toBe(true);
    await house.publish();
    expect(await pending(house)).toBe(false);
    await house.publish();
    expect((await editionOf(house, 1)).number).toBe(1);
    await house.hire(['C']);
    expect(await pending(house)).toBe(true);
    await house.publish();
    const [before, after] = await house.database.published.select().from(edition).orderBy(asc(edition.number));
    expect(after).toEqual({ ...before, number: 2, rosterSize: 3, publication: 3, day: '2026-06-13' });
    expect(await house.entries('edition')).toHaveLength(2);
  });

  test('appends first keys to every register in use, and what was there keeps its place', async () => {
    await house.hire(['A', 'B', 'C', 'D']);
    await house.enrol('A');
    const pinned = await house.accept();
    await house.publish();
    await house.enrol('A', 'lost');
    await house.accept();
    await house.publish();
    expect((await house.registers()).map((row) => row.id)).toEqual([2, 1]);
    expect(await house.pinnedTo(pinned)).toBe(1);
    const [b, c] = [await house.enrol('B'), await house.enrol('C')];
    expect(await pending(house)).toBe(true);
    await house.publish();
    expect((await house.placeOf(1, 'A'))?.leafIndex).toBe(0);
    for (const register of [1, 2]) {
      const leaves = await leavesOf(house, register);
      expect(leaves).toHaveLength(3);
      expect(leaves.slice(1).sort()).toEqual([b, c].sort());
    }
    expect(await pending(house)).toBe(false);
  });

  test('zeroes a leaver, and gives who returns the same key back in the same place', async () => {
    await house.hire(['A', 'B']);
    const key = await house.enrol('A');
    await house.enrol('B');
    await house.publish();
    const place = await house.placeOf(1, 'A');
    await house.setStatus('A', 'left');
    expect(await pending(house)).toBe(true);
    await house.publish();
    expect(await leafOf(house, 1, 'A')).toBe(0n);
    expect(await editionOf(house, 1)).toMatchObject({ number: 2, size: 2, live: 1, rosterSize: 1 });
    await house.setStatus('A', 'active');
    expect(await pending(house)).toBe(true);
    await house.publish();
    expect(await leafOf(house, 1, 'A')).toBe(key);
    expect(await house.placeOf(1, 'A')).toEqual(place);
    expect(await editionOf(house, 1)).toMatchObject({ number: 3, size: 2, live: 2 });
    const [first, , third] = await house.database.published.select().from(edition).orderBy(asc(edition.number));
    expect(third?.groupRoot).toEqual(first?.groupRoot);
  });

  test('who left and returned with another key keeps the old one on the old register', async () => {
    await house.hire(['A', 'B']);
    const key = await house.enrol('A');
    await house.accept();
    await house.publish();
    await house.setStatus('A', 'left');
    await house.publish();
    await house.setStatus('A', 'active');
    const other = await house.enrol('A', 'lost');
    await house.publish();
    expect(await leafOf(house, 1, 'A')).toBe(key);
    expect(await leavesOf(house, 1)).not.toContain(other);
  });

  test('never makes a register larger than the roster, whoever joins and leaves', async () => {
    const people = numbers('P', 30);
    await house.hire(people);
    await house.enrolMany(people);
    let seed = 7;
    const random = (bound: number) => (seed = (seed * 48_271) % 2_147_483_647) % bound;
    for (let round = 0; round < 6; round += 1) {
      for (const who of people) await house.setStatus(who, random(3) === 0 ? 'left' : 'active');
      await house.publish();
      const row = await editionOf(house, 1);
      const active = await house.database.identified.select().from(person).where(eq(person.status, 'active'));
      expect(row.live).toBe(active.length);
      expect(row.live).toBeLessThanOrEqual(row.rosterSize);
      expect((await publishedLeaves(house, row)).filter((leaf) => leaf !== 0n)).toHaveLength(row.live);
    }
  });
});

describe('the order of the leaves', () => {
  test('is independent of the order of enrolment', async () => {
    const people = numbers('P', 10);
    await house.hire(people);
    await house.enrolMany(people);
    let seed = 20_260_610;
    const random = (bound: number) => Math.floor(((seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647) * bound);
    const enrolled = await everybodyEnrolled(house.database.identified);
    const runs = 4_000;
    const counts = people.map(() => people.map(() => 0));
    for (let run = 0; run < runs; run += 1) {
      for (const [place, { personNumber }] of shuffled(enrolled, random).entries()) {
        const row = counts[people.indexOf(personNumber)] as number[];
        row[place] = (row[place] ?? 0) + 1;
      }
    }
    // Each person stands in each place a tenth of the time: chi-squared with 81 degrees of freedom stays below 127 (p = 0.001).
    const expected = runs / people.length;
    const chi = counts.flat().reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
    expect(chi).toBeLessThan(127);
  });

  test('is drawn anew for each register, and rows stand in the order of the leaves', async () => {
    const people = numbers('P', 60);
    await house.hire(people);
    await house.enrolMany(people);
    await house.accept();
    await house.publish();
    await house.enrol('P0000', 'lost');
    await house.accept();
    await house.publish();
    const order = async (register: number) => (await house.places(register)).map((place) => place.personNumber);
    const [first, second] = [await order(1), await order(2)];
    expect(first).not.toEqual(second);
    expect(first).not.toEqual(people);
    const physical = await house.database.identified.execute<{ leaf_index: number }>(
      'select leaf_index from identified.register_place where register_id = 2 order by ctid',
    );
    expect(physical.map((row) => row.leaf_index)).toEqual(people.map((_, index) => index));
  });

  test('of those who come later is drawn too', async () => {
    const [early, late] = [numbers('A', 5), numbers('B', 40)];
    await house.hire([...early, ...late]);
    await house.enrolMany(early);
    await house.publish();
    await house.enrolMany(late);
    await house.publish();
    const order = (await house.places(1)).map((place) => place.personNumber);
    expect([...order.slice(5)].sort()).toEqual(late);
    expect(order.slice(5)).not.toEqual(late);
  });
});

describe('more than one tile', () => {
  test('is published in tiles, of which only those that changed are new', async () => {
    const people = numbers('P', TILE_LEAVES + 30);
    await house.hire(people, 'Acme / Works');
    await house.enrolMany(people);
    await house.publish();
    const first = await editionOf(house, 1);
    expect(first.tiles).toHaveLength(2);
    const leaves = await publishedLeaves(house, first);
    const keys = await house.database.identified.select().from(enrolment);
    expect([...leaves].sort()).toEqual(keys.map((row) => fromBytes32(row.identityCommitment)).sort());
    const inSecond = (await house.places(1)).at(-1)?.personNumber ?? '';
    await house.setStatus(inSecond, 'left');
    await house.publish();
    const second = await editionOf(house, 1);
    expect(second.tiles[0]).toBe(first.tiles[0]);
    expect(second.tiles[1]).not.toBe(first.tiles[1]);
    expect(await publishedLeaves(house, second)).toEqual(
      leaves.map((leaf, index) => (index === leaves.length - 1 ? 0n : leaf)),
    );
  });
});
