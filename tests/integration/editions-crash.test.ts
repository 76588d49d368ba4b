import { asc } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { publishEditions } from '~/features/identified/enrolment/publish-editions.server';
import { person } from '~db/schema/identified';
import { edition, editionUnit, publication, registerNode } from '~db/schema/published';
import { openEnrolmentHouse, type EnrolmentHouse } from '~tests/support/enrolment-house';
import { numbers } from '~tests/support/published-register';

let house: EnrolmentHouse;
beforeEach(async () => {
  house = await openEnrolmentHouse();
});
afterEach(() => house.close());

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
