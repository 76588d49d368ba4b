import { asc, eq } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fromBytes32, toBytes32 } from '~/crypto/semaphore/field';
import { readTile, readUpper, TILE_LEAVES } from '~/crypto/semaphore/tiles';
import { PoseidonTree, unitTree } from '~/crypto/semaphore/tree';
import { disputeEnrolment } from '~/features/identified/enrolment/dispute-enrolment.server';
import { buildInPlace } from '~/features/identified/enrolment/edition-builder.server';
import { editionsPending } from '~/features/identified/enrolment/editions-pending.server';
import { AcceptedMeanwhileError, publishEditions } from '~/features/identified/enrolment/publish-editions.server';
import { everybodyEnrolled } from '~/features/identified/enrolment/register-state.server';
import { shuffled } from '~/features/identified/enrolment/shuffle';
import { noUnit, placesByUnit } from '~/features/published/registers/units-file';
import { addDays, dayOf } from '~/platform/clock';
import { enrolment, person } from '~db/schema/identified';
import { edition, editionUnit, publication, registerNode } from '~db/schema/published';
import { openEnrolmentHouse, type EditionRow, type EnrolmentHouse } from '~tests/support/enrolment-house';

let house: EnrolmentHouse;
beforeEach(async () => {
  house = await openEnrolmentHouse();
});
afterEach(() => house.close());

/** The leaves that the public files say, each tile checked against the upper file and that against the group root. */
async function publishedLeaves(row: EditionRow, depth = 17): Promise<bigint[]> {
  const root = fromBytes32(row.groupRoot) as never;
  const upper = readUpper(await house.file(row.upperFile), depth, root);
  const leaves: bigint[] = [];
  for (const [number, hash] of row.tiles.entries()) {
    const tile = readTile(await house.file(hash));
    const tree = new PoseidonTree(10);
    tree.setLeaves(tile.entries());
    expect(tree.root).toBe(upper.get(10, number));
    leaves.push(...tile);
  }
  expect(leaves.slice(row.size).every((leaf) => leaf === 0n)).toBe(true);
  return leaves.slice(0, row.size);
}

const editionOf = async (registerId: number): Promise<EditionRow> => {
  const row = (await house.editions()).get(registerId);
  if (!row) throw new Error(`register ${String(registerId)} has no edition`);
  return row;
};
const leafOf = async (registerId: number, personNumber: string) => {
  const place = await house.placeOf(registerId, personNumber);
  return place ? (await publishedLeaves(await editionOf(registerId)))[place.leafIndex] : undefined;
};
const numbers = (prefix: string, count: number) =>
  Array.from({ length: count }, (_, index) => `${prefix}${String(index).padStart(4, '0')}`);
const pending = () => editionsPending(house.database.identified, house.settings, addDays(dayOf(house.clock.now()), 1));
const newestRegister = async () => (await house.registers())[0]?.id;

describe('the first publication', () => {
  test('opens a register although nobody is there, with an edition and its entries', async () => {
    await house.publish();
    const row = await editionOf(1);
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
    const row = await editionOf(1);
    expect(row).toMatchObject({ size: 2, live: 2, rosterSize: 3 });
    expect((await publishedLeaves(row)).sort()).toEqual(keys.slice(0, 2).sort());
  });
});

describe('the next publication', () => {
  test('makes no edition where nothing changed, and one where only the size of the roster did', async () => {
    await house.hire(['A', 'B']);
    await house.enrol('A');
    expect(await pending()).toBe(true);
    await house.publish();
    expect(await pending()).toBe(false);
    await house.publish();
    expect((await editionOf(1)).number).toBe(1);
    await house.hire(['C']);
    expect(await pending()).toBe(true);
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
    expect(await pending()).toBe(true);
    await house.publish();
    expect((await house.placeOf(1, 'A'))?.leafIndex).toBe(0);
    for (const register of [1, 2]) {
      const leaves = await publishedLeaves(await editionOf(register));
      expect(leaves).toHaveLength(3);
      expect(leaves.slice(1).sort()).toEqual([b, c].sort());
    }
    expect(await pending()).toBe(false);
  });

  test('zeroes a leaver, and gives who returns the same key back in the same place', async () => {
    await house.hire(['A', 'B']);
    const key = await house.enrol('A');
    await house.enrol('B');
    await house.publish();
    const place = await house.placeOf(1, 'A');
    await house.setStatus('A', 'left');
    expect(await pending()).toBe(true);
    await house.publish();
    expect(await leafOf(1, 'A')).toBe(0n);
    expect(await editionOf(1)).toMatchObject({ number: 2, size: 2, live: 1, rosterSize: 1 });
    await house.setStatus('A', 'active');
    expect(await pending()).toBe(true);
    await house.publish();
    expect(await leafOf(1, 'A')).toBe(key);
    expect(await house.placeOf(1, 'A')).toEqual(place);
    expect(await editionOf(1)).toMatchObject({ number: 3, size: 2, live: 2 });
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
    expect(await leafOf(1, 'A')).toBe(key);
    expect(await publishedLeaves(await editionOf(1))).not.toContain(other);
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
      const row = await editionOf(1);
      const active = await house.database.identified.select().from(person).where(eq(person.status, 'active'));
      expect(row.live).toBe(active.length);
      expect(row.live).toBeLessThanOrEqual(row.rosterSize);
      expect((await publishedLeaves(row)).filter((leaf) => leaf !== 0n)).toHaveLength(row.live);
    }
  });
});

describe('a replacement', () => {
  test('for a lost key leaves the old leaf and enters no register that is open', async () => {
    await house.hire(['A', 'B']);
    const old = await house.enrol('A');
    await house.publish();
    const fresh = await house.enrol('A', 'lost');
    expect(await pending()).toBe(false);
    await house.publish();
    expect(await leafOf(1, 'A')).toBe(old);
    expect(await publishedLeaves(await editionOf(1))).not.toContain(fresh);
    expect(await newestRegister()).toBe(1);
  });

  test('enters the register that opens when something must be pinned; each person has one key on each', async () => {
    await house.hire(['A', 'B', 'C']);
    const old = await house.enrol('A');
    const b = await house.enrol('B');
    const before = await house.accept();
    await house.publish();
    const fresh = await house.enrol('A', 'lost');
    await house.publish();
    const after = await house.accept();
    expect(await pending()).toBe(true);
    await house.publish();
    expect(await house.pinnedTo(before)).toBe(1);
    expect(await house.pinnedTo(after)).toBe(2);
    expect((await publishedLeaves(await editionOf(1))).sort()).toEqual([old, b].sort());
    expect((await publishedLeaves(await editionOf(2))).sort()).toEqual([fresh, b].sort());
    expect(await house.entries('register-opened')).toHaveLength(2);
  });

  test('opens no register where there is none waiting', async () => {
    await house.hire(['A']);
    await house.enrol('A');
    await house.publish();
    const petitionId = await house.accept();
    await house.publish();
    expect(await newestRegister()).toBe(1);
    expect(await house.pinnedTo(petitionId)).toBe(1);
  });

  test('that was enrolled before the first was placed is the only one placed', async () => {
    await house.hire(['A']);
    await house.enrol('A');
    const fresh = await house.enrol('A', 'lost');
    await house.publish();
    expect(await publishedLeaves(await editionOf(1))).toEqual([fresh]);
  });

  test('of somebody who has left waits for nobody', async () => {
    await house.hire(['A', 'B']);
    await house.enrol('A');
    await house.publish();
    await house.enrol('A', 'lost');
    await house.setStatus('A', 'left');
    await house.accept();
    await house.publish();
    expect(await newestRegister()).toBe(1);
  });

  test('for a stolen key zeroes every leaf its owner had, on every register in use', async () => {
    await house.hire(['A', 'B']);
    await house.enrol('A');
    await house.enrol('B');
    await house.accept();
    await house.publish();
    await house.enrol('A', 'lost');
    await house.accept();
    await house.publish();
    expect(await leafOf(1, 'A')).not.toBe(0n);
    expect(await leafOf(2, 'A')).not.toBe(0n);
    const fresh = await house.enrol('A', 'stolen');
    expect(await pending()).toBe(true);
    await house.publish();
    expect(await leafOf(1, 'A')).toBe(0n);
    expect(await leafOf(2, 'A')).toBe(0n);
    for (const register of [1, 2]) {
      const row = await editionOf(register);
      expect(row).toMatchObject({ size: 2, live: 1 });
      expect(await publishedLeaves(row)).not.toContain(fresh);
    }
    await house.accept();
    await house.publish();
    expect(await leafOf(3, 'A')).toBe(fresh);
  });

  test('a petition that is accepted while no register opens for it rolls the publication back, and the next run opens one', async () => {
    await house.hire(['A']);
    await house.enrol('A');
    await house.publish();
    const fresh = await house.enrol('A', 'lost');
    await house.hire(['B']);
    const deps = { db: house.database.identified, settings: house.settings };
    // What another connection does in the middle of a publication: a petition that waited is accepted.
    await house.administer(`
      create function published.accept_now() returns trigger language plpgsql as $$
      begin
        update published.petition set state = 'accepted' where state = 'waiting';
        return new;
      end $$;
      create trigger accept_now after insert on published.edition for each row execute function published.accept_now();
      alter table published.petition disable trigger all;
      grant execute on function published.accept_now() to identified`);
    const petitionId = await house.accept();
    await house.administer(`update published.petition set state = 'waiting' where id = '${petitionId}'`);
    const input = { publication: 2, slot: new Date('2026-06-20T18:00:00Z') };
    await expect(publishEditions(deps, input)).rejects.toBeInstanceOf(AcceptedMeanwhileError);
    expect((await editionOf(1)).number).toBe(1);
    expect(await house.pinnedTo(petitionId)).toBe(null);
    await house.administer(`
      drop trigger accept_now on published.edition;
      update published.petition set state = 'accepted' where id = '${petitionId}'`);
    await publishEditions(deps, input);
    expect(await house.pinnedTo(petitionId)).toBe(2);
    expect(await leafOf(2, 'A')).toBe(fresh);
  });
});

describe('a disputed enrolment', () => {
  test('is a ledger entry for each of its leaves, zeroed everywhere, and the person may enrol anew', async () => {
    await house.hire(['A', 'B']);
    await house.enrol('B');
    await house.enrol('A');
    await house.accept();
    await house.publish();
    await house.enrol('B', 'lost');
    await house.accept();
    await house.publish();
    await disputeEnrolment(house.deps, { personNumber: 'A', generation: 1 });
    const places = [await house.placeOf(1, 'A'), await house.placeOf(2, 'A')];
    expect(await house.entries('enrolment-disputed')).toEqual(
      [1, 2].map((register, index) => ({
        ...{ v: 1, kind: 'enrolment-disputed', register, leaf: places[index]?.leafIndex, day: '2026-06-12' },
      })),
    );
    expect(await pending()).toBe(true);
    await house.publish();
    expect([await leafOf(1, 'A'), await leafOf(2, 'A')]).toEqual([0n, 0n]);
    const fresh = await house.enrol('A', 'disputed');
    await house.publish();
    expect(await leafOf(2, 'A')).toBe(0n);
    await house.accept();
    await house.publish();
    expect(await leafOf(3, 'A')).toBe(fresh);
    await expect(disputeEnrolment(house.deps, { personNumber: 'A', generation: 1 })).rejects.toThrow(
      'nothing-to-dispute',
    );
    await expect(disputeEnrolment(house.deps, { personNumber: 'A', generation: 9 })).rejects.toThrow(
      'nothing-to-dispute',
    );
    expect(await house.entries('enrolment-disputed')).toHaveLength(2);
  });

  test('that no publication placed never is, and makes no entry', async () => {
    await house.hire(['A']);
    await house.enrol('A');
    await disputeEnrolment(house.deps, { personNumber: 'A', generation: 1 });
    await house.publish();
    expect(await editionOf(1)).toMatchObject({ size: 0, live: 0 });
    expect(await house.entries('enrolment-disputed')).toEqual([]);
    const own = await house.enrol('A', 'disputed');
    await house.publish();
    expect(await publishedLeaves(await editionOf(1))).toEqual([own]);
  });

  test('at once by two is one dispute', async () => {
    await house.hire(['A']);
    await house.enrol('A');
    await house.publish();
    const dispute = () => disputeEnrolment(house.deps, { personNumber: 'A', generation: 1 });
    const outcomes = await Promise.allSettled([dispute(), dispute()]);
    expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(1);
    expect(await house.entries('enrolment-disputed')).toHaveLength(1);
  });

  test('while a publication runs waits for it, and names the leaf that it made', async () => {
    await house.hire(['A']);
    await house.enrol('A');
    let dispute: Promise<void> | undefined;
    await house.publish({
      build: (input) => {
        dispute = disputeEnrolment(house.deps, { personNumber: 'A', generation: 1 });
        return buildInPlace(input);
      },
    });
    await dispute;
    expect(await house.entries('enrolment-disputed')).toMatchObject([{ register: 1, leaf: 0 }]);
  });
});

describe('registers', () => {
  test('retire when nothing open is pinned to them and a newer one exists; who stood where is forgotten', async () => {
    await house.hire(['A', 'B', 'C']);
    await house.enrol('A');
    await house.enrol('C');
    await house.accept(8);
    await house.publish();
    await house.setStatus('C', 'left');
    await house.enrol('A', 'lost');
    await house.accept(60);
    await house.publish();
    expect((await house.registers()).map(({ id, retired }) => [id, retired])).toEqual([[2, false], [1, false]]); // prettier-ignore
    const peopleLeft = async () =>
      (await house.database.identified.select().from(person)).map((row) => row.personNumber);
    expect((await peopleLeft()).sort()).toEqual(['A', 'B', 'C']);
    house.clock.set('2026-06-17T18:00:00Z');
    await house.publish();
    expect((await house.registers()).map(({ id, retired }) => [id, retired])).toEqual([[2, false], [1, false]]); // prettier-ignore
    await house.publish();
    expect((await house.registers()).map(({ id, retired }) => [id, retired])).toEqual([[2, false], [1, true]]); // prettier-ignore
    expect(await house.places(1)).toEqual([]);
    expect((await house.places(2)).map((place) => place.personNumber)).toEqual(['A']);
    expect((await peopleLeft()).sort()).toEqual(['A', 'B']);
    expect((await house.database.identified.select().from(enrolment)).map((row) => row.personNumber)).toEqual([
      'A',
      'A',
    ]);
    const last = (await house.editions()).get(1)?.number;
    await house.hire(['D']);
    await house.enrol('D');
    await house.publish();
    expect((await house.editions()).get(1)?.number).toBe(last);
    expect(await house.places(1)).toEqual([]);
  });

  test('open at 90 % of the places, if a fresh one has more room', async () => {
    await house.hire(['A', 'B']);
    await house.enrol('A');
    await house.publish();
    const fill = (places: number) =>
      house.administer(`update published.register set next_leaf = ${String(places)} where id = 1`);
    await fill(Math.ceil(0.9 * 2 ** 17) - 1);
    expect(await pending()).toBe(false);
    await house.publish();
    expect(await newestRegister()).toBe(1);
    await fill(Math.ceil(0.9 * 2 ** 17));
    expect(await pending()).toBe(true);
    await house.publish();
    expect(await newestRegister()).toBe(2);
    expect(await editionOf(2)).toMatchObject({ size: 1, live: 1 });
    expect((await house.registers())[1]?.retired).toBe(true);
  });

  test('that are full take nobody more and stay in use', async () => {
    await house.hire(['A', 'B']);
    await house.enrol('A');
    await house.accept();
    await house.publish();
    await house.administer(`update published.register set next_leaf = ${String(2 ** 17)} where id = 1`);
    await house.enrol('B');
    await house.publish();
    expect(await newestRegister()).toBe(2);
    expect(await house.placeOf(1, 'B')).toBe(undefined);
    expect(await house.placeOf(2, 'B')).toBeDefined();
    expect(await pending()).toBe(false);
  });

  test('petitions that are due are closed, and their register retires with them', async () => {
    await house.hire(['A']);
    await house.enrol('A');
    const petitionId = await house.accept(8);
    await house.publish();
    house.clock.set('2026-06-17T18:00:00Z');
    await house.publish();
    expect(await house.entries('petition-closed')).toEqual([]);
    await house.publish();
    expect(await house.entries('petition-closed')).toEqual([
      { v: 1, kind: 'petition-closed', petition: petitionId, day: '2026-06-19' },
    ]);
  });
});

describe('a crash', () => {
  const tables = ['identified.register_place', 'published.register_node', 'published.register_file', 'published.edition', 'published.edition_unit', 'published.ledger_entry', 'published.petition', 'published.publication']; // prettier-ignore

  /** Everything that a publication writes, row by row, apart from the order of rows. */
  async function state() {
    const { published, identified } = house.database;
    return {
      places: await house.places(1),
      editions: await published.select().from(edition).orderBy(asc(edition.registerId), asc(edition.number)),
      units: await published.select().from(editionUnit).orderBy(asc(editionUnit.edition), asc(editionUnit.unitPath)),
      nodes: await published.select().from(registerNode).orderBy(asc(registerNode.level), asc(registerNode.position)),
      entries: [...(await house.entries('edition')), ...(await house.entries('petition-opened'))],
      publications: await published.select().from(publication).orderBy(asc(publication.number)),
      registers: await house.registers(),
      people: await identified.select().from(person).orderBy(asc(person.personNumber)),
    };
  }

  test('at any write loses nothing and doubles nothing', async () => {
    const people = numbers('P', 12);
    await house.hire(people, 'Acme / Works');
    await house.enrolMany(people.slice(0, 8));
    await house.publish();
    await house.enrolMany(people.slice(8));
    await house.setStatus('P0000', 'left');
    const petitionId = await house.accept();
    const before = await state();
    await house.administer(`create function public.crash() returns trigger language plpgsql as $$
      begin raise exception 'the power failed'; end $$`);
    const run = () =>
      publishEditions(
        { db: house.database.identified, settings: house.settings },
        { publication: 2, slot: new Date('2026-06-12T18:00:00Z') },
      );
    for (const table of tables) {
      // The end of the statement: its rows are written by then.
      const event = table === 'published.petition' || table === 'published.publication' ? 'update' : 'insert';
      await house.administer(`create trigger crash after ${event} on ${table} execute function public.crash()`);
      await expect(run(), table).rejects.toThrow();
      expect(await state(), table).toEqual(before);
      expect(await house.pinnedTo(petitionId)).toBe(null);
      await house.administer(`drop trigger crash on ${table}`);
    }
    await run();
    const after = await state();
    expect(after.editions).toHaveLength(2);
    expect(after.editions[1]).toMatchObject({ size: 12, live: 11, rosterSize: 11 });
    expect(await house.pinnedTo(petitionId)).toBe(1);
    await run();
    expect(await state()).toEqual(after);
  });

  test('of the hashing rolls back, and two runs at once publish once', async () => {
    await house.hire(['A', 'B', 'C']);
    await house.enrol('A');
    const deps = { db: house.database.identified, settings: house.settings };
    const input = { publication: 1, slot: new Date('2026-06-12T18:00:00Z') };
    const broken = { ...deps, build: () => Promise.reject(new Error('the thread ended')) };
    await expect(publishEditions(broken, input)).rejects.toThrow('the thread ended');
    expect(await house.registers()).toEqual([]);
    await Promise.all([publishEditions(deps, input), publishEditions(deps, input)]);
    expect(await house.database.published.select().from(edition)).toHaveLength(1);
    expect(await house.entries('edition')).toHaveLength(1);
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

describe('units', () => {
  test('of the minimum or more are named with their own root; smaller ones are folded into the one above', async () => {
    await house.hire(numbers('S', 4), 'Acme / Engineering / Storage');
    await house.hire(numbers('N', 2), 'Acme / Engineering / Network');
    await house.hire(numbers('E', 3), 'Acme / Engineering');
    await house.hire(numbers('L', 3), 'Acme / Legal');
    const all = [...numbers('S', 4), ...numbers('N', 2), ...numbers('E', 3), ...numbers('L', 3)];
    await house.enrolMany(all);
    await house.publish();
    const row = await editionOf(1);
    const file = await house.units(row);
    expect(file.units).toEqual(['Acme', 'Acme / Engineering', 'Acme / Engineering / Storage', 'Acme / Legal']);
    const rows = await house.database.published.select().from(editionUnit).orderBy(asc(editionUnit.unitPath));
    expect(rows.map(({ unitPath, live }) => [unitPath, live])).toEqual([
      ['Acme', 12],
      ['Acme / Engineering', 9],
      ['Acme / Engineering / Storage', 4],
      ['Acme / Legal', 3],
    ]);
    const leaves = await publishedLeaves(row);
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
    expect(await pending()).toBe(true);
    await house.publish();
    expect(await pending()).toBe(false);
    const row = await editionOf(1);
    expect(row).toMatchObject({ number: 2, size: 12, live: 12 });
    const leaves = await publishedLeaves(row);
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
    const row = await editionOf(1);
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
    const file = await house.units(await editionOf(1));
    expect(file).toEqual({ units: [], places: [noUnit, noUnit] });
    expect(await house.database.published.select().from(editionUnit)).toEqual([]);
  });
});

describe('more than one tile', () => {
  test('is published in tiles, of which only those that changed are new', async () => {
    const people = numbers('P', TILE_LEAVES + 30);
    await house.hire(people, 'Acme / Works');
    await house.enrolMany(people);
    await house.publish();
    const first = await editionOf(1);
    expect(first.tiles).toHaveLength(2);
    const leaves = await publishedLeaves(first);
    const keys = await house.database.identified.select().from(enrolment);
    expect([...leaves].sort()).toEqual(keys.map((row) => fromBytes32(row.identityCommitment)).sort());
    const inSecond = (await house.places(1)).at(-1)?.personNumber ?? '';
    await house.setStatus(inSecond, 'left');
    await house.publish();
    const second = await editionOf(1);
    expect(second.tiles[0]).toBe(first.tiles[0]);
    expect(second.tiles[1]).not.toBe(first.tiles[1]);
    expect(await publishedLeaves(second)).toEqual(
      leaves.map((leaf, index) => (index === leaves.length - 1 ? 0n : leaf)),
    );
  });
});
