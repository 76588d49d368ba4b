import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { petitionsOrganizedBy } from '~/features/identified/desks/organizer.queries.server';
import { closeDuePetitions } from '~/features/published/petitions/close-petitions.server';
import { answerMerge, proposeMerge, retirePetition } from '~/features/published/petitions/end-petition.server';
import { proposalsPerPetition } from '~/features/published/petitions/ending';
import { listPetitions } from '~/features/published/petitions/petition-list.queries.server';
import { petitionRecord } from '~/features/published/petitions/petition-page.queries.server';
import { standingWords } from '~/features/published/petitions/petition-words';
import type { Database } from '~db/database';
import { petition, publication } from '~db/schema/published';
import { petitionEnding } from '~db/schema/published-organizing';
import { inTransaction } from '~db/transaction';
import { openPetitionHouse, refusal } from '~tests/support/petition-house';

let house: Awaited<ReturnType<typeof openPetitionHouse>>;
beforeAll(async () => {
  house = await openPetitionHouse();
});
afterAll(() => house.close());

const reason = 'The pause that it asked for has begun.';
const open = async () => house.open(await house.person('organizer'));
const day = () => house.today();
const retire = (petitionId: string) =>
  inTransaction(house.database.identified, (tx) => retirePetition(tx, { petitionId, reason, day: day() }));
const propose = (petitionId: string, intoId: string) =>
  inTransaction(house.database.identified, (tx) => proposeMerge(tx, { petitionId, intoId, day: day() }));
const answer = (petitionId: string, intoId: string, agrees = true) =>
  inTransaction(house.database.identified, (tx) => answerMerge(tx, { petitionId, intoId, agrees, reason, day: day() }));
async function merged(intoId: string): Promise<string> {
  const id = await open();
  await propose(id, intoId);
  await answer(id, intoId);
  return id;
}
const stateOf = async (id: string) => (await petitionRecord(house.database.identified, id))?.state;
const entriesOf = async (id: string, ...kinds: string[]) =>
  (await house.ledger()).filter((entry) => entry['petition'] === id && kinds.includes(entry['kind'] as string));

describe('retiring a petition', () => {
  test('says why for good, and leaves closing it to the next publication', async () => {
    const id = await open();
    await retire(id);
    expect(await stateOf(id)).toBe('open');
    expect(await entriesOf(id, 'petition-ended', 'petition-closed')).toEqual([
      { v: 1, kind: 'petition-ended', petition: id, how: 'retired', into: '', reason, day: day() },
    ]);
    expect(await refusal(retire(id))).toBe('already-ended');
    expect(await house.closeDue()).toBe(1);
    expect(await stateOf(id)).toBe('closed');
    expect((await petitionRecord(house.database.identified, id))?.closedDay).toBe(day());
    expect(await refusal(retire(id))).toBe('already-ended');
  });

  test('is said wherever the petition is listed, and says on which side of its closing it stands', async () => {
    const author = await house.person('organizer');
    const id = await house.open(author);
    await retire(id);
    const { identified: db } = house.database;
    const listed = async () => {
      const query = { filter: 'all', sort: 'newest', search: '', cursor: null, closesBy: day(), size: 100 } as const;
      const { items } = await listPetitions({ db, settings: house.settings }, query);
      const [own] = (await petitionsOrganizedBy(db, author.personNumber)).filter((each) => each.id === id);
      const rows = [items.find((each) => each.id === id), own && { ...own, figures: null }];
      return rows.map((row) => row && standingWords(row, day(), day()).words);
    };
    const before = 'Retired by its organizers: closes with the next publication';
    expect(await listed()).toEqual([before, before]);
    await house.closeDue();
    const [list, desk] = await listed();
    expect(list).toMatch(/^Retired by its organizers, closed on /);
    expect(desk).toBe(list);
  });

  test('is for open petitions alone, once, however many ask at once', async () => {
    const waiting = await house.waiting(await house.person());
    expect(await refusal(retire(waiting))).toBe('wrong-state');
    expect(await refusal(retire('nothing'))).toBe('unknown-petition');
    const id = await open();
    const asked = await Promise.allSettled(Array.from({ length: 8 }, () => retire(id)));
    expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await entriesOf(id, 'petition-ended')).toHaveLength(1);
  });

  test('is closed by the publication after the one that ran, not by that one', async () => {
    const { identified } = house.database;
    const closing = (number: number) =>
      inTransaction(identified, (tx) => closeDuePetitions(tx, { day: day(), publication: number }));
    const [before, during] = [await open(), await open()];
    await retire(before);
    await identified.insert(publication).values({ number: 1, slot: house.clock.now(), day: day() });
    await retire(during);
    await closing(1);
    expect([await stateOf(before), await stateOf(during)]).toEqual(['closed', 'open']);
    await closing(2);
    expect(await stateOf(during)).toBe('closed');
  });

  test('stands: neither the row nor the words can be changed or taken away', async () => {
    const id = await open();
    await retire(id);
    const { identified } = house.database;
    await expect(identified.update(petitionEnding).set({ reason: 'another' })).rejects.toThrow();
    await expect(identified.delete(petitionEnding)).rejects.toThrow();
  });
});

describe('merging a petition into another', () => {
  test('needs both: it is proposed, and ends once the other side agrees', async () => {
    const [from, into] = [await open(), await open()];
    expect(await refusal(answer(from, into))).toBe('no-proposal');
    await propose(from, into);
    expect(await refusal(propose(from, into))).toBe('already-proposed');
    expect(await refusal(answer(into, from))).toBe('no-proposal');
    await answer(from, into);
    expect(await refusal(answer(from, into))).toBe('no-proposal');
    expect(await entriesOf(from, 'merge', 'petition-ended')).toEqual([
      { v: 1, kind: 'merge', petition: from, number: 1, into, act: 'proposed', day: day() },
      { v: 1, kind: 'merge', petition: from, number: 2, into, act: 'agreed', day: day() },
      { v: 1, kind: 'petition-ended', petition: from, how: 'merged', into, reason, day: day() },
    ]);
    expect(await refusal(retire(from))).toBe('already-ended');
    expect(await entriesOf(into, 'merge', 'petition-ended')).toEqual([]);
  });

  test('can be declined, and proposed again, ten times at most', async () => {
    const [from, into] = [await open(), await open()];
    for (let time = 0; time < proposalsPerPetition; time += 1) {
      await propose(from, into);
      await answer(from, into, false);
    }
    expect(await refusal(propose(from, into))).toBe('too-many-proposals');
    expect(await entriesOf(from, 'petition-ended')).toEqual([]);
    expect(await entriesOf(from, 'merge')).toHaveLength(2 * proposalsPerPetition);
  });

  test('a later proposal takes the place of an earlier one', async () => {
    const [from, first, second] = [await open(), await open(), await open()];
    await propose(from, first);
    await propose(from, second);
    expect(await refusal(answer(from, first))).toBe('no-proposal');
    await answer(from, second);
  });

  test('makes no circle and no chain, whoever agrees first', async () => {
    const [one, other, third] = [await open(), await open(), await open()];
    await propose(one, other);
    await propose(other, one);
    await propose(third, one);
    await propose(other, third);
    const ends = await Promise.allSettled([answer(one, other), answer(other, third)]);
    expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await refusal(propose(one, one))).toBe('into-itself');
    const target = await open();
    await merged(target);
    const next = await open();
    expect(await refusal(propose(target, next))).toBe('merged-into');
    const gone = await merged(target);
    expect(await refusal(propose(next, gone))).toBe('other-ended');
    await propose(next, target);
    await retire(target);
    expect(await refusal(answer(next, target))).toBe('other-ended');
    await answer(next, target, false);
  });

  test('of what is not open, or nowhere, is refused', async () => {
    const [waiting, one] = [await house.waiting(await house.person()), await open()];
    expect(await refusal(propose(waiting, one))).toBe('wrong-state');
    expect(await refusal(propose(one, waiting))).toBe('other-ended');
    expect(await refusal(propose(one, 'nothing'))).toBe('unknown-petition');
    expect(await refusal(propose('nothing', one))).toBe('unknown-petition');
  });
});

test('the anonymous wing can do all of it, and change no petition by it', async () => {
  const [one, from, into] = [await open(), await open(), await open()];
  const { anonymous } = house.database;
  const within = (work: (tx: Database) => Promise<void>) => inTransaction(anonymous, work);
  await within((tx) => retirePetition(tx, { petitionId: one, reason, day: day() }));
  await within((tx) => proposeMerge(tx, { petitionId: from, intoId: into, day: day() }));
  await within((tx) => answerMerge(tx, { petitionId: from, intoId: into, agrees: true, reason, day: day() }));
  expect(await refusal(within((tx) => retirePetition(tx, { petitionId: from, reason, day: day() })))).toBe(
    'already-ended',
  );
  await expect(anonymous.update(petition).set({ state: 'closed' })).rejects.toThrow();
});
