import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { disputeEnrolment } from '~/features/identified/enrolment/dispute-enrolment.server';
import { buildInPlace } from '~/features/identified/enrolment/edition-builder.server';
import { AcceptedMeanwhileError, publishEditions } from '~/features/identified/enrolment/publish-editions.server';
import { enrolment, person } from '~db/schema/identified';
import { openEnrolmentHouse, type EnrolmentHouse } from '~tests/support/enrolment-house';
import {
  editionOf,
  leafOf,
  leavesOf,
  newestRegister,
  pending,
  publishedLeaves,
} from '~tests/support/published-register';

let house: EnrolmentHouse;
beforeEach(async () => {
  house = await openEnrolmentHouse();
});
afterEach(() => house.close());

describe('a replacement', () => {
  test('for a lost key leaves the old leaf and enters no register that is open', async () => {
    await house.hire(['A', 'B']);
    const old = await house.enrol('A');
    await house.publish();
    const fresh = await house.enrol('A', 'lost');
    expect(await pending(house)).toBe(false);
    await house.publish();
    expect(await leafOf(house, 1, 'A')).toBe(old);
    expect(await leavesOf(house, 1)).not.toContain(fresh);
    expect(await newestRegister(house)).toBe(1);
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
    expect(await pending(house)).toBe(true);
    await house.publish();
    expect(await house.pinnedTo(before)).toBe(1);
    expect(await house.pinnedTo(after)).toBe(2);
    expect((await leavesOf(house, 1)).sort()).toEqual([old, b].sort());
    expect((await leavesOf(house, 2)).sort()).toEqual([fresh, b].sort());
    expect(await house.entries('register-opened')).toHaveLength(2);
  });

  test('opens no register where there is none waiting', async () => {
    await house.hire(['A']);
    await house.enrol('A');
    await house.publish();
    const petitionId = await house.accept();
    await house.publish();
    expect(await newestRegister(house)).toBe(1);
    expect(await house.pinnedTo(petitionId)).toBe(1);
  });

  test('that was enrolled before the first was placed is the only one placed', async () => {
    await house.hire(['A']);
    await house.enrol('A');
    const fresh = await house.enrol('A', 'lost');
    await house.publish();
    expect(await leavesOf(house, 1)).toEqual([fresh]);
  });

  test('of somebody who has left waits for nobody', async () => {
    await house.hire(['A', 'B']);
    await house.enrol('A');
    await house.publish();
    await house.enrol('A', 'lost');
    await house.setStatus('A', 'left');
    await house.accept();
    await house.publish();
    expect(await newestRegister(house)).toBe(1);
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
    expect(await leafOf(house, 1, 'A')).not.toBe(0n);
    expect(await leafOf(house, 2, 'A')).not.toBe(0n);
    const fresh = await house.enrol('A', 'stolen');
    expect(await pending(house)).toBe(true);
    await house.publish();
    expect(await leafOf(house, 1, 'A')).toBe(0n);
    expect(await leafOf(house, 2, 'A')).toBe(0n);
    for (const register of [1, 2]) {
      const row = await editionOf(house, register);
      expect(row).toMatchObject({ size: 2, live: 1 });
      expect(await publishedLeaves(house, row)).not.toContain(fresh);
    }
    await house.accept();
    await house.publish();
    expect(await leafOf(house, 3, 'A')).toBe(fresh);
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
    expect((await editionOf(house, 1)).number).toBe(1);
    expect(await house.pinnedTo(petitionId)).toBe(null);
    await house.administer(`
      drop trigger accept_now on published.edition;
      update published.petition set state = 'accepted' where id = '${petitionId}'`);
    await publishEditions(deps, input);
    expect(await house.pinnedTo(petitionId)).toBe(2);
    expect(await leafOf(house, 2, 'A')).toBe(fresh);
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
    expect(await pending(house)).toBe(true);
    await house.publish();
    expect([await leafOf(house, 1, 'A'), await leafOf(house, 2, 'A')]).toEqual([0n, 0n]);
    const fresh = await house.enrol('A', 'disputed');
    await house.publish();
    expect(await leafOf(house, 2, 'A')).toBe(0n);
    await house.accept();
    await house.publish();
    expect(await leafOf(house, 3, 'A')).toBe(fresh);
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
    expect(await editionOf(house, 1)).toMatchObject({ size: 0, live: 0 });
    expect(await house.entries('enrolment-disputed')).toEqual([]);
    const own = await house.enrol('A', 'disputed');
    await house.publish();
    expect(await leavesOf(house, 1)).toEqual([own]);
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
    expect(await pending(house)).toBe(false);
    await house.publish();
    expect(await newestRegister(house)).toBe(1);
    await fill(Math.ceil(0.9 * 2 ** 17));
    expect(await pending(house)).toBe(true);
    await house.publish();
    expect(await newestRegister(house)).toBe(2);
    expect(await editionOf(house, 2)).toMatchObject({ size: 1, live: 1 });
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
    expect(await newestRegister(house)).toBe(2);
    expect(await house.placeOf(1, 'B')).toBe(undefined);
    expect(await house.placeOf(2, 'B')).toBeDefined();
    expect(await pending(house)).toBe(false);
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
