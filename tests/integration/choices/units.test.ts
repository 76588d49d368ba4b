import { asc, eq } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { toHex } from '~/crypto/hash';
import { BASE_FIELD_ORDER } from '~/crypto/semaphore/field';
import { acceptChoice } from '~/features/anonymous/choices/accept-choice.server';
import { ChoiceError } from '~/features/anonymous/choices/choice-error';
import { keepChoices, type VerifiedChoice } from '~/features/anonymous/choices/keep-choices.server';
import { rewriteWaiting } from '~/features/anonymous/publication/rewrite-waiting.server';
import { openAnonymousDatabase } from '~db/anonymous-client';
import { waitingChoice, waitingUnit } from '~db/schema/anonymous-choices';
import { choice, disclosedUnit } from '~db/schema/published-choices';
import { openChoiceHouse, type ChoiceHouse, type ChooseInput } from '~tests/support/choice-house';

let house: ChoiceHouse;
let register: number;
let pledge: string;
/** Under Storage there is Tapes: one key too few for anything ever to be told of it. */
const units = { Works: 100, 'Works / Storage': 34, 'Works / Storage / Tapes': 19, 'Works / Legal': 20 };
beforeEach(async () => {
  house = await openChoiceHouse();
  register = await house.openRegister();
  await house.nameUnits(register, 1, units);
  pledge = await house.offer('witness');
});
afterEach(() => house.close());

const waiting = () =>
  house.database.anonymous
    .select()
    .from(waitingUnit)
    .where(eq(waitingUnit.subjectId, pledge))
    .orderBy(asc(waitingUnit.nullifier));
const choices = () => house.database.anonymous.select().from(waitingChoice).where(eq(waitingChoice.subjectId, pledge));
const witness = (changes: Partial<ChooseInput> = {}) =>
  house.choiceBody({ kind: 'witness', id: pledge, person: 'ann', choice: 'done', unit: 'Works / Storage', ...changes });
async function refusal(body: unknown): Promise<string> {
  try {
    await house.postChoice(body);
  } catch (error) {
    if (error instanceof ChoiceError) return [error.code, error.acts].filter((part) => part !== null).join(' ');
    throw error;
  }
  return 'accepted';
}
const crowd = (size: number, name = 'person') => Array.from({ length: size }, (_, i) => `${name}${String(i)}`);

describe('a disclosed unit', () => {
  test('waits without a time, beside a choice that says nothing of it', async () => {
    expect(await refusal(await witness())).toBe('accepted');
    const [row] = await waiting();
    expect(Object.keys(row ?? {}).sort()).toEqual(
      ['edition', 'kind', 'nullifier', 'proof', 'registerId', 'subjectId', 'unitPath'].sort(),
    );
    expect(row).toMatchObject({ unitPath: 'Works / Storage', registerId: register, edition: 1 });
    expect(row?.proof.length).toBe(256);
    await house.choose({ kind: 'witness', id: pledge, person: 'bob', choice: 'done' });
    const [a, b] = await choices();
    expect(Object.keys(a ?? {})).toEqual(Object.keys(b ?? {}));
    expect(JSON.stringify(a)).not.toContain('Storage');
  });

  test('sent 100 times at once stands once, and so does its choice', async () => {
    const body = await witness();
    const answers = await Promise.all(Array.from({ length: 100 }, () => refusal(body)));
    expect(new Set(answers)).toEqual(new Set(['accepted']));
    expect([await waiting(), await choices()].map((rows) => rows.length)).toEqual([1, 1]);
  });

  test('is one for ever: another one is refused, whether before its publication or after, and the choice with it', async () => {
    await house.postChoice(await witness());
    expect(await refusal(await witness({ n: 1, choice: 'not-done', unit: 'Works' }))).toBe('unit-disclosed');
    expect(await refusal(await witness({ unit: 'Works / Legal' }))).toBe('unit-disclosed');
    expect(await choices()).toHaveLength(1);
    // Without a unit, or with the same again, the key may say something else.
    expect(await refusal(await witness({ n: 1, choice: 'not-done' }))).toBe('accepted');
    const { unit: _, ...without } = await witness({ n: 2 });
    expect(await refusal(without)).toBe('accepted');
    expect(await waiting()).toHaveLength(1);
  });

  test('of one key, two at once by two processes: one of them stands', async () => {
    const client = openAnonymousDatabase(house.database.connection('anonymous'));
    const other = { ...house.chooseDeps, db: client.db };
    const [mine, theirs] = await Promise.all([witness(), witness({ unit: 'Works / Legal', choice: 'not-done' })]);
    const outcomes = await Promise.allSettled(
      Array.from({ length: 20 }, (_, i) => (i % 2 === 0 ? house.postChoice(mine) : acceptChoice(other, theirs))),
    );
    await client.close();
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(10);
    expect([await waiting(), await choices()].map((rows) => rows.length)).toEqual([1, 1]);
  });

  test('may come with a later choice; the first choice sent again with a unit is not that choice', async () => {
    const { unit: _, ...without } = await witness();
    await house.postChoice(without);
    expect(await refusal(await witness())).toBe('stale-action 1');
    expect(await waiting()).toHaveLength(0);
    expect(await refusal(await witness({ n: 1 }))).toBe('accepted');
    expect(await refusal(await witness({ n: 1 }))).toBe('accepted');
    expect(await waiting()).toHaveLength(1);
  });

  test('with a choice that comes too late is not taken', async () => {
    const { unit: _, ...without } = await witness();
    await house.postChoice(without);
    expect(await refusal(await witness({ choice: 'not-done' }))).toBe('stale-action 1');
    expect(await refusal(await witness({ n: 5 }))).toBe('stale-action 1');
    expect(await waiting()).toHaveLength(0);
  });

  test('outlives the minute: rows stand in the order of names, of one transaction', async () => {
    for (const person of crowd(12)) await house.postChoice(await witness({ person }));
    await rewriteWaiting(house.database.anonymous);
    const rows = await house.database.anonymous.execute<{ key: string; xmin: string }>(
      `select encode(nullifier, 'hex') as key, xmin::text from anonymous.waiting_unit order by ctid`,
    );
    expect(rows.map(({ key }) => key)).toEqual(rows.map(({ key }) => key).sort());
    expect([rows.length, new Set(rows.map(({ xmin }) => xmin)).size]).toEqual([12, 1]);
    expect(await refusal(await witness({ person: 'person3', n: 1, unit: 'Works' }))).toBe('unit-disclosed');
  });
});

describe('a unit is refused', () => {
  test('in any other form', async () => {
    const body = await witness();
    const unit = body.unit ?? { path: '', root: '', points: [] };
    for (const wrong of [
      'Works / Storage',
      [],
      {},
      { ...unit, name: 'Ann' },
      { ...unit, path: '' },
      { ...unit, path: 'x'.repeat(1001) },
      { ...unit, path: 'Works\u0000' },
      { ...unit, path: 'Works\ud800' },
      { ...unit, path: 7 },
      { ...unit, root: `0${unit.root}` },
      { ...unit, root: Number(unit.root) },
      { ...unit, points: unit.points.slice(1) },
      { ...unit, points: unit.points.with(2, `${unit.points[2] ?? ''} `) },
      { ...unit, points: unit.points.with(0, (BigInt(unit.points[0] ?? '') + BASE_FIELD_ORDER).toString()) },
    ]) {
      expect(await refusal({ ...body, unit: wrong }), JSON.stringify(wrong)).toBe('malformed');
    }
    expect(await choices()).toEqual([]);
  });

  test('on anything but a pledge', async () => {
    const { unit } = await witness();
    const verdict = await house.offer('verdict');
    const body = await house.choiceBody({ kind: 'verdict', id: verdict, person: 'ann', choice: 'not' });
    expect(await refusal({ ...body, unit })).toBe('malformed');
  });

  test('where that edition does not name it, whatever another edition or register does', async () => {
    await house.publishEdition(register);
    await house.nameUnits(register, 2, { Works: 100, 'Works / New': 40 });
    const other = await house.openRegister();
    await house.nameUnits(other, 1, { 'Works / Storage': 40 });
    expect(await refusal(await witness({ edition: 2 }))).toBe('unit-not-offered');
    expect(await refusal(await witness({ edition: 1, unit: 'Works / New' }))).toBe('unit-not-offered');
    expect(await refusal(await witness({ edition: 2, unit: 'works' }))).toBe('unit-not-offered');
    expect(await refusal(await witness({ edition: 2, unit: 'Works / New' }))).toBe('accepted');
  });

  test('where it is too small ever to be told', async () => {
    expect(await refusal(await witness({ unit: 'Works / Storage / Tapes' }))).toBe('unit-not-offered');
    expect(await refusal(await witness({ unit: 'Works / Legal' }))).toBe('accepted');
  });

  test('with another root than the unit’s in that edition, and with root 0', async () => {
    const body = await witness();
    const unit = body.unit ?? { path: '', root: '', points: [] };
    expect(await refusal({ ...body, unit: { ...unit, root: '12345' } })).toBe('wrong-unit-root');
    expect(await refusal({ ...body, unit: { ...unit, root: body.root } })).toBe('wrong-unit-root');
    expect(await refusal({ ...body, unit: { ...unit, root: '0' } })).toBe('zero-root');
    // Of the other unit, and of the same unit in another edition.
    const legal = await witness({ unit: 'Works / Legal' });
    expect(await refusal({ ...body, unit: { ...legal.unit, path: unit.path } })).toBe('wrong-unit-root');
    await house.publishEdition(register);
    await house.nameUnits(register, 2, units);
    const later = await witness({ edition: 2 });
    expect(await refusal({ ...later, unit })).toBe('wrong-unit-root');
    expect(await waiting()).toEqual([]);
  });

  test('with a proof of somebody else’s, or about another unit, pledge, kind, organisation, text, or of a choice', async () => {
    const elsewhere = await house.offer('witness');
    for (const provesUnit of [
      { person: 'bob' },
      { path: 'Works / Legal' },
      { id: elsewhere },
      { kind: 'verdict' },
      { kind: 'support' },
      { organisation: 'acme2' },
      { textDigest: new Uint8Array(32) },
      { choice: 'done' },
    ] as const) {
      expect(await refusal(await witness({ provesUnit })), JSON.stringify(provesUnit)).toBe('invalid-proof');
    }
    // Ann's choice with Bob's unit, which is in order by itself.
    const [ann, bob] = [await witness(), await witness({ person: 'bob' })];
    expect(await refusal({ ...ann, unit: bob.unit })).toBe('invalid-proof');
    // The proof of the choice in place of the unit's, and the other way round.
    expect(await refusal({ ...ann, unit: { ...ann.unit, points: ann.points } })).toBe('invalid-proof');
    expect(await refusal({ ...ann, points: ann.unit?.points })).toBe('invalid-proof');
    expect([await waiting(), await choices()]).toEqual([[], []]);
  });

  test('a valid unit does not carry a choice whose proof is not', async () => {
    expect(await refusal(await witness({ proves: { choice: 'not-done' } }))).toBe('invalid-proof');
    expect([await waiting(), await choices()]).toEqual([[], []]);
  });

  test('where with one more fewer than the minimum would be left, told to nobody without a proof', async () => {
    const [nine, tenth, eleventh] = [crowd(9), 'the tenth', 'the eleventh'];
    const legal = (person: string, changes: Partial<ChooseInput> = {}) =>
      witness({ person, unit: 'Works / Legal', ...changes });
    await Promise.all(nine.map(async (person) => house.postChoice(await legal(person))));
    await house.postChoice(await legal(tenth));
    const late = await legal(eleventh);
    expect(await refusal({ ...late, points: (await legal('bob', { proves: { id: 'x' } })).points })).toBe(
      'invalid-proof',
    );
    expect(await refusal(late)).toBe('unit-not-offered');
    // Who has disclosed it goes on as before, who comes too late may choose without it.
    expect(await refusal(await legal(tenth))).toBe('accepted');
    expect(await refusal(await legal(tenth, { n: 1, choice: 'not-done' }))).toBe('accepted');
    const { unit: _, ...without } = late;
    expect(await refusal(without)).toBe('accepted');
    expect(await waiting()).toHaveLength(10);
  });

  test('the same for a hundred at once, by two processes: as many stand as there is room for', async () => {
    const client = openAnonymousDatabase(house.database.connection('anonymous'));
    // As they are once their proofs are verified. Nobody comes to both: only the unit keeps the two apart.
    const verified = (person: string): VerifiedChoice => ({
      ...{ kind: 'witness', id: pledge, n: 0, choice: 'done', revision: 1, register, edition: 1, minimum: 10 },
      ...{ nullifier: house.nullifierOn('witness', pledge, person), proof: new Uint8Array(256) },
      unit: { path: 'Works / Legal', proof: new Uint8Array(256), room: [{ path: 'Works / Legal', live: 20 }] },
    });
    const outcomes = await Promise.all([
      ...[0, 1, 2, 3].map((i) => keepChoices(house.database.anonymous, crowd(13, `a${String(i)}`).map(verified))),
      ...[0, 1, 2, 3].map((i) => keepChoices(client.db, crowd(13, `b${String(i)}`).map(verified))),
    ]);
    await client.close();
    expect(outcomes.flat().filter(({ kind }) => kind === 'kept')).toHaveLength(10);
    expect(await waiting()).toHaveLength(10);
    expect(await choices()).toHaveLength(10);
  });

  test('where a unit above it has no room left', async () => {
    await house.publishEdition(register);
    await house.nameUnits(register, 2, { Works: 60, 'Works / Storage': 30, 'Works / Legal': 30 });
    const name = async (unit: string, people: readonly string[]) =>
      Promise.all(people.map(async (person) => refusal(await witness({ person, unit, edition: 2 }))));
    expect(new Set(await name('Works / Storage', crowd(20, 's')))).toEqual(new Set(['accepted']));
    expect(new Set(await name('Works / Legal', crowd(20, 'l')))).toEqual(new Set(['accepted']));
    expect(new Set(await name('Works', crowd(10, 'w')))).toEqual(new Set(['accepted']));
    expect(await name('Works', ['one more'])).toEqual(['unit-not-offered']);
    expect(await name('Works / Storage', ['another'])).toEqual(['unit-not-offered']);
    expect(await waiting()).toHaveLength(50);
  });
});

test('published units count: what is offered afterwards is what may still be told', async () => {
  const person = crowd(20);
  await Promise.all(
    person.map(async (each, index) => {
      const body = await witness({ person: each, unit: 'Works / Legal' });
      const { unit: _, ...without } = body;
      return house.postChoice(index < 10 ? body : without);
    }),
  );
  house.clock.set('2026-06-10T18:00:00Z');
  await house.publish();
  const published = await house.database.published.select().from(disclosedUnit);
  expect(published.map(({ unitPath }) => unitPath)).toEqual(Array.from({ length: 10 }, () => 'Works / Legal'));
  const chosen = await house.database.published.select().from(choice);
  expect(chosen.map(({ nullifier }) => toHex(nullifier))).toEqual(
    expect.arrayContaining(published.map(({ nullifier }) => toHex(nullifier))),
  );
  expect(await refusal(await witness({ person: 'late', unit: 'Works / Legal' }))).toBe('unit-not-offered');
  expect(await refusal(await witness({ person: 'person0', n: 1, unit: 'Works / Storage' }))).toBe('unit-disclosed');
  expect(await refusal(await witness({ person: 'late', unit: 'Works / Storage' }))).toBe('accepted');
});
