import { asc, eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { toHex } from '~/crypto/hash';
import { acceptAction } from '~/features/anonymous/signatures/accept-action.server';
import { rewriteWaiting } from '~/features/anonymous/publication/rewrite-waiting.server';
import { openAnonymousDatabase } from '~db/anonymous-client';
import { waitingAction } from '~db/schema/anonymous';
import { waitingUnit } from '~db/schema/anonymous-choices';
import { openChoiceHouse, type ChoiceHouse } from '~tests/support/choice-house';
import { crowd, outcomeOf, unitBody, type UnitActInput } from '~tests/support/signing-in-units';

let house: ChoiceHouse;
let register: number;
let petition: string;
/** Under Storage there is Tapes: one key too few for anything ever to be told of it. */
const units = { Works: 100, 'Works / Storage': 34, 'Works / Storage / Tapes': 19, 'Works / Legal': 20 };
beforeAll(async () => {
  house = await openChoiceHouse();
  register = await house.openRegister();
  await house.nameUnits(register, 1, units);
});
afterAll(() => house.close());
beforeEach(async () => {
  petition = await house.openPetition({ register });
});

const waiting = () =>
  house.database.anonymous
    .select()
    .from(waitingUnit)
    .where(eq(waitingUnit.subjectId, petition))
    .orderBy(asc(waitingUnit.nullifier));
const actions = () =>
  house.database.anonymous.select().from(waitingAction).where(eq(waitingAction.petitionId, petition));
const signing = (changes: Partial<UnitActInput> = {}) =>
  unitBody(house, { petition, person: 'ann', unit: 'Works / Storage', ...changes });
const outcome = (body: unknown) => outcomeOf(house, body);

describe('a unit with a first signature', () => {
  test('waits without a time, beside an act that says nothing of it', async () => {
    const body = await signing();
    expect(await outcome(body)).toBe('accepted');
    const [row] = await waiting();
    expect(row).toMatchObject({ kind: 'signature', subjectId: petition, unitPath: 'Works / Storage', edition: 1 });
    expect(toHex(row?.nullifier ?? new Uint8Array())).toBe(toHex(house.nullifier(petition, 'ann')));
    await house.act({ petition, person: 'bob' });
    const [a, b] = await actions();
    expect(Object.keys(a ?? {})).toEqual(Object.keys(b ?? {}));
    expect(JSON.stringify(a)).not.toContain('Storage');
  });

  test('gets the receipt of any signature: it says nothing of the unit', async () => {
    const [withUnit, without] = [await house.post(await signing()), await house.act({ petition, person: 'bob' })];
    const lines = (receipt: string) => receipt.split('\n').filter((line) => !/^(?:nullifier|— )/.test(line));
    expect(lines(withUnit.receipt)).toEqual(lines(without.receipt));
  });

  test('sent 50 times at once stands once; sent with another unit, or without, it is not that act', async () => {
    const body = await signing();
    expect(new Set(await Promise.all(Array.from({ length: 50 }, () => outcome(body))))).toEqual(new Set(['accepted']));
    expect([(await waiting()).length, (await actions()).length]).toEqual([1, 1]);
    expect(await outcome(await signing({ unit: 'Works' }))).toBe('unit-disclosed');
    const { unit: _, ...without } = body;
    expect(await outcome(without)).toBe('accepted');
    expect(await outcome(body)).toBe('accepted');
    expect((await waiting()).map(({ unitPath }) => unitPath)).toEqual(['Works / Storage']);
  });

  test('cannot be added to a signature that stands, nor come with any other act', async () => {
    await house.act({ petition, person: 'ann' });
    expect(await outcome(await signing())).toBe('stale-action 1');
    await house.act({ petition, person: 'ann', action: 'withdraw', n: 1 });
    for (const change of [{ action: 'withdraw', n: 1 }, { n: 2 }, { action: 'withdraw', n: 0 }] as const) {
      expect(await outcome(await signing(change))).toBe('malformed');
    }
    expect(await waiting()).toEqual([]);
  });

  test('is forgotten with a withdrawal, and nothing brings it or another one back', async () => {
    const body = await signing();
    await house.post(body);
    await house.post(await signing({ person: 'bob' }));
    await house.act({ petition, person: 'ann', action: 'withdraw', n: 1 });
    const left = await waiting();
    expect(left.map(({ nullifier }) => toHex(nullifier))).toEqual([toHex(house.nullifier(petition, 'bob'))]);
    // Its very first act once more stands as it stood; its unit does not.
    expect(await outcome(body)).toBe('accepted');
    expect(await outcome(await signing({ unit: 'Works' }))).toBe('accepted');
    await house.act({ petition, person: 'ann', n: 2 });
    expect(await outcome(await signing({ n: 2 }))).toBe('malformed');
    expect(await waiting()).toHaveLength(1);
  });

  test('of one key, two at once by two processes, with a withdrawal between: never more than one', async () => {
    const client = openAnonymousDatabase(house.database.connection('anonymous'));
    const other = { ...house.deps, db: client.db };
    const [mine, theirs] = await Promise.all([signing(), signing({ unit: 'Works / Legal' })]);
    const back = await house.body({ petition, person: 'ann', action: 'withdraw', n: 1 });
    await Promise.allSettled(
      Array.from({ length: 30 }, (_, i) =>
        i % 3 === 0 ? house.post(mine) : acceptAction(other, i % 3 === 1 ? theirs : back),
      ),
    );
    await client.close();
    const rows = await waiting();
    expect(rows.length).toBeLessThanOrEqual(1);
    expect(await actions()).toHaveLength(2);
  });

  test('outlives the minute: rows stand in the order of names, of one transaction', async () => {
    for (const person of crowd(6)) await house.post(await signing({ person }));
    await rewriteWaiting(house.database.anonymous);
    const rows = await house.database.anonymous.execute<{ key: string; xmin: string }>(
      sql`select encode(nullifier, 'hex') as key, xmin::text from anonymous.waiting_unit
        where subject_id = ${petition} order by ctid`,
    );
    expect(rows.map(({ key }) => key)).toEqual(rows.map(({ key }) => key).sort());
    expect([rows.length, new Set(rows.map(({ xmin }) => xmin)).size]).toEqual([6, 1]);
  });
});

describe('a unit is refused', () => {
  test('in any other form, and with a key more', async () => {
    const body = await signing();
    for (const wrong of [
      'Works / Storage',
      null,
      [],
      {},
      { ...body.unit, nullifier: body.nullifier },
      { ...body.unit, path: '' },
      { ...body.unit, path: 'x'.repeat(1001) },
      { ...body.unit, path: 'Works\u0000' },
      { ...body.unit, root: `0${body.unit.root}` },
      { ...body.unit, points: body.unit.points.slice(1) },
      { ...body.unit, points: body.unit.points.with(2, ' 1') },
    ]) {
      expect(await outcome({ ...body, unit: wrong }), JSON.stringify(wrong)).toBe('malformed');
    }
    expect(await actions()).toEqual([]);
  });

  test('where that edition does not name it, or it is too small ever to be told', async () => {
    const other = await house.openRegister();
    await house.nameUnits(other, 1, units);
    await house.publishEdition(other);
    await house.nameUnits(other, 2, { Works: 100, 'Works / New': 40 });
    petition = await house.openPetition({ register: other });
    expect(await outcome(await signing({ edition: 2 }))).toBe('unit-not-offered');
    expect(await outcome(await signing({ edition: 1, unit: 'Works / New' }))).toBe('unit-not-offered');
    expect(await outcome(await signing({ edition: 1, unit: 'Works / Storage / Tapes' }))).toBe('unit-not-offered');
    expect(await outcome(await signing({ edition: 2, unit: 'Works / New' }))).toBe('accepted');
  });

  test('with another root than the unit’s in that edition, and with root 0', async () => {
    const body = await signing();
    expect(await outcome({ ...body, unit: { ...body.unit, root: '12345' } })).toBe('wrong-unit-root');
    expect(await outcome({ ...body, unit: { ...body.unit, root: body.root } })).toBe('wrong-unit-root');
    expect(await outcome({ ...body, unit: { ...body.unit, root: '0' } })).toBe('zero-root');
    expect([await waiting(), await actions()]).toEqual([[], []]);
  });

  test('with a proof of somebody else’s, or about another unit, petition, organisation or text, or of a signature', async () => {
    for (const provesUnit of [
      { person: 'bob' },
      { path: 'Works / Legal' },
      { petition: 'another' },
      { organisation: 'acme2' },
      { background: 'Other words.' },
      { signs: true },
    ] as const) {
      expect(await outcome(await signing({ provesUnit })), JSON.stringify(provesUnit)).toBe('invalid-proof');
    }
    const [ann, bob] = [await signing(), await signing({ person: 'bob' })];
    expect(await outcome({ ...ann, unit: bob.unit })).toBe('invalid-proof');
    expect(await outcome({ ...ann, unit: { ...ann.unit, points: ann.points } })).toBe('invalid-proof');
    // A valid unit carries no signature whose proof is not.
    expect(await outcome(await signing({ proves: { background: 'Other words.' } }))).toBe('invalid-proof');
    expect([await waiting(), await actions()]).toEqual([[], []]);
  });

  test('where with one more fewer than the minimum would be left, told to nobody without a proof', async () => {
    const legal = (person: string, changes: Partial<UnitActInput> = {}) =>
      signing({ person, unit: 'Works / Legal', ...changes });
    await Promise.all(crowd(10).map(async (person) => house.post(await legal(person))));
    expect(await outcome(await legal('late', { provesUnit: { person: 'bob' } }))).toBe('invalid-proof');
    expect(await outcome(await legal('late'))).toBe('unit-not-offered');
    // Who comes too late may sign without it; who withdraws makes room.
    await house.act({ petition, person: 'late' });
    await house.act({ petition, person: 'person0', action: 'withdraw', n: 1 });
    expect(await outcome(await legal('later'))).toBe('accepted');
    expect(await waiting()).toHaveLength(10);
  });
});
