import { asc, sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { decodeEntry } from '~/crypto/tlog/entry';
import { petitionFigures, petitionHistory } from '~/features/published/figures/figures.queries.server';
import { waitingAction } from '~db/schema/anonymous';
import { deletion, ledgerEntry, signature, tally, thresholdReached } from '~db/schema/published';
import { signatureRange } from '~db/schema/published-ledger';
import { openSigningHouse, type SigningHouse } from '~tests/support/signing-house';

let house: SigningHouse;
beforeEach(async () => {
  house = await openSigningHouse();
});
afterEach(() => house.close());

const db = () => house.database.published;
const waiting = () => house.database.anonymous.select().from(waitingAction);
const publishOn = (day: string) => {
  house.clock.set(`${day}T18:00:00Z`);
  return house.publish();
};
const sign = async (petition: string, ...people: string[]) => {
  await Promise.all(people.map((person) => house.act({ petition, person })));
};
const withdraw = (petition: string, person: string) => house.act({ petition, person, action: 'withdraw', n: 1 });
const crowd = (size: number, name = 'person') => Array.from({ length: size }, (_, i) => `${name}${String(i)}`);
const signers = async (petition: string) =>
  (await petitionFigures(db(), house.settings, [petition])).get(petition)?.signers;
const shown = (value: number) => ({ kind: 'shown', value });
const withheld = (minimum: number) => ({ kind: 'withheld', minimum });
const entries = async () =>
  (await db().select().from(ledgerEntry).orderBy(asc(ledgerEntry.index))).map(({ bytes }) => decodeEntry(bytes));

describe('what counts, and when', () => {
  test('nothing before the publication, everything at once after it', async () => {
    const petition = await house.openPetition();
    await sign(petition, ...crowd(12));
    expect(await signers(petition)).toEqual(withheld(10));
    expect(await db().select().from(signature)).toHaveLength(0);
    house.clock.set('2026-06-10T17:59:59.999Z');
    // The house has never published by the clock: yesterday's slot is as good as any to begin with.
    expect(await publishOn('2026-06-10')).not.toBeNull();
    expect(await signers(petition)).toEqual(shown(12));
    expect(await waiting()).toHaveLength(0);
    expect(await house.publish()).toBeNull();
  });

  test('nothing before its checkpoint, whatever stands in the tables', async () => {
    const petition = await house.openPetition();
    await sign(petition, ...crowd(12));
    house.clock.set('2026-06-10T18:00:00Z');
    const crash = () => Promise.reject(new Error('crash'));
    await expect(house.publish({ checkpoint: crash })).rejects.toThrow('crash');
    expect(await db().select().from(signature)).toHaveLength(12);
    expect(await signers(petition)).toEqual(withheld(10));
    expect(await petitionHistory(db(), house.settings, petition)).toEqual([]);
    await house.publish();
    expect(await signers(petition)).toEqual(shown(12));
  });

  test('a key counts once, by its last act', async () => {
    const petition = await house.openPetition();
    await sign(petition, ...crowd(15));
    await withdraw(petition, 'person0');
    await withdraw(petition, 'person1');
    await house.act({ petition, person: 'person1', n: 2 });
    await publishOn('2026-06-10');
    expect(await signers(petition)).toEqual(shown(14));
    await withdraw(petition, 'person1').catch(() => undefined);
    await house.act({ petition, person: 'person1', action: 'withdraw', n: 3 });
    await house.act({ petition, person: 'person0', n: 2 });
    await withdraw(petition, 'person2');
    await publishOn('2026-06-11');
    expect(await signers(petition)).toEqual(shown(13));
    await withdraw(petition, 'person3');
    await house.act({ petition, person: 'person3', n: 2 });
    await publishOn('2026-06-12');
    expect(await signers(petition)).toEqual(shown(13));
    expect(await petitionHistory(db(), house.settings, petition)).toEqual([
      { day: '2026-06-10', signers: shown(14) },
      { day: '2026-06-11', signers: shown(13) },
      { day: '2026-06-12', signers: shown(13) },
    ]);
  });

  test('the count equals a recount of the ledger', async () => {
    const [a, b] = [await house.openPetition(), await house.openPetition({ criticalMass: 10 })];
    for (const day of ['2026-06-10', '2026-06-11', '2026-06-12']) {
      await sign(a, ...crowd(6, day));
      await sign(b, ...crowd(5, day));
      await withdraw(a, `${day}0`);
      await publishOn(day);
    }
    for (const petition of [a, b]) {
      const last = new Map<unknown, unknown>();
      for (const entry of await entries()) {
        if (entry['petition'] === petition && 'nullifier' in entry) last.set(entry['nullifier'], entry.kind);
      }
      const recount = [...last.values()].filter((kind) => kind === 'signature').length;
      expect(recount).toBe(15);
      expect(await signers(petition)).toEqual(shown(recount));
    }
  });

  test('a count that falls under the minimum is withheld again, on that day too', async () => {
    const petition = await house.openPetition();
    await sign(petition, ...crowd(10));
    await publishOn('2026-06-10');
    await withdraw(petition, 'person0');
    await publishOn('2026-06-11');
    expect(await signers(petition)).toEqual(withheld(10));
    expect(await petitionHistory(db(), house.settings, petition)).toEqual([
      { day: '2026-06-10', signers: shown(10) },
      { day: '2026-06-11', signers: withheld(10) },
    ]);
  });

  test('a threshold reached obliges from that day on, even if people withdraw', async () => {
    const petition = await house.openPetition({ threshold: 12 });
    await sign(petition, ...crowd(11));
    await publishOn('2026-06-10');
    expect(await db().select().from(thresholdReached)).toEqual([]);
    await sign(petition, 'one more');
    await publishOn('2026-06-11');
    await withdraw(petition, 'one more');
    await publishOn('2026-06-12');
    const figures = (await petitionFigures(db(), house.settings, [petition])).get(petition);
    expect(figures).toMatchObject({
      threshold: 12,
      reachedDay: '2026-06-11',
      dueDay: '2026-07-23',
      signers: shown(11),
    });
  });
});

test('an answer is due after the days that were pinned when the petition opened, whatever the setting says by now', async () => {
  const petition = await house.openPetition({ threshold: 12, responseDays: 14 });
  expect(house.settings.responseDays).toBe(20);
  await sign(petition, ...crowd(12));
  await publishOn('2026-06-10');
  const figures = (await petitionFigures(db(), house.settings, [petition])).get(petition);
  expect(figures).toMatchObject({ reachedDay: '2026-06-10', dueDay: '2026-06-30' });
});

describe('critical mass', () => {
  test('below it nothing moves; at it the petition appears, and stays', async () => {
    const petition = await house.openPetition({ criticalMass: 20 });
    await sign(petition, ...crowd(19));
    await publishOn('2026-06-10');
    expect(await signers(petition)).toEqual(withheld(20));
    expect(await db().select().from(tally)).toEqual([]);
    expect(await waiting()).toHaveLength(19);
    await sign(petition, 'the twentieth');
    await publishOn('2026-06-11');
    expect(await signers(petition)).toEqual(shown(20));
    expect(await waiting()).toHaveLength(0);
    await withdraw(petition, 'person0');
    await publishOn('2026-06-12');
    expect(await signers(petition)).toEqual(shown(19));
    const all = await entries();
    const ofIt = all.filter((entry) => entry['petition'] === petition);
    // One entry says that it is reached, right before the first signature, and never again.
    expect(ofIt.map(({ kind }) => kind)).toEqual(['critical-mass', ...crowd(20).map(() => 'signature'), 'withdrawal']);
    expect(ofIt[0]).toEqual({ v: 1, kind: 'critical-mass', petition, day: '2026-06-11' });
    const [range] = await db().select().from(signatureRange);
    expect(range).toMatchObject({ first: all.findIndex(({ kind }) => kind === 'signature'), entries: 20 });
  });

  test('of nought is none: the first signature is published, without a word of any mass', async () => {
    const petition = await house.openPetition({ criticalMass: 0 });
    await sign(petition, 'the only one');
    await publishOn('2026-06-10');
    expect((await entries()).map(({ kind }) => kind)).toContain('signature');
    expect((await entries()).map(({ kind }) => kind)).not.toContain('critical-mass');
    expect(await signers(petition)).toEqual(withheld(10));
  });

  test('is of signers, not of acts', async () => {
    const petition = await house.openPetition({ criticalMass: 10 });
    await sign(petition, ...crowd(10));
    await withdraw(petition, 'person0');
    await publishOn('2026-06-10');
    expect(await signers(petition)).toEqual(withheld(10));
    await house.act({ petition, person: 'person0', n: 2 });
    await publishOn('2026-06-11');
    expect(await signers(petition)).toEqual(shown(10));
  });

  test.each([0, 9])(
    'never reached: all of it (%i signatures) is deleted at the close, with the same entry',
    async (size) => {
      const petition = await house.openPetition({ criticalMass: 10, closesDay: '2026-06-11' });
      await sign(petition, ...crowd(size));
      await publishOn('2026-06-11');
      // Open on its last day, and for those who sign after the publication too.
      expect(await waiting()).toHaveLength(size);
      await publishOn('2026-06-12');
      expect(await waiting()).toHaveLength(0);
      expect(await db().select().from(deletion)).toEqual([{ petitionId: petition, day: '2026-06-12' }]);
      const deletions = (await entries()).filter(({ kind }) => kind === 'deletion');
      expect(deletions).toEqual([
        { v: 1, kind: 'deletion', petition, what: 'signatures under the critical mass', day: '2026-06-12' },
      ]);
      await publishOn('2026-06-13');
      expect((await entries()).filter(({ kind }) => kind === 'deletion')).toHaveLength(1);
      expect(await db().select().from(signature)).toHaveLength(0);
    },
  );

  test('reached on the last day, after its publication: counted at the close', async () => {
    const petition = await house.openPetition({ criticalMass: 10, closesDay: '2026-06-11' });
    await sign(petition, ...crowd(9));
    await publishOn('2026-06-11');
    house.clock.set('2026-06-11T23:00:00Z');
    await sign(petition, 'the tenth');
    await publishOn('2026-06-12');
    expect(await signers(petition)).toEqual(shown(10));
    expect(await db().select().from(deletion)).toEqual([]);
  });

  test('of one petition does not hold up another', async () => {
    const [quiet, loud] = [await house.openPetition({ criticalMass: 10 }), await house.openPetition()];
    await sign(quiet, ...crowd(3));
    await sign(loud, ...crowd(11));
    await publishOn('2026-06-10');
    expect(await signers(loud)).toEqual(shown(11));
    expect((await waiting()).every(({ petitionId }) => petitionId === quiet)).toBe(true);
  });
});

describe('order', () => {
  test('is by petition, nullifier and number, over all petitions, in the table and in the ledger', async () => {
    const petitions = [
      await house.openPetition({ id: 'b' }),
      await house.openPetition({ id: 'a_' }),
      await house.openPetition({ id: 'Z-' }),
    ];
    for (const person of crowd(12)) for (const petition of petitions) await house.act({ petition, person });
    await withdraw('b', 'person3');
    await publishOn('2026-06-10');
    const keys = (await entries())
      .filter((entry) => 'nullifier' in entry)
      .map((entry) => `${entry['petition'] as string} ${entry['nullifier'] as string} ${String(entry['n'] as number)}`);
    expect(keys).toHaveLength(37);
    expect(keys).toEqual([...keys].sort());
    const physical = await db().execute<{ key: string }>(sql`
      select petition_id || ' ' || encode(nullifier, 'hex') || ' ' || n as key from published.signature order by ctid`);
    expect(physical.map(({ key }) => key)).toEqual(keys);
  });

  test('entries of signatures stand together though others write to the ledger meanwhile', async () => {
    const petition = await house.openPetition();
    await sign(petition, ...crowd(40));
    house.clock.set('2026-06-10T18:00:00Z');
    const noise = async () => {
      for (let i = 0; i < 30; i += 1) {
        await house.database.identified.execute(
          sql`select published.append_entry(convert_to(${`{"kind":"noise","v":${String(1)}}`}, 'utf8'))`,
        );
      }
    };
    await Promise.all([house.publish(), noise()]);
    const kinds = (await entries()).map(({ kind }) => kind);
    const first = kinds.indexOf('signature');
    expect(kinds.slice(first, first + 40).every((kind) => kind === 'signature')).toBe(true);
    expect(kinds.filter((kind) => kind === 'signature')).toHaveLength(40);
  });
});
