import { afterAll, beforeAll, expect, test } from 'vitest';
import { concern, concernHidden, concernSlot } from '~db/schema/anonymous-concerns';
import { toHex } from '~/crypto/hash';
import type { ConcernList } from '~/features/anonymous/concerns/conversation.schema';
import {
  accepted,
  openConcernHouse,
  refusal,
  type ConcernHouse,
  type HouseHandler,
} from '~tests/support/concern-house';

let house: ConcernHouse;
let henrik: HouseHandler;
let people = 0;
beforeAll(async () => {
  house = await openConcernHouse();
  henrik = await house.addHandler('Henrik Lund');
});
afterAll(() => house.close());

const raise = '/unseen/concerns';
const bodyFor = () => house.raisingBody({ person: `person${String((people += 1))}` });
const listOf = async (handler: HouseHandler) => {
  const { json } = accepted(await house.askAsHandler(handler, 'list', { after: null, limit: 50 }));
  return (json as ConcernList).concerns.map((each) => each.concern);
};
const counts = () =>
  Promise.all([concern, concernHidden, concernSlot].map((table) => house.database.anonymous.$count(table)));

test('a handler whom the reporter leaves out never sees the concern; the others see whom', async () => {
  const raised = await bodyFor();
  accepted(await house.send(raise, { ...raised.body, hiddenFrom: [henrik.fingerprint, henrik.fingerprint] }));
  await house.upload(raised.concern, 0, raised.parts);
  expect(await listOf(house.hana)).toContain(raised.concern);
  expect(await listOf(henrik)).not.toContain(raised.concern);
  const asked = await house.askAsHandler(henrik, 'conversation', { concern: raised.concern });
  expect(refusal(asked)).toEqual([404, 'unknown-concern']);
  const seen = accepted(await house.askAsHandler(house.hana, 'conversation', { concern: raised.concern }));
  expect(seen.json).toMatchObject({ hiddenFrom: [henrik.fingerprint] });
  const mine = accepted(await house.ask(raised.receipt, 'conversation'));
  expect(mine.json).toMatchObject({ hiddenFrom: [henrik.fingerprint] });
});

test('not everybody can be left out, and nothing is taken where that is tried', async () => {
  const { body } = await bodyFor();
  const before = await counts();
  const all = [house.hana.fingerprint, henrik.fingerprint];
  expect(refusal(await house.send(raise, { ...body, hiddenFrom: all }))[1]).toBe('last-handler');
  expect(await counts()).toEqual(before);
  // The slot was not used up either.
  accepted(await house.send(raise, { ...body, hiddenFrom: [henrik.fingerprint] }));
});

test('names that are no handler’s are passed over, and what is no name is malformed', async () => {
  const raised = await bodyFor();
  const hiddenBefore = await house.database.anonymous.$count(concernHidden);
  for (const hiddenFrom of [
    ['x'],
    'all',
    [henrik.fingerprint.toUpperCase()],
    Array.from({ length: 101 }, () => 'ab'.repeat(32)),
  ]) {
    expect(refusal(await house.send(raise, { ...raised.body, hiddenFrom }))).toEqual([400, 'malformed']);
  }
  accepted(await house.send(raise, { ...raised.body, hiddenFrom: ['ab'.repeat(32)] }));
  expect(await house.database.anonymous.$count(concernHidden)).toBe(hiddenBefore);
});

test('the same manifest again, with others left out, changes nothing', async () => {
  const raised = await bodyFor();
  accepted(await house.send(raise, { ...raised.body, hiddenFrom: [henrik.fingerprint] }));
  const hidden = await house.database.anonymous.select().from(concernHidden);
  accepted(await house.send(raise, { ...raised.body, hiddenFrom: [house.hana.fingerprint] }));
  accepted(await house.send(raise, raised.body));
  expect(await house.database.anonymous.select().from(concernHidden)).toEqual(hidden);
  expect(hidden.map(({ concern: key }) => toHex(key))).toContain(raised.concern);
});
