import { and, eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { hashFields } from '~/crypto/hash';
import type { ChoiceKind } from '~/crypto/semaphore/statement';
import { choiceKinds } from '~/features/published/choices/choice';
import { waitingChoice } from '~db/schema/anonymous-choices';
import { choiceSubject } from '~db/schema/published-choices';
import { choiceOf, openChoiceHouse, type ChoiceHouse } from '~tests/support/choice-house';

/*
 * Who publishes words that are chosen on could date choices by changing the words again and again: each choice names those it
 * was made on. So between two publications they change at most once (protocol 11).
 */

let house: ChoiceHouse;
beforeAll(async () => {
  house = await openChoiceHouse();
});
beforeEach(async () => {
  house.clock.set('2026-06-10T12:00:00Z');
  await house.openRegister();
});
afterAll(() => house.close());

async function subjectOf(kind: ChoiceKind, id: string) {
  const own = and(eq(choiceSubject.kind, kind), eq(choiceSubject.id, id));
  const [row] = await house.database.published.select().from(choiceSubject).where(own);
  return row;
}

test.each(choiceKinds)(
  'words of a %s cannot be changed before the next publication, and once after it',
  async (kind) => {
    const id = await house.offer(kind);
    await expect(house.offer(kind, { id, revision: 2 })).rejects.toHaveProperty('code', 'changed-since-publication');
    expect(await subjectOf(kind, id)).toMatchObject({ revision: 1 });
    await house.letAPublicationPass();
    await house.offer(kind, { id, revision: 2 });
    await expect(house.offer(kind, { id, revision: 3 })).rejects.toHaveProperty('code', 'changed-since-publication');
    expect(await subjectOf(kind, id)).toMatchObject({ revision: 2 });
  },
);

test('of ten at once one changes them', async () => {
  const id = await house.offer('verdict');
  await house.letAPublicationPass();
  const sent = await Promise.allSettled(
    Array.from({ length: 10 }, (_, index) => house.offer('verdict', { id, revision: 2 + index })),
  );
  expect(sent.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
});

test('revisions that leave the words as they are have no name of their own, and no choice tells of them', async () => {
  const id = await house.offer('witness');
  const textDigest = hashFields('test-text/v1', id, 1);
  for (const [index, person] of ['ann', 'ben', 'cleo'].entries()) {
    await house.offer('witness', { id, revision: 2 + index, textDigest, untilDay: `2027-0${String(1 + index)}-01` });
    await house.choose({ kind: 'witness', id, person, choice: choiceOf('witness') });
  }
  expect(await subjectOf('witness', id)).toMatchObject({ revision: 1, untilDay: '2027-03-01' });
  const rows = await house.database.anonymous.select().from(waitingChoice).where(eq(waitingChoice.subjectId, id));
  expect(rows.map(({ revision }) => revision)).toEqual([1, 1, 1]);
});
