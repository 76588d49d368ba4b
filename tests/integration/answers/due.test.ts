import { afterAll, beforeAll, expect, test } from 'vitest';
import { everythingDue, everythingOwed } from '~/features/published/answers/due.queries.server';
import { duePath } from '~/features/published/answers/due';
import { listPetitions } from '~/features/published/petitions/petition-list.queries.server';
import { soundText } from '~tests/support/petition-house';
import { item, openOwedHouse, type OwedHouse } from '~tests/support/owed-house';

let house: OwedHouse;
beforeAll(async () => {
  house = await openOwedHouse();
});
afterAll(() => house.close());

const waiting = async (id: string) => {
  const due = await everythingDue(house.database.published);
  return due.find((each) => each.id === id);
};

/** Among the petitions that await an answer. */
const listed = async (id: string) => {
  const query = { filter: 'awaiting', sort: 'longest', search: '', cursor: null, size: 100 } as const;
  const { items } = await listPetitions({ db: house.database.published, settings: house.settings }, query);
  return items.find((each) => each.id === id);
};

test('a petition waits from its threshold until every demand has an answer', async () => {
  const id = await house.due('2026-06-02');
  expect(await waiting(id)).toEqual({
    ...{ subject: 'petition', id, petitionId: id, demand: null, title: soundText.title, owner: null, status: null },
    ...{ sinceDay: '2026-05-04', dueDay: '2026-06-02', firstDueDay: '2026-06-02' },
  });
  await house.respond(id, [item('one'), null], '2026-05-20');
  expect(await waiting(id)).toMatchObject({ dueDay: '2026-06-02' });
  await house.respond(id, [item('one'), item('two')], '2026-05-21');
  expect(await waiting(id)).toBeUndefined();
  await house.respond(id, [item('one'), item('other')], '2026-06-21');
  const owed = await everythingOwed(house.database.published);
  expect(owed.find((each) => each.id === id)).toMatchObject({ endedDay: '2026-05-21' });
});

test('the newest owner answers for it; the earlier ones stay on the record', async () => {
  const id = await house.due('2026-06-02');
  const [first, second] = [await house.leader('Company / Board'), await house.leader('Company / Legal')];
  await house.own('petition', id, first.record, '2026-05-05');
  await house.own('petition', id, second.record, '2026-05-05');
  expect((await waiting(id))?.owner).toEqual({
    leaderId: second.record.id,
    name: second.name,
    unit: 'Company / Legal',
  });
  const owed = await everythingOwed(house.database.published);
  expect(owed.find((each) => each.id === id)?.owners.map(({ name }) => name)).toEqual([first.name, second.name]);
});

test('a reopened demand waits, with the owner of its petition, until a revision changes the answer to it', async () => {
  const id = await house.due('2026-06-02');
  const { record } = await house.leader();
  await house.own('petition', id, record, '2026-05-05');
  await house.respond(id, [item('one'), item('two')], '2026-05-21');
  await house.reopen(id, 2, { day: '2026-06-10', dueDay: '2026-07-08' });
  const demand = await waiting(`${id}.2`);
  expect(demand).toMatchObject({
    ...{ subject: 'demand', petitionId: id, demand: 2, title: soundText.demands[1], sinceDay: '2026-06-10' },
    ...{ dueDay: '2026-07-08', owner: { leaderId: record.id } },
  });
  expect(demand && duePath(demand)).toBe(`/petitions/${id}#demand-2`);
  expect(await listed(id)).toMatchObject({ answeredDay: '2026-05-21', reopenedDueDay: '2026-07-08' });
  await house.respond(id, [item('another'), item('two')], '2026-06-11');
  expect(await waiting(`${id}.2`)).toBeDefined();
  await house.respond(id, [item('another'), item('better')], '2026-06-12');
  expect(await waiting(`${id}.2`)).toBeUndefined();
  expect(await listed(id)).toBeUndefined();
  await house.respond(id, [item('another'), item('two')], '2026-06-13');
  expect(await waiting(`${id}.2`)).toBeUndefined();
});

test('a pledge waits until its status is a final one', async () => {
  const id = await house.due('2026-06-02');
  await house.respond(id, [item('one'), item('two')], '2026-05-21');
  const { record } = await house.leader();
  const open = await house.pledge({ petitionId: id, owner: record, dueDay: '2026-09-01', firstDueDay: '2026-08-03' });
  const kept = await house.pledge({
    ...{ petitionId: id, owner: record, dueDay: '2026-09-01', status: 'kept', endedDay: '2026-08-30' },
  });
  expect(await waiting(open)).toMatchObject({
    ...{ subject: 'pledge', petitionId: id, title: 'The logger is switched off.', status: 'not-started' },
    ...{ dueDay: '2026-09-01', firstDueDay: '2026-08-03', owner: { leaderId: record.id, unit: record.unit } },
  });
  expect(await waiting(kept)).toBeUndefined();
});

test('what is due first stands first, whatever it is', async () => {
  const due = await everythingDue(house.database.published);
  const days = due.map(({ dueDay }) => dueDay);
  expect(days.length).toBeGreaterThan(1);
  expect(days).toEqual([...days].sort());
});
