import { and, eq } from 'drizzle-orm';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { hashFields } from '~/crypto/hash';
import { choiceKinds } from '~/features/published/choices/choice';
import { offerChoice } from '~/features/published/choices/offer-choice.server';
import { addDays, dayOf } from '~/platform/clock';
import { choiceSubject } from '~db/schema/published-choices';
import { openEnrolmentHouse, type EnrolmentHouse } from '~tests/support/enrolment-house';
import { leavesOf, newestRegister, numbers, publishedLeaves } from '~tests/support/published-register';
import type { ChoiceKind } from '~/crypto/semaphore/statement';

/*
 * Who replaces a key has two; the name of each on one thing is another. So nobody may choose twice because at most one of
 * them stands on the register that the thing is pinned to, in whatever edition of it, and whatever becomes of its words.
 */

let house: EnrolmentHouse;
beforeEach(async () => {
  house = await openEnrolmentHouse();
});
afterEach(() => house.close());

async function offer(kind: ChoiceKind, id: string, revision = 1): Promise<number | null> {
  const day = dayOf(house.clock.now());
  const textDigest = hashFields('test-text/v1', id, revision);
  return offerChoice(house.database.identified, { kind, id, revision, textDigest, day, untilDay: addDays(day, 365) });
}

async function registerOf(kind: ChoiceKind, id: string): Promise<number | undefined> {
  const [row] = await house.database.published
    .select()
    .from(choiceSubject)
    .where(and(eq(choiceSubject.kind, kind), eq(choiceSubject.id, id)));
  return row?.registerId;
}

test.each(choiceKinds)('of a person who replaced a key, one stands on the register of each %s', async (kind) => {
  await house.hire(['A', ...numbers('X', 5)]);
  const old = await house.enrol('A');
  await house.enrolMany(numbers('X', 5));
  await house.publish();
  expect(await offer(kind, 'before')).toBe(1);
  const fresh = await house.enrol('A', 'lost');
  await house.publish();
  // No register opens for it alone: until one does, it can act on nothing that is pinned to the first.
  expect(await newestRegister(house)).toBe(1);
  expect(await offer(kind, 'between')).toBe(1);
  await house.accept();
  await house.publish();
  expect(await offer(kind, 'after')).toBe(2);
  // New words of what was pinned before go on being pinned to where it was.
  expect(await offer(kind, 'before', 2)).toBe(1);
  const stands = async (id: string) => {
    const leaves = await leavesOf(house, (await registerOf(kind, id)) ?? 0);
    return [leaves.includes(old), leaves.includes(fresh)];
  };
  expect([await stands('before'), await stands('between'), await stands('after')]).toEqual([
    [true, false],
    [true, false],
    [false, true],
  ]);
  await house.publish();
  for (const [register, row] of await house.editions()) {
    const leaves = await publishedLeaves(house, row);
    expect([register, [old, fresh].filter((key) => leaves.includes(key)).length]).toEqual([register, 1]);
  }
});

test('a register stays in use, with editions of its own, for as long as something on it can be chosen on', async () => {
  await house.hire(['A', 'B', 'C', 'D']);
  for (const person of ['A', 'B', 'C']) await house.enrol(person);
  await house.publish();
  await offer('verdict', 'long.1');
  await house.enrol('A', 'lost');
  await house.accept();
  await house.publish();
  expect(await newestRegister(house)).toBe(2);
  const before = (await house.editions()).get(1)?.number ?? 0;
  house.clock.set(`${addDays(dayOf(house.clock.now()), 300)}T18:00:00.000Z`);
  const newcomer = await house.enrol('D');
  await house.publish();
  expect((await house.editions()).get(1)?.number).toBe(before + 1);
  expect(await leavesOf(house, 1)).toContain(newcomer);
});
