import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { toHex } from '~/crypto/hash';
import { postOwnUpdate } from '~/features/identified/desks/post-own-update.server';
import type { Actor } from '~/features/identified/desks/desk';
import { updatesPerPetition } from '~/features/published/petitions/petition';
import { petitionView } from '~/features/published/petitions/petition-page.queries.server';
import { updateDigest } from '~/features/published/petitions/post-update.server';
import { addDays } from '~/platform/clock';
import { openPetitionHouse, refusal } from '~tests/support/petition-house';

let house: Awaited<ReturnType<typeof openPetitionHouse>>;
let author: Actor;
let id: string;
beforeAll(async () => {
  house = await openPetitionHouse();
  author = await house.person('organizer');
  id = await house.open(author);
});
afterAll(() => house.close());

const post = (actor: Actor, petitionId: string, body: string) =>
  postOwnUpdate({ db: house.database.identified, clock: house.clock }, { actor, petitionId, body });
const updates = async (petitionId: string) =>
  (await petitionView({ db: house.database.published, settings: house.settings }, petitionId))?.updates;

describe('news on a petition', () => {
  test('is numbered, stands on its page and in the ledger', async () => {
    expect(await post(author, id, 'We met leadership today.')).toBe(1);
    expect(await post(author, id, 'They **listened**.')).toBe(2);
    expect(await updates(id)).toEqual([
      { number: 1, day: house.today(), body: 'We met leadership today.' },
      { number: 2, day: house.today(), body: 'They **listened**.' },
    ]);
    expect((await house.ledger()).at(-1)).toEqual({
      v: 1,
      kind: 'petition-update',
      petition: id,
      number: 2,
      text: toHex(updateDigest(id, 2, 'They **listened**.')),
      day: house.today(),
    });
  });

  test('is posted by its organizer alone', async () => {
    const others = [await house.person(), await house.person('organizer', 'moderator', 'leadership', 'administrator')];
    for (const other of others) expect(await refusal(post(other, id, 'We give up.'))).toBe('not-organizer');
    expect(await refusal(post(author, 'nothing', 'We give up.'))).toBe('not-organizer');
  });

  test('sent twice, or ten times at once, stands once', async () => {
    const petition = await house.open(author);
    const sent = await Promise.allSettled(Array.from({ length: 10 }, () => post(author, petition, 'Only this once.')));
    expect(sent.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await refusal(post(author, petition, 'Only this once.'))).toBe('already-posted');
    expect(await updates(petition)).toHaveLength(1);
  });

  test('posted at once gets different numbers, without a gap', async () => {
    const petition = await house.open(author);
    const numbers = await Promise.all(
      Array.from({ length: 8 }, (_, i) => post(author, petition, `News number ${String(i)}.`)),
    );
    expect(numbers.sort()).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });

  test('is for open and closed petitions, not before and not after', async () => {
    const moderator = await house.person('moderator');
    const waiting = await house.waiting(author);
    expect(await refusal(post(author, waiting, 'Too early for news.'))).toBe('wrong-state');
    await house.decide(moderator, waiting, 'reject');
    expect(await refusal(post(author, waiting, 'It was rejected, alas.'))).toBe('wrong-state');
    const closing = await house.open(author);
    const before = house.clock.now();
    house.clock.set(`${addDays(house.today(), 40)}T10:00:00Z`);
    await house.closeDue();
    expect(await post(author, closing, 'It closed yesterday.')).toBe(1);
    house.clock.set(`${addDays(house.today(), 200)}T10:00:00Z`);
    await house.closeDue();
    expect(await refusal(post(author, closing, 'It was long ago.'))).toBe('wrong-state');
    house.clock.set(before);
  });

  test('ends at a number', async () => {
    const petition = await house.open(author);
    for (let i = 0; i < updatesPerPetition; i += 1) await post(author, petition, `Piece of news number ${String(i)}.`);
    expect(await refusal(post(author, petition, 'One too many of them.'))).toBe('too-many-updates');
  });
});
