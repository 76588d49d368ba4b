import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { toHex } from '~/crypto/hash';
import type { Actor } from '~/features/identified/desks/desk';
import { everythingDue } from '~/features/published/answers/due.queries.server';
import { petitionView } from '~/features/published/petitions/petition-page.queries.server';
import type { ResponseText } from '~/features/published/responses/response';
import { responseTo } from '~/features/published/responses/responses.queries.server';
import { statementDigest } from '~/features/published/statements/statement';
import { addDays } from '~/platform/clock';
import { statementAuthor } from '~db/schema/identified-answers';
import { answerPetition } from '~tests/support/answering';
import { openPetitionHouse, refusal } from '~tests/support/petition-house';

let house: Awaited<ReturnType<typeof openPetitionHouse>>;
let author: Actor;
let leader: Actor;
beforeAll(async () => {
  house = await openPetitionHouse();
  author = await house.person('organizer');
  leader = await house.person('leadership');
});
afterAll(() => house.close());

const text: ResponseText = {
  body: 'Thank you for **asking**.',
  items: [
    { answer: 'accepted', reason: 'We pause it on Monday.' },
    { answer: 'declined', reason: 'Names of readers are private.' },
  ],
};
const answer = (petitionId: string, actor = leader, said = text) =>
  answerPetition(
    { db: house.database.identified, clock: house.clock, settings: house.settings },
    { actor, petitionId, text: said },
  );

async function counted(signers = 120): Promise<string> {
  const id = await house.open(author);
  await house.count(id, signers);
  return id;
}

describe('a response', () => {
  test('stands on the petition’s page with an answer to each demand, and in the ledger word by word', async () => {
    const id = await counted();
    await answer(id);
    const view = await petitionView({ db: house.database.published, settings: house.settings }, id);
    expect(view?.response).toEqual({
      ...text,
      ...{ authorName: leader.name, day: house.today(), firstDay: house.today() },
      ...{ revision: 1, answeredDay: house.today() },
    });
    expect((await house.ledger()).at(-1)).toEqual({
      v: 1,
      kind: 'response',
      id,
      revision: 1,
      text: toHex(statementDigest('response', id, 1, text)),
      author: leader.name,
      reason: '',
      day: house.today(),
    });
    const links = await house.database.identified.select().from(statementAuthor).where(eq(statementAuthor.id, id));
    expect(links).toEqual([{ kind: 'response', id, revision: 1, personNumber: leader.personNumber }]);
  });

  test('is leadership’s to give, and nobody else’s', async () => {
    const id = await counted();
    for (const somebody of [
      author,
      await house.person(),
      await house.person('moderator', 'administrator', 'organizer', 'handler'),
    ]) {
      await expect(async () => {
        await answer(id, somebody);
      }).rejects.toMatchObject({ code: 'not-allowed' });
    }
    expect(await responseTo(house.database.published, id)).toBeNull();
  });

  test('answers every demand, no more and no fewer', async () => {
    const id = await counted();
    const [one, two] = text.items;
    if (!one || !two) throw new Error('two items');
    for (const items of [[], [one], [one, two, one]]) {
      expect(await refusal(answer(id, leader, { ...text, items }))).toBe('wrong-demands');
    }
    expect(await responseTo(house.database.published, id)).toBeNull();
  });

  test('is given once: a second one, and all but one of ten at once, are refused', async () => {
    const id = await counted();
    const leaders = await Promise.all(Array.from({ length: 10 }, () => house.person('leadership')));
    const written = (await house.ledger()).length;
    const given = await Promise.allSettled(leaders.map((each) => answer(id, each, { ...text, body: each.name })));
    const stood = given.filter(({ status }) => status === 'fulfilled');
    expect(stood).toHaveLength(1);
    const first = await responseTo(house.database.published, id);
    // Whatever comes later is a revision, and says why.
    expect(await refusal(answer(id))).toBe('unfinished');
    expect(await responseTo(house.database.published, id)).toEqual(first);
    expect(first?.body).toBe(first?.authorName);
    expect(await house.ledger()).toHaveLength(written + 1);
    const links = await house.database.identified.select().from(statementAuthor).where(eq(statementAuthor.id, id));
    expect(links).toHaveLength(1);
  });

  test('waits until a number of signatures is shown, and tells none before', async () => {
    const uncounted = await house.open(author);
    expect(await refusal(answer(uncounted))).toBe('not-counted');
    await house.count(uncounted, house.settings.minimum - 1);
    expect(await refusal(answer(uncounted))).toBe('not-counted');
    await house.count(uncounted, house.settings.minimum);
    await answer(uncounted);
  });

  test('is for open and closed petitions', async () => {
    const moderator = await house.person('moderator');
    const waiting = await house.waiting(author);
    expect(await refusal(answer(waiting))).toBe('wrong-state');
    await house.decide(moderator, waiting, 'reject');
    expect(await refusal(answer(waiting))).toBe('wrong-state');
    expect(await refusal(answer('nothing'))).toBe('unknown-petition');
    const [closing, forgotten] = [await counted(), await counted()];
    const before = house.clock.now();
    house.clock.set(`${addDays(house.today(), 40)}T10:00:00Z`);
    await house.closeDue();
    await answer(closing);
    house.clock.set(`${addDays(house.today(), 200)}T10:00:00Z`);
    await house.closeDue();
    expect(await refusal(answer(forgotten))).toBe('wrong-state');
    house.clock.set(before);
  });
});

test('the desk lists what is due by date, the overdue first, and what was answered no longer', async () => {
  const [late, soon, later, done] = [await counted(), await counted(), await counted(), await counted()];
  await house.reach(later, '2026-06-20');
  await house.reach(late, '2026-05-01');
  await house.reach(soon, '2026-05-20');
  await house.reach(done, '2026-05-10');
  await answer(done);
  const due = await everythingDue(house.database.identified);
  expect(due.map(({ id, dueDay }) => [id, dueDay])).toEqual([
    [late, '2026-05-01'],
    [soon, '2026-05-20'],
    [later, '2026-06-20'],
  ]);
});
