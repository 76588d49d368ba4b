import { and, asc, eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { withdrawRole } from '~/features/identified/accounts/change-role.server';
import type { Actor } from '~/features/identified/desks/desk';
import { forgetLeavers } from '~/features/identified/enrolment/retire-registers.server';
import { assignAnswer, type Assignment } from '~/features/identified/leadership/assign-answer.server';
import { leadersToChoose } from '~/features/identified/leadership/leaders.queries.server';
import { accessLog, mailOutbox, person } from '~db/schema/identified';
import { answerCase, leaderHolder } from '~db/schema/identified-answers';
import { answerOwner, leader } from '~db/schema/published-answers';
import { handlerKey, summary } from '~db/schema/published-concerns';
import { register } from '~db/schema/published';
import { inTransaction } from '~db/transaction';
import { openPetitionHouse, refusal } from '~tests/support/petition-house';

let house: Awaited<ReturnType<typeof openPetitionHouse>>;
let author: Actor;
let lena: Actor;
let omar: Actor;
let ida: Actor;
beforeAll(async () => {
  house = await openPetitionHouse();
  author = await house.person('organizer');
  [lena, omar, ida] = [
    await house.person('leadership'),
    await house.person('leadership'),
    await house.person('leadership'),
  ];
});
afterAll(() => house.close());
beforeEach(() => house.database.identified.delete(mailOutbox));

/** An open petition of the author's, whose mails about its moderation are gone. */
async function opened(): Promise<string> {
  const id = await house.open(author);
  await house.database.identified.delete(mailOutbox);
  return id;
}
const deps = () => ({ ...house, db: house.database.identified });
const assign = (id: string, given: Partial<Assignment> = {}) =>
  assignAnswer(deps(), {
    ...{ actor: lena, subject: 'petition', id, owner: lena.personNumber, delegate: null, owners: 0 },
    ...given,
  });
const owners = (id: string) =>
  house.database.published
    .select({ number: answerOwner.number, name: leader.name, unit: answerOwner.unit, day: answerOwner.day })
    .from(answerOwner)
    .innerJoin(leader, eq(leader.id, answerOwner.leaderId))
    .where(eq(answerOwner.subjectId, id))
    .orderBy(asc(answerOwner.number));
const caseOf = async (id: string) =>
  (await house.database.identified.select().from(answerCase).where(eq(answerCase.subjectId, id)))[0];
const mails = async () => {
  const rows = await house.database.identified
    .select({ name: person.name, subject: mailOutbox.subject, body: mailOutbox.body })
    .from(mailOutbox)
    .innerJoin(person, eq(person.email, mailOutbox.recipient))
    .orderBy(asc(person.name));
  return rows;
};
const told = async () => (await mails()).map(({ name, subject }) => `${name}: ${subject}`).sort();
const leave = ({ personNumber }: Actor) =>
  house.database.identified.update(person).set({ status: 'left' }).where(eq(person.personNumber, personNumber));

describe('who answers', () => {
  test('stands in public with the unit and the day, in the ledger, and behind it whose account it is', async () => {
    const id = await opened();
    expect(await assign(id, { actor: ida, delegate: omar.personNumber })).toBe(true);
    const unit = 'Company / Engineering';
    expect(await owners(id)).toEqual([{ number: 1, name: lena.name, unit, day: house.today() }]);
    const [holder] = await house.database.identified
      .select()
      .from(leaderHolder)
      .where(eq(leaderHolder.personNumber, lena.personNumber));
    expect((await house.ledger()).at(-1)).toEqual({
      ...{ v: 1, kind: 'answer-owner', subject: 'petition', id, leader: holder?.leaderId },
      ...{ name: lena.name, unit, day: house.today() },
    });
    expect(await caseOf(id)).toMatchObject({ owner: lena.personNumber, delegate: omar.personNumber });
  });

  test('is told by mail, and so is who writes it for them; the delegate stands nowhere in public', async () => {
    const id = await opened();
    await assign(id, { actor: ida, delegate: omar.personNumber });
    expect(await told()).toEqual([
      `${lena.name}: You answer for this`,
      `${omar.name}: You are asked to write an answer`,
    ]);
    for (const { body } of await mails()) {
      expect(body).toContain(`https://robin.example/in/desk/leadership/${id}`);
      expect(body).toContain(ida.name);
    }
    expect(JSON.stringify(await house.ledger())).not.toContain(omar.name);
    const records = await house.database.published.select().from(leader).where(eq(leader.name, omar.name));
    expect(records).toEqual([]);
  });

  test('passes on: who answered before stays on record, and both are told', async () => {
    const id = await opened();
    await assign(id, { delegate: ida.personNumber });
    await house.database.identified.delete(mailOutbox);
    expect(await assign(id, { owner: omar.personNumber, owners: 1 })).toBe(true);
    expect((await owners(id)).map(({ name }) => name)).toEqual([lena.name, omar.name]);
    expect(await told()).toEqual(
      [
        `${lena.name}: Somebody else answers for this now`,
        `${omar.name}: You answer for this`,
        `${ida.name}: Somebody else answers for this now`,
      ].sort(),
    );
    // And back again: the same record, a third row.
    expect(await assign(id, { owners: 2 })).toBe(true);
    expect((await owners(id)).map(({ name }) => name)).toEqual([lena.name, omar.name, lena.name]);
    expect(await house.database.published.select().from(leader).where(eq(leader.name, lena.name))).toHaveLength(1);
  });

  test('another delegate is no change in public', async () => {
    const id = await opened();
    await assign(id);
    const written = (await house.ledger()).length;
    await house.database.identified.delete(mailOutbox);
    expect(await assign(id, { delegate: omar.personNumber, owners: 1 })).toBe(true);
    expect(await told()).toEqual([`${omar.name}: You are asked to write an answer`]);
    expect(await assign(id, { delegate: null, owners: 1 })).toBe(true);
    expect(await owners(id)).toHaveLength(1);
    expect(await house.ledger()).toHaveLength(written);
  });

  test('asked for twice is noted once, and mails go once', async () => {
    const id = await opened();
    const wanted = { owner: omar.personNumber, delegate: ida.personNumber };
    expect(await assign(id, wanted)).toBe(true);
    expect(await assign(id, wanted)).toBe(false);
    expect(await assign(id, { ...wanted, owners: 1 })).toBe(false);
    expect(await owners(id)).toHaveLength(1);
    expect(await told()).toHaveLength(2);
  });

  test('is not replaced by somebody who saw another there', async () => {
    const id = await opened();
    await assign(id, { owner: omar.personNumber });
    expect(await refusal(assign(id, { owner: ida.personNumber }))).toBe('stale-assignment');
    expect((await owners(id)).map(({ name }) => name)).toEqual([omar.name]);
    expect(await caseOf(id)).toMatchObject({ owner: omar.personNumber });
  });

  test('of ten at once one stands, and nobody waits for anybody for ever', async () => {
    const id = await opened();
    const other = await opened();
    const leaders = await Promise.all(Array.from({ length: 10 }, () => house.person('leadership')));
    const written = (await house.ledger()).length;
    const tries = leaders.flatMap((each, at) => {
      const [owner, delegate] = [each.personNumber, leaders[(at + 1) % leaders.length]?.personNumber ?? null];
      return [assign(id, { owner, delegate }), assign(other, { owner: delegate ?? '', delegate: owner })];
    });
    const outcomes = await Promise.allSettled(tries);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'stale-assignment' });
    }
    for (const each of [id, other]) {
      const [owner] = await owners(each);
      const row = await caseOf(each);
      expect(leaders.find(({ personNumber }) => personNumber === row?.owner)?.name).toBe(owner?.name);
    }
    expect(await house.ledger()).toHaveLength(written + 2);
  });

  test('the day is that of the company’s calendar', async () => {
    const id = await opened();
    const before = house.clock.now();
    house.clock.set('2026-05-04T22:30:00Z');
    const settings = { ...house.settings, timeZone: 'Asia/Tokyo' };
    await assignAnswer(
      { ...deps(), settings },
      { actor: lena, subject: 'petition', id, owner: lena.personNumber, delegate: null, owners: 0 },
    );
    expect((await owners(id))[0]?.day).toBe('2026-05-05');
    house.clock.set(before);
  });
});

describe('nobody is noted', () => {
  test('by anybody outside leadership', async () => {
    const id = await opened();
    for (const actor of [author, await house.person('moderator', 'administrator', 'organizer', 'handler')]) {
      expect(() => assign(id, { actor })).toThrow('not-allowed');
    }
    expect(await owners(id)).toEqual([]);
  });

  test('who is not in leadership, left, or is nobody, as owner or as delegate', async () => {
    const id = await opened();
    const gone = await house.person('leadership');
    await leave(gone);
    for (const wrong of [author.personNumber, gone.personNumber, 'nobody', '']) {
      expect(await refusal(assign(id, { owner: wrong }))).toBe('not-a-leader');
      expect(await refusal(assign(id, { delegate: wrong }))).toBe('not-a-leader');
    }
    expect(() => assign(id, { delegate: lena.personNumber })).toThrow('delegate-is-owner');
    expect(await owners(id)).toEqual([]);
    expect(await caseOf(id)).toBeUndefined();
    expect(await mails()).toEqual([]);
  });

  test('for what cannot be answered', async () => {
    expect(await refusal(assign('nothing'))).toBe('unknown-subject');
    expect(await refusal(assign('nothing', { subject: 'summary' }))).toBe('unknown-subject');
    const waiting = await house.waiting(author);
    expect(await refusal(assign(waiting))).toBe('nothing-to-answer');
    expect(await owners(waiting)).toEqual([]);
  });

  test('for a petition under the name of a summary', async () => {
    const id = await opened();
    expect(await refusal(assign(id, { subject: 'summary' }))).toBe('unknown-subject');
  });
});

test('somebody answers for a summary too', async () => {
  const { published, anonymous } = house.database;
  const fingerprint = new Uint8Array(32).fill(7);
  await house.database.identified.insert(handlerKey).values({
    ...{ fingerprint, number: 1, name: 'Hana', signingKey: new Uint8Array(32), recipient: 'age1' },
    ...{ addedDay: house.today(), addedBy: fingerprint, signature: new Uint8Array(64) },
  });
  await house.database.identified
    .insert(register)
    .values({ id: 1, depth: 17, nextLeaf: 0, openedDay: house.today() })
    .onConflictDoNothing();
  await anonymous.insert(summary).values({
    ...{ id: 'a-summary', title: 'Recorded in breaks', body: 'It was.', day: house.today(), textDigest: fingerprint },
    ...{ registerId: 1, threshold: 10, responseDays: 20, handler: fingerprint, signature: new Uint8Array(64) },
  });
  expect(await assign('a-summary', { subject: 'summary' })).toBe(true);
  expect((await mails())[0]?.body).toContain('/in/desk/leadership/summaries/a-summary');
  const rows = await published.select().from(answerOwner).where(eq(answerOwner.subject, 'summary'));
  expect(rows).toMatchObject([{ subjectId: 'a-summary', number: 1 }]);
});

describe('somebody who is no longer in leadership', () => {
  test('stays on the public record, is not mailed, and anybody in leadership takes over', async () => {
    const id = await opened();
    const leaver = await house.person('leadership');
    await assign(id, { owner: leaver.personNumber });
    await withdrawRole(deps(), { actor: 'setup', personNumber: leaver.personNumber, role: 'leadership' });
    expect((await owners(id)).map(({ name }) => name)).toEqual([leaver.name]);
    await house.database.identified.delete(mailOutbox);
    expect(await assign(id, { owner: omar.personNumber, owners: 1 })).toBe(true);
    expect(await told()).toEqual([`${omar.name}: You answer for this`]);
    expect((await owners(id)).map(({ name }) => name)).toEqual([leaver.name, omar.name]);
  });

  test('and gone from the company: forgotten as a delegate, kept as an owner', async () => {
    const id = await opened();
    const [owner, delegate] = [await house.person('leadership'), await house.person('leadership')];
    await assign(id, { owner: owner.personNumber, delegate: delegate.personNumber });
    for (const each of [owner, delegate]) {
      await withdrawRole(deps(), { actor: 'setup', personNumber: each.personNumber, role: 'leadership' });
      await leave(each);
    }
    await inTransaction(house.database.identified, forgetLeavers);
    const kept = async ({ personNumber }: Actor) =>
      house.database.identified.$count(person, eq(person.personNumber, personNumber));
    expect(await kept(owner)).toBe(1);
    expect(await kept(delegate)).toBe(0);
    expect(await caseOf(id)).toMatchObject({ owner: owner.personNumber, delegate: null });
    expect((await owners(id)).map(({ name }) => name)).toEqual([owner.name]);
  });
});

test('whom a leader is shown to choose from can read that they were shown', async () => {
  await house.database.identified.delete(accessLog);
  const shown = await leadersToChoose(deps(), { actor: lena.personNumber });
  const names = shown.map(({ name }) => name);
  expect(names).toContain(lena.name);
  expect(names).toContain(omar.name);
  expect(names).not.toContain(author.name);
  const lines = await house.database.identified
    .select()
    .from(accessLog)
    .where(and(eq(accessLog.actor, lena.personNumber), eq(accessLog.purpose, 'Listed to choose who answers')));
  expect(lines.map(({ subject }) => subject).sort()).toEqual(
    shown
      .map(({ personNumber }) => personNumber)
      .filter((each) => each !== lena.personNumber)
      .sort(),
  );
});
