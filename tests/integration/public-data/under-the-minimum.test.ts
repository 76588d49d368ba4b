import { afterAll, beforeAll, expect, test } from 'vitest';
import { decodeEntry } from '~/crypto/tlog/entry';
import { petitionView } from '~/features/published/petitions/petition-page.queries.server';
import { openSql } from '~db/database';
import { ledgerEntry, moderationAct } from '~db/schema/published';
import { openChoiceHouse, type ChoiceHouse } from '~tests/support/choice-house';
import { allPublicData, askForProofs, wholeList } from '~tests/support/public-data';

/* Nothing under a minimum or a critical mass is in public data (threat model, rule 7): every list is read to its end. */

let house: ChoiceHouse;
beforeAll(async () => {
  house = await openChoiceHouse();
});
afterAll(() => house.close());

const source = () => ({ db: house.database.published, settings: house.settings });
const everything = () => allPublicData(source());
const people = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => `p${String(from + i)}`);
const sign = (id: string, who: readonly string[]) =>
  Promise.all(who.map((person) => house.act({ petition: id, person })));
const publishOn = async (day: string) => {
  house.clock.set(`${day}T18:00:00Z`);
  await house.publish();
};
const item = async (id: string) => (await wholeList(source(), 'petitions')).find((each) => each['id'] === id);
/** Without what every day has, filed or not. */
const entries = async () =>
  (await house.database.published.select().from(ledgerEntry))
    .map(({ bytes }) => decodeEntry(bytes))
    .filter(({ kind }) => kind !== 'concerns-filed');

test('a petition one signature below its critical mass changes no byte of any list, and the next one shows all', async () => {
  const signed = await house.openPetition({ criticalMass: 20 });
  const verdict = await house.offer('verdict');
  const question = await house.offer('support');
  await publishOn('2026-06-10');
  const before = await everything();
  const size = await entries();
  await sign(signed, people(0, 19));
  for (const [kind, id] of [
    ['verdict', verdict],
    ['support', question],
  ] as const) {
    for (const person of people(0, 9)) {
      await house.choose({ kind, id, person, choice: kind === 'verdict' ? 'not' : 'support' });
    }
  }
  await publishOn('2026-06-11');
  expect(await everything()).toBe(before);
  expect(await entries()).toEqual(size);
  expect((await (await askForProofs(source(), '000.p/2')).arrayBuffer()).byteLength).toBe(0);

  await sign(signed, people(19, 20));
  await publishOn('2026-06-12');
  expect(await item(signed)).toMatchObject({
    signers: 20,
    history: [{ day: '2026-06-12', signers: 20 }],
    criticalMass: 20,
  });
  const choices = await wholeList(source(), 'choices');
  expect(choices.map(({ total, choices: each }) => [total, each])).toEqual([
    [null, null],
    [null, null],
  ]);
});

test('one that nobody may see yet has the same fields as one that nobody signed, whatever waits', async () => {
  const [some, none] = [await house.openPetition({ criticalMass: 50 }), await house.openPetition({ criticalMass: 50 })];
  await sign(some, people(0, 49));
  await publishOn('2026-06-13');
  expect({ ...(await item(some)), id: '' }).toEqual({ ...(await item(none)), id: '' });
  expect(await item(some)).toMatchObject({ signers: null, history: [], reached: null });
});

test('without a critical mass nothing is said below the minimum, no day on which it changed either', async () => {
  const petitionId = await house.openPetition({ criticalMass: 0 });
  await sign(petitionId, people(0, 9));
  await publishOn('2026-06-14');
  expect(await item(petitionId)).toMatchObject({ signers: null, history: [] });
  await sign(petitionId, people(9, 10));
  await publishOn('2026-06-15');
  expect(await item(petitionId)).toMatchObject({ signers: 10, history: [{ day: '2026-06-15', signers: 10 }] });
  await house.act({ petition: petitionId, person: 'p0', action: 'withdraw' });
  await publishOn('2026-06-16');
  // What was told stands; what it is now is not told.
  expect(await item(petitionId)).toMatchObject({ signers: null, history: [{ day: '2026-06-15', signers: 10 }] });
});

test('choices appear all at once, and a row that falls below the minimum is not shown again', async () => {
  const id = await house.offer('verdict');
  for (const person of people(0, 9)) await house.choose({ kind: 'verdict', id, person, choice: 'not' });
  await house.choose({ kind: 'verdict', id, person: 'p9', choice: 'partly' });
  await publishOn('2026-06-17');
  const found = async () => (await wholeList(source(), 'choices')).find((each) => each['id'] === id);
  expect(await found()).toMatchObject({ total: 10, choices: { answered: 0, partly: 1, not: 9 }, units: [] });
  const sql = openSql(house.database.admin);
  try {
    await sql`update published.choice_figure set keys = 8 where subject_id = ${id} and choice = 'not'`;
  } finally {
    await sql.end();
  }
  expect(await found()).toMatchObject({ total: null, choices: null });
});

test('a text that is hidden, and a petition that waits or was sent back, is nowhere', async () => {
  const secret = 'nobodyreadsthis';
  for (const state of ['waiting', 'sent-back'] as const) {
    const id = await house.openPetition({ state, id: `${secret}${state}` });
    expect(await petitionView(source(), id)).toBeNull();
  }
  expect(await everything()).not.toContain(secret);
  const rejected = await house.openPetition({ state: 'rejected' });
  const reject = { act: 'reject' as const, reasonText: 'It names somebody.', moderatorName: 'Mo', day: '2026-06-10' };
  await house.database.identified
    .insert(moderationAct)
    .values({ petitionId: rejected, number: 1, reasonCode: 'private-facts', ...reject });
  expect(await item(rejected)).toMatchObject({ state: 'rejected', title: null, demands: null, background: null });
  expect(await item(rejected)).toMatchObject({ moderation: [{ act: 'reject', reason: 'private-facts' }] });
});
