import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor } from '~/features/identified/desks/desk';
import { petitionRecord } from '~/features/published/petitions/petition-page.queries.server';
import { loader as rolesLoader } from '~/routes/in.admin.roles';
import { action as decisionAction, loader as decisionLoader } from '~/routes/in.desk.moderation.petition';
import { loader as queueLoader } from '~/routes/in.desk.moderation';
import { action as appealAction, loader as appealLoader } from '~/routes/in.desk.organizer.appeal';
import { loader as petitionLoader } from '~/routes/petition';
import { loader as listLoader } from '~/routes/petitions';
import { loader as rulesLoader } from '~/routes/petitions.rules';
import { identifiedHouse, requestTo, type IdentifiedHouse } from '~tests/support/identified-context';
import { openPetitionHouse } from '~tests/support/petition-house';

/* The pages of moderation, by their addresses: who gets in, what only looks and what acts. */

let house: Awaited<ReturnType<typeof openPetitionHouse>>;
let inside: IdentifiedHouse;
let author: Actor;
// The only moderator of this house.
const moderator: Actor = { personNumber: 'M0', name: 'Mo Moderator', roles: ['employee', 'moderator'] };
beforeAll(async () => {
  house = await openPetitionHouse();
  inside = identifiedHouse(house.database.identified, house.clock.now().toISOString());
  author = await house.person('organizer');
});
afterAll(() => house.close());

/** What a route answered: its data, or the status of what it threw or returned. */
async function outcome(run: Promise<unknown>): Promise<unknown> {
  try {
    const value = await run;
    return value instanceof Response ? value.status : value;
  } catch (thrown) {
    if (thrown instanceof Response) return thrown.status;
    throw thrown;
  }
}

const as = async (who: Actor, petitionId = '', form?: Record<string, string>) => ({
  request: requestTo('/in/desk/x', await inside.signIn(who), form),
  params: { petitionId },
  context: inside.context,
});
const outside = (petitionId = '') => ({
  request: requestTo('/petitions'),
  params: { petitionId },
  context: { ...inside.context, wing: { name: 'published' as const, db: house.database.published } },
});
const stateOf = async (id: string) => (await petitionRecord(house.database.identified, id))?.state;
const words = 'Leadership can decide this: the contract with the supplier is its own.';

test('the page of an appeal is its organizer’s; looking at it first sends nothing in, and it is sent in once', async () => {
  const id = await house.waiting(author);
  const appeal = { act: 'appeal', words };
  expect(await outcome(appealAction(await as(author, id, appeal)))).toMatchObject({ init: { status: 409 } });
  await house.decide(moderator, id, 'reject', 'outside');
  for (const other of [moderator, await house.person('organizer'), await house.person('leadership', 'administrator')]) {
    expect(await outcome(appealLoader(await as(other, id)))).toBe(404);
    expect(await outcome(appealAction(await as(other, id, appeal)))).toBe(404);
  }
  expect(await outcome(appealLoader({ ...(await as(author, id)), request: requestTo('/in/desk/x') }))).toBe(302);
  expect(await outcome(appealLoader(await as(author, id)))).toMatchObject({ appeal: { kind: 'open' }, hidden: false });
  const looked = await outcome(appealAction(await as(author, id, { act: 'preview', words })));
  expect(looked).toMatchObject({ data: { preview: words } });
  expect(await outcome(appealAction(await as(author, id, { act: 'appeal', words: 'No.' })))).toMatchObject({ init: { status: 400 } }); // prettier-ignore
  expect(await stateOf(id)).toBe('rejected');
  expect(await outcome(appealAction(await as(author, id, appeal)))).toBe(302);
  expect(await stateOf(id)).toBe('appealed');
  expect(await outcome(appealAction(await as(author, id, appeal)))).toMatchObject({ init: { status: 409 } });
  expect(await outcome(appealLoader(await as(author, id)))).toMatchObject({ appeal: { kind: 'made' } });
});

test('who rejected is refused on the appeal; nobody is left, which administrators read, and everybody once it is overdue', async () => {
  const id = await house.waiting(author);
  await house.decide(moderator, id, 'reject', 'outside');
  expect(await outcome(appealAction(await as(author, id, { act: 'appeal', words })))).toBe(302);
  const queue = await outcome(queueLoader(await as(moderator)));
  expect(queue).toMatchObject({
    queue: [
      { conflict: 'decided', deciders: 0 },
      { conflict: 'decided', deciders: 0 },
    ],
  });
  expect(await outcome(decisionLoader(await as(moderator, id)))).toMatchObject({ conflict: 'decided' });
  const { textDigest } = (await petitionRecord(house.database.identified, id)) ?? { textDigest: '' };
  const uphold = { reasonCode: 'reason-holds', words: 'It holds, as I said before.', textDigest };
  expect(await outcome(decisionAction(await as(moderator, id, uphold)))).toMatchObject({ init: { status: 403 } });
  expect(await stateOf(id)).toBe('appealed');
  const administrator = await house.person('administrator');
  expect(await outcome(rolesLoader(await as(administrator)))).toMatchObject({ undecidable: 2 });
  expect(await outcome(petitionLoader(outside(id)))).toMatchObject({ petition: { state: 'appealed' } });
  expect(await outcome(rulesLoader(outside()))).toMatchObject({
    moderationDays: 3,
    figures: { waiting: 2, overdue: 0, decided: 2, inTime: 2 },
  });
  inside.clock.set('2026-06-01T10:00:00Z');
  expect(await outcome(listLoader(outside()))).toMatchObject({ moderation: { waiting: 2, overdue: 2 } });
  const second = await house.person('moderator');
  expect(await outcome(rolesLoader(await as(administrator)))).toMatchObject({ undecidable: 0 });
  expect(await outcome(decisionAction(await as(second, id, uphold)))).toBe(302);
  expect(await outcome(listLoader(outside()))).toMatchObject({
    moderation: { waiting: 1, overdue: 1, decided: 3, inTime: 2 },
  });
});
