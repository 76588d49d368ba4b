import { and, eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { toHex } from '~/crypto/hash';
import type { Actor } from '~/features/identified/desks/desk';
import { enterProgramme } from '~/features/identified/programmes/write-programme.server';
import { everythingDue, everythingOwed } from '~/features/published/answers/due.queries.server';
import { randomId } from '~/features/published/petitions/random-id.server';
import { pledgeTextDigest } from '~/features/published/pledges/pledge';
import { everyPledge } from '~/features/published/pledges/pledge-list';
import { pledgesPerResponse } from '~/features/published/pledges/pledge-rules';
import { listPledges, pledgeChoices, pledgesOf, pledgeView } from '~/features/published/pledges/pledges.queries.server';
import { attachedTo } from '~/features/published/programmes/attachments.queries.server';
import { statementDigest } from '~/features/published/statements/statement';
import { revisionsOf } from '~/features/published/statements/statements.queries.server';
import { addDays, dayLength } from '~/platform/clock';
import { statementAuthor } from '~db/schema/identified-answers';
import { answerOwner, pledge } from '~db/schema/published-answers';
import { choiceSubject } from '~db/schema/published-choices';
import { refusal } from '~tests/support/petition-house';
import { openPledgeHouse, soundPledge } from '~tests/support/pledge-house';
import { bareProgramme } from '~tests/support/programme-documents';

let house: Awaited<ReturnType<typeof openPledgeHouse>>;
let petitionId: string;
let programmeId: string;
beforeAll(async () => {
  house = await openPledgeHouse();
  petitionId = await house.answered();
  programmeId = await enterProgramme(
    { db: house.database.identified, clock: house.clock, settings: house.settings },
    { actor: house.leader, document: bareProgramme, reason: 'It runs.' },
  );
});
afterAll(() => house.close());

const entriesOf = async (id: string) => (await house.ledger()).filter((entry) => entry['id'] === id);
const view = (id: string) => pledgeView(house.database.published, id);
const subject = async (id: string) => {
  const own = and(eq(choiceSubject.kind, 'witness'), eq(choiceSubject.id, id));
  const [row] = await house.database.published.select().from(choiceSubject).where(own);
  return row;
};
const somebodyElse = async (): Promise<Actor[]> => [
  await house.person(),
  await house.person('moderator', 'administrator', 'organizer', 'handler'),
];
const evidence = [{ title: 'The change ticket', url: 'https://tickets.example/1' }];

describe('a pledge', () => {
  test('is public with its owner, in the ledger word by word, and open to witnesses until a year after its due day', async () => {
    const about = { programmeId, field: 'collected' as const };
    const id = await house.pledge(petitionId, { about });
    const document = { ...soundPledge, ownerName: house.leader.name, unit: 'Company / Engineering' };
    expect(await view(id)).toMatchObject({
      ...{ id, document, status: 'not-started', dueDay: '2026-06-01', firstDueDay: '2026-06-01', endedDay: null },
      ...{ revision: 1, day: house.companyDay(), petition: { id: petitionId } },
      about: { id: programmeId, name: bareProgramme.name, field: 'collected' },
    });
    expect(await entriesOf(id)).toEqual([
      {
        ...{ v: 1, kind: 'pledge', id, revision: 1, author: house.leader.name, reason: '', day: house.companyDay() },
        text: toHex(statementDigest('pledge', id, 1, document)),
      },
      {
        ...{ v: 1, kind: 'attachment', subject: 'pledge', id, programme: programmeId, field: 'collected' },
        day: house.companyDay(),
      },
    ]);
    expect(await subject(id)).toMatchObject({
      ...{ registerId: 1, revision: 1, untilDay: addDays('2026-06-01', 365) },
      textDigest: Buffer.from(pledgeTextDigest(id, document)),
    });
    const authors = await house.database.identified.select().from(statementAuthor).where(eq(statementAuthor.id, id));
    expect(authors).toEqual([{ kind: 'pledge', id, revision: 1, personNumber: house.leader.personNumber }]);
    const attached = await attachedTo(house.database.published, programmeId);
    expect(attached).toContainEqual({
      ...{ kind: 'pledge', id, title: soundPledge.text, field: 'collected', day: house.companyDay() },
    });
    expect((await pledgesOf(house.database.published, petitionId)).map((each) => each.id)).toContain(id);
  });

  test('is leadership’s to make and to change, and nobody else’s', async () => {
    const id = await house.pledge(petitionId);
    for (const actor of await somebodyElse()) {
      await expect(async () => house.pledge(petitionId, { actor })).rejects.toMatchObject({ code: 'not-allowed' });
      await expect(async () => house.revise(id, { status: 'kept' }, { actor })).rejects.toMatchObject({
        code: 'not-allowed',
      });
    }
    const colleague = await house.person('leadership');
    await house.revise(id, { status: 'in-progress' }, { actor: colleague });
    expect((await view(id))?.document.ownerName).toBe(house.leader.name);
    expect((await revisionsOf(house.database.published, 'pledge', id)).at(-1)?.authorName).toBe(colleague.name);
  });

  test('is answered for by somebody in leadership', async () => {
    const [nobody] = await somebodyElse();
    const owner = nobody?.personNumber ?? '';
    expect(await refusal(house.pledge(petitionId, { owner }))).toBe('not-a-leader');
    expect(await refusal(house.pledge(petitionId, { owner: 'no such person' }))).toBe('not-a-leader');
    const id = await house.pledge(petitionId);
    expect(await refusal(house.revise(id, {}, { owner }))).toBe('not-a-leader');
    expect((await view(id))?.revision).toBe(1);
  });

  test('belongs to a petition with a response', async () => {
    const open = await house.open(await house.person('organizer'));
    expect(await refusal(house.pledge(open))).toBe('no-response');
    expect(await refusal(house.pledge('no such petition'))).toBe('no-response');
  });

  test('is made once however often it is sent', async () => {
    const id = randomId();
    const sent = await Promise.allSettled([1, 2, 3].map(() => house.pledge(petitionId, { id })));
    expect(sent.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(sent.filter((each) => each.status === 'rejected').map(({ reason }) => reason as unknown)).toEqual([
      expect.objectContaining({ code: 'stale-revision' }),
      expect.objectContaining({ code: 'stale-revision' }),
    ]);
    expect(await entriesOf(id)).toHaveLength(1);
  });

  test('is one of so many in a response', async () => {
    const full = await house.answered();
    const more = Array.from({ length: pledgesPerResponse + 3 }, () => house.pledge(full));
    const sent = await Promise.allSettled(more);
    expect(sent.filter(({ status }) => status === 'fulfilled')).toHaveLength(pledgesPerResponse);
    for (const each of sent.filter((one) => one.status === 'rejected'))
      expect(each.reason).toMatchObject({ code: 'too-many-pledges' });
  });

  test('that is refused leaves nothing behind', async () => {
    const before = await house.ledger();
    const id = randomId();
    const words = { ...soundPledge, dueDay: '2026-05-03', milestones: [] };
    expect(await refusal(house.pledge(petitionId, { id, words }))).toBe('due-too-early');
    expect(await refusal(house.pledge(petitionId, { id, about: { programmeId: 'none', field: null } }))).toBe(
      'unknown-programme',
    );
    expect(await house.ledger()).toEqual(before);
    expect([await view(id), await subject(id)]).toEqual([null, undefined]);
    expect(await revisionsOf(house.database.published, 'pledge', id)).toEqual([]);
  });
});

describe('a change of a pledge', () => {
  test('stands beside what was said before, with its reason, and keeps the day that was first promised', async () => {
    const id = await house.pledge(petitionId);
    await house.revise(id, { dueDay: '2026-07-01' });
    await house.revise(id, { status: 'in-progress', evidence });
    expect(await view(id)).toMatchObject({
      ...{ revision: 3, status: 'in-progress', dueDay: '2026-07-01', firstDueDay: '2026-06-01', endedDay: null },
    });
    const revisions = await revisionsOf(house.database.published, 'pledge', id);
    expect(revisions.map(({ document, reason }) => [document.dueDay, document.evidence.length, reason])).toEqual([
      ['2026-06-01', 0, ''],
      ['2026-07-01', 0, 'The vendor was late with it.'],
      ['2026-07-01', 1, 'The vendor was late with it.'],
    ]);
    expect((await entriesOf(id)).map((entry) => [entry['kind'], entry['revision'], entry['reason']])).toEqual([
      ['pledge', 1, ''],
      ['pledge', 2, 'The vendor was late with it.'],
      ['pledge', 3, 'The vendor was late with it.'],
    ]);
    // What field witnesses attest stands as it stood: a day that moves dates no choice.
    expect(await subject(id)).toMatchObject({ revision: 1, untilDay: addDays('2026-07-01', 365) });
  });

  test('is refused by the rules of pledges, without a reason, without a change, and of what does not exist', async () => {
    const id = await house.pledge(petitionId);
    expect(await refusal(house.revise(id, { status: 'superseded' }))).toBe('no-evidence');
    expect(await refusal(house.revise(id, { status: 'kept', dueDay: '2026-07-01' }))).toBe('promise-over');
    expect(await refusal(house.revise(id, { status: 'kept' }, { reason: '' }))).toBe('no-reason');
    expect(await refusal(house.revise(id, {}))).toBe('unchanged');
    expect(await refusal(house.revise(id, {}, { id: randomId() }))).toBe('unknown-pledge');
    expect(await refusal(house.revise(id, {}, { id: petitionId }))).toBe('unknown-pledge');
    await house.revise(id, { status: 'kept' });
    expect(await refusal(house.revise(id, { status: 'in-progress' }))).toBe('wrong-status');
    expect(await entriesOf(id)).toHaveLength(2);
  });

  test('of a page that was overtaken, or one of several at once, is the first alone', async () => {
    const id = await house.pledge(petitionId);
    const base = 1;
    const sent = await Promise.allSettled([
      house.revise(id, { status: 'kept' }, { base }),
      house.revise(id, { status: 'broken' }, { base }),
      house.revise(id, { evidence }, { base }),
    ]);
    expect(sent.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const each of sent.filter((one) => one.status === 'rejected'))
      expect(each.reason).toMatchObject({ code: 'stale-revision' });
    for (const other of [0, 1, 3])
      expect(await refusal(house.revise(id, { evidence }, { base: other }))).toBe('stale-revision');
    expect((await view(id))?.revision).toBe(2);
  });

  test('to a final status notes its day, which more evidence leaves and another status moves', async () => {
    const id = await house.pledge(petitionId);
    const made = house.clock.now();
    house.clock.advance(3 * dayLength);
    await house.revise(id, { status: 'kept' });
    expect((await view(id))?.endedDay).toBe('2026-05-07');
    house.clock.advance(dayLength);
    await house.revise(id, { evidence });
    expect((await view(id))?.endedDay).toBe('2026-05-07');
    await house.revise(id, { status: 'partly-kept' });
    expect((await view(id))?.endedDay).toBe('2026-05-08');
    house.clock.set(made);
  });

  test('names other pledges as evidence only where they exist, and what takes the place of one is such', async () => {
    const id = await house.pledge(petitionId);
    const [next, other] = [await house.pledge(petitionId), randomId()];
    const naming = (named: string) => [{ title: 'The pledge that takes its place', url: `/pledges/${named}` }];
    expect(await refusal(house.revise(id, { status: 'superseded', evidence: naming(other) }))).toBe('unknown-evidence');
    expect(await refusal(house.revise(id, { status: 'superseded', evidence: naming(id) }))).toBe('unknown-evidence');
    await house.revise(id, { status: 'superseded', evidence: naming(next) });
    expect((await view(id))?.status).toBe('superseded');
    for (const status of ['not-started', 'in-progress', 'kept', 'partly-kept', 'broken'] as const)
      expect(await refusal(house.revise(id, { status }))).toBe('wrong-status');
  });

  test('of owner leaves the one before in the record', async () => {
    const id = await house.pledge(petitionId);
    const successor = await house.person('leadership');
    await house.revise(id, {}, { owner: successor.personNumber });
    expect((await view(id))?.document.ownerName).toBe(successor.name);
    const own = and(eq(answerOwner.subject, 'pledge'), eq(answerOwner.subjectId, id));
    const owners = await house.database.published.select().from(answerOwner).where(own);
    expect(owners.map(({ number }) => number)).toEqual([1, 2]);
    expect(new Set(owners.map(({ leaderId }) => leaderId)).size).toBe(2);
    expect((await view(id))?.leaderId).toBe(owners[1]?.leaderId);
    expect(await refusal(house.revise(id, {}, { owner: successor.personNumber }))).toBe('unchanged');
  });

  test('keeps an owner who has left leadership, as long as nobody else is named', async () => {
    const leaving = await house.person('leadership');
    const id = await house.pledge(petitionId, { owner: leaving.personNumber });
    const { identified } = house.database;
    const { roleGrant } = await import('~db/schema/identified');
    await identified.delete(roleGrant).where(eq(roleGrant.personNumber, leaving.personNumber));
    await house.revise(id, { status: 'in-progress' });
    expect((await view(id))?.document.ownerName).toBe(leaving.name);
    expect(await refusal(house.revise(id, { evidence }, { owner: leaving.personNumber }))).toBe('not-a-leader');
  });
});

describe('the tracker', () => {
  test('finds pledges by what leadership says, by what the calendar says, by owner, unit and programme', async () => {
    const { published } = house.database;
    const petition = await house.answered();
    const owner = await house.person('leadership');
    const { person } = await import('~db/schema/identified');
    await house.database.identified
      .update(person)
      .set({ unitPath: 'Company / Legal / Contracts' })
      .where(eq(person.personNumber, owner.personNumber));
    const as = { owner: owner.personNumber, about: { programmeId, field: null } };
    const due = (dueDay: string) => ({ words: { ...soundPledge, dueDay, milestones: [] } });
    const [late, open, kept] = [
      await house.pledge(petition, { ...as, ...due('2026-05-10') }),
      await house.pledge(petition, { ...as, ...due('2026-05-20') }),
      await house.pledge(petition, { ...as, ...due('2026-05-11') }),
    ];
    await house.revise(kept, { status: 'kept' });
    const { leaderId } = (await view(late)) ?? { leaderId: '' };
    const found = async (change: Partial<typeof everyPledge>, today = '2026-05-11') => {
      const address = { ...everyPledge, owner: leaderId, ...change };
      return (await listPledges(published, { address, today, page: 1, size: 50 })).items.map(({ id }) => id);
    };
    expect(await found({})).toEqual([late, open, kept]);
    expect(await found({ filter: 'open' })).toEqual([late, open]);
    expect(await found({ filter: 'kept' })).toEqual([kept]);
    expect(await found({ filter: 'broken' })).toEqual([]);
    expect(await found({ filter: 'overdue' }, '2026-05-10')).toEqual([]);
    expect(await found({ filter: 'overdue' })).toEqual([late]);
    expect(await found({ filter: 'overdue' }, '2026-05-21')).toEqual([late, open]);
    expect(await found({ unit: 'Company / Legal' })).toEqual([late, open, kept]);
    expect(await found({ unit: 'Company / Leg' })).toEqual([]);
    expect(await found({ owner: '', unit: 'Company / Legal / Contracts' })).toEqual([late, open, kept]);
    expect(await found({ programme: programmeId })).toEqual([late, open, kept]);
    expect(await found({ programme: randomId() })).toEqual([]);
    const address = { ...everyPledge, owner: leaderId };
    const pages = [1, 2, 3].map((page) => listPledges(published, { address, today: '2026-05-11', page, size: 1 }));
    expect((await Promise.all(pages)).map(({ items, more }) => [items[0]?.id, more])).toEqual([
      [late, true],
      [open, true],
      [kept, false],
    ]);
    const choices = await pledgeChoices(published);
    expect(choices.owners).toContainEqual({ id: leaderId, name: owner.name, unit: 'Company / Legal / Contracts' });
    expect(choices.units).toEqual([
      'Company',
      'Company / Engineering',
      'Company / Legal',
      'Company / Legal / Contracts',
    ]);
    expect(choices.programmes).toEqual([{ id: programmeId, name: bareProgramme.name }]);
  });

  test('agrees with the list of everything that leadership owes', async () => {
    const id = await house.pledge(petitionId);
    const owed = (await everythingDue(house.database.published)).find((each) => each.id === id);
    expect(owed).toMatchObject({ subject: 'pledge', title: soundPledge.text, dueDay: '2026-06-01', petitionId });
    expect(owed?.owner).toMatchObject({ name: house.leader.name });
    await house.revise(id, { status: 'kept' });
    expect((await everythingDue(house.database.published)).find((each) => each.id === id)).toBeUndefined();
    expect((await everythingOwed(house.database.published)).find((each) => each.id === id)).toMatchObject({
      status: 'kept',
      endedDay: house.companyDay(),
    });
  });
});

test('the row of a pledge says what its newest revision says', async () => {
  const { published } = house.database;
  for (const row of await published.select().from(pledge)) {
    const revisions = await revisionsOf(published, 'pledge', row.id);
    const newest = revisions.at(-1);
    expect(row).toMatchObject({
      ...{ revision: revisions.length, status: newest?.document.status, dueDay: newest?.document.dueDay },
      ...{ unit: newest?.document.unit, firstDueDay: revisions[0]?.document.dueDay },
    });
  }
});
