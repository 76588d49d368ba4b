import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  deleteExpiredReminders,
  reminderDaysKept,
  sendReminders,
} from '~/features/identified/reminders/send-reminders.server';
import { changeHolidays } from '~/features/published/calendar/change-holidays.server';
import { addDays } from '~/platform/clock';
import type { Settings } from '~/platform/settings';
import { openSql } from '~db/database';
import { mailOutbox, person, roleGrant } from '~db/schema/identified';
import { answerCase, reminder } from '~db/schema/identified-answers';
import { item, openOwedHouse, type OwedHouse } from '~tests/support/owed-house';

let house: OwedHouse;
beforeEach(async () => {
  house = await openOwedHouse();
});
afterEach(() => house.close());

const run = (changed: Partial<Settings> = {}) =>
  sendReminders({
    db: house.database.identified,
    clock: house.clock,
    settings: { ...house.settings, ...changed },
    publicUrl: house.publicUrl,
  });

const runAt = async (time: string, changed: Partial<Settings> = {}) => {
  house.clock.set(time);
  return run(changed);
};

/** Empties the outbox: whom it would have gone to, with its subject. */
async function outbox(): Promise<{ to: string | null; subject: string; body: string }[]> {
  const rows = await house.database.identified.delete(mailOutbox).returning();
  return rows
    .map(({ recipient: to, subject, body }) => ({ to, subject, body }))
    .sort((a, b) => ((a.to ?? '') < (b.to ?? '') ? -1 : 1));
}

const address = async (personNumber: string) => {
  const [row] = await house.database.identified.select().from(person).where(eq(person.personNumber, personNumber));
  return row?.email ?? '';
};

async function assigned(dueDay: string) {
  const id = await house.due(dueDay);
  const [owner, delegate] = [await house.leader(), await house.leader()];
  await house.database.identified
    .insert(answerCase)
    .values({ subject: 'petition', subjectId: id, owner: owner.personNumber, delegate: delegate.personNumber });
  await house.own('petition', id, owner.record, house.today());
  await outbox();
  return { id, owner, delegate };
}

describe('an answer with an owner', () => {
  test('is remembered by owner and delegate alone, at each stage once, from the start until it is given', async () => {
    const { id, owner, delegate } = await assigned('2026-06-01');
    await house.leader();
    const both = [await address(owner.personNumber), await address(delegate.personNumber)].sort();
    const said: string[] = [];
    for (let day = '2026-05-04'; day <= '2026-06-17'; day = addDays(day, 1)) {
      for (const hour of ['03', '09', '15', '23']) await runAt(`${day}T${hour}:00:00Z`);
      const mails = await outbox();
      if (mails.length === 0) continue;
      expect(mails.map(({ to }) => to)).toEqual(both);
      said.push(`${day} ${mails[0]?.subject ?? ''}`);
    }
    expect(said).toEqual([
      '2026-05-04 An answer is due in 20 working days',
      '2026-05-18 An answer is due in 10 working days',
      '2026-05-25 An answer is due in 5 working days',
      '2026-05-29 An answer is due in 1 working day',
      '2026-06-01 An answer is due today',
      '2026-06-02 An answer is overdue by 1 day',
      '2026-06-09 An answer is overdue by 8 days',
      '2026-06-16 An answer is overdue by 15 days',
    ]);
    await house.respond(id, [item('one'), item('two')], '2026-06-17');
    expect(await runAt('2026-06-30T10:00:00Z')).toBe(0);
  });

  test('after an outage gets the newest stage, not all that were missed', async () => {
    await assigned('2026-06-01');
    expect(await runAt('2026-06-11T10:00:00Z')).toBe(2);
    const mails = await outbox();
    expect(mails.map(({ subject }) => subject)).toEqual(
      Array.from({ length: 2 }, () => 'An answer is overdue by 10 days'),
    );
    expect(mails[0]?.body).toContain('It was due on Monday 1 June.');
    expect(mails[0]?.body).toContain(`${house.publicUrl}/in/desk/leadership/`);
  });

  test('is the whole of leadership’s once its owner is in leadership no more', async () => {
    const { owner, delegate } = await assigned('2026-06-01');
    const third = await house.leader();
    await house.database.identified.delete(roleGrant).where(eq(roleGrant.personNumber, owner.personNumber));
    await run();
    const mails = await outbox();
    expect(mails.map(({ to }) => to)).toEqual(
      [await address(delegate.personNumber), await address(third.personNumber)].sort(),
    );
    expect(mails[0]?.body).toContain('everybody in leadership gets this mail');
  });
});

test('without an owner, all of leadership is told, and nobody else: no organizer, no moderator, no signer', async () => {
  await house.due('2026-06-01');
  await house.person('moderator', 'administrator', 'handler', 'organizer');
  const left = await house.leader();
  await house.database.identified
    .update(person)
    .set({ status: 'left' })
    .where(eq(person.personNumber, left.personNumber));
  const leaders = [await house.leader(), await house.leader(), await house.leader()];
  await outbox();
  expect(await run()).toBe(3);
  const mails = await outbox();
  const addresses = await Promise.all(leaders.map(({ personNumber }) => address(personNumber)));
  expect(mails.map(({ to }) => to)).toEqual(addresses.sort());
});

test('several things that come up at once are one mail', async () => {
  await house.due('2026-06-01');
  await house.due('2026-05-29');
  await house.leader();
  await outbox();
  expect(await runAt('2026-06-01T10:00:00Z')).toBe(1);
  const [mail] = await outbox();
  expect(mail?.subject).toBe('2 answers and pledges wait, 1 of them overdue');
  expect(mail?.body.indexOf('overdue by 3 days')).toBeLessThan(mail?.body.indexOf('due today') ?? -1);
});

test('a pledge is its owner’s, and a new due day is reminded of anew', async () => {
  const id = await house.due('2026-06-01');
  await house.respond(id, [item('one'), item('two')], '2026-05-04');
  const owner = await house.leader();
  await house.leader();
  const pledge = await house.pledge({ petitionId: id, owner: owner.record, dueDay: '2026-06-15', day: '2026-05-04' });
  await outbox();
  expect(await runAt('2026-06-15T10:00:00Z')).toBe(1);
  expect((await outbox())[0]).toMatchObject({
    to: await address(owner.personNumber),
    subject: 'A pledge is due today',
  });
  await house.database.identified.execute(`update published.pledge set due_day = '2026-06-17' where id = '${pledge}'`);
  expect(await runAt('2026-06-16T10:00:00Z')).toBe(1);
  const [mail] = await outbox();
  expect(mail?.subject).toBe('A pledge is due in 1 working day');
  expect(mail?.body).toContain(`${house.publicUrl}/pledges/${pledge}`);
});

test('a reopened demand goes to whoever answers for its petition', async () => {
  const { id, owner } = await assigned('2026-06-01');
  await house.respond(id, [item('one'), item('two')], '2026-05-04');
  await house.reopen(id, 2, { day: '2026-05-12', dueDay: '2026-06-10' });
  expect(await runAt('2026-05-12T10:00:00Z')).toBe(2);
  const mails = await outbox();
  expect(mails.map(({ to }) => to)).toContain(await address(owner.personNumber));
  expect(mails[0]?.body).toContain('A better answer to a demand');
});

describe('attacked', () => {
  test('ten processes at once send each mail once', async () => {
    await assigned('2026-06-01');
    const sent = await Promise.all(Array.from({ length: 10 }, () => run()));
    expect(sent.reduce((sum, each) => sum + each)).toBe(2);
    expect(await outbox()).toHaveLength(2);
    expect(await house.database.identified.select().from(reminder)).toHaveLength(1);
  });

  test('a crash between leaves neither a mail nor a note of one, and the next run makes it good', async () => {
    await assigned('2026-06-01');
    const owner = openSql({ ...house.database.admin, max: 1 });
    await owner.unsafe(`create function identified.dies() returns trigger language plpgsql as $$ begin raise 'crash'; end $$;
      create trigger dies before insert on identified.mail_outbox for each row execute function identified.dies()`);
    await expect(run()).rejects.toThrow();
    expect(await house.database.identified.select().from(reminder)).toEqual([]);
    await owner.unsafe('drop trigger dies on identified.mail_outbox; drop function identified.dies()');
    await owner.end();
    expect(await run()).toBe(2);
  });

  test('at night, at weekends and on a holiday nothing is sent, in the company’s zone and not in ours', async () => {
    await assigned('2026-06-01');
    expect(await runAt('2026-05-16T10:00:00Z')).toBe(0);
    expect(await runAt('2026-05-18T10:00:00Z', { timeZone: 'Pacific/Kiritimati' })).toBe(0);
    expect(await runAt('2026-05-18T10:00:00Z', { timeZone: 'America/New_York' })).toBe(0);
    house.clock.set('2026-05-15T10:00:00Z');
    const deps = { db: house.database.identified, clock: house.clock, settings: house.settings };
    await changeHolidays(deps, { act: 'added', date: '2026-05-18', name: 'Founders’ Day' });
    expect(await runAt('2026-05-18T10:00:00Z')).toBe(0);
    expect(await runAt('2026-05-18T10:00:00Z', { timeZone: 'Pacific/Kiritimati' })).toBe(0);
    expect(await runAt('2026-05-19T10:00:00Z')).toBe(2);
  });

  test('what was told a year ago is forgotten, and not told again', async () => {
    await assigned('2026-06-01');
    await run();
    await deleteExpiredReminders(
      house.database.identified,
      new Date(`${addDays('2026-06-01', reminderDaysKept)}T23:00:00Z`),
    );
    expect(await house.database.identified.select().from(reminder)).toHaveLength(1);
    const after = `${addDays('2026-06-01', reminderDaysKept + 1)}T10:00:00Z`;
    await deleteExpiredReminders(house.database.identified, new Date(after));
    expect(await house.database.identified.select().from(reminder)).toEqual([]);
    await outbox();
    expect(await runAt(after)).toBe(0);
  });
});
