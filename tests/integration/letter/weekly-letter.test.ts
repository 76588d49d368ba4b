import { eq, like } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { changeLetter, takesLetter } from '~/features/identified/letter/letter-taker.server';
import { sendWeeklyLetter } from '~/features/identified/letter/send-weekly-letter.server';
import { letterDay, mondayOf, weekOf } from '~/features/identified/letter/weekly-letter';
import type { CompanyCalendar } from '~/platform/company-calendar';
import { serverTasks, type TaskDeps } from '~/server/jobs';
import { mailOutbox, person } from '~db/schema/identified';
import { letterSent } from '~db/schema/identified-organizing';
import { holiday } from '~db/schema/published-answers';
import { openStatementHouse } from '~tests/support/statement-house';

describe('the week', () => {
  test.each([
    ['2026-11-23', '2026-W48'],
    ['2026-11-29', '2026-W48'],
    ['2026-12-31', '2026-W53'],
    ['2027-01-03', '2026-W53'],
    ['2027-01-04', '2027-W01'],
    ['2024-12-30', '2025-W01'],
    ['2028-02-29', '2028-W09'],
  ])('%s is in %s', (day, week) => {
    expect(weekOf(day)).toBe(week);
  });

  test('begins on its Monday, and its letter is sent on the first working day', () => {
    const calendar: CompanyCalendar = { workingWeek: [1, 2, 3, 4, 5], holidays: new Set(['2026-11-23']) };
    for (const day of ['2026-11-23', '2026-11-25', '2026-11-29']) {
      expect([mondayOf(day), letterDay(calendar, day)]).toEqual(['2026-11-23', '2026-11-24']);
    }
    expect(letterDay({ workingWeek: [0, 3], holidays: new Set() }, '2026-11-23')).toBe('2026-11-25');
  });
});

describe('the letter', () => {
  let house: Awaited<ReturnType<typeof openStatementHouse>>;
  beforeAll(async () => {
    house = await openStatementHouse();
  });
  afterAll(() => house.close());
  beforeEach(async () => {
    await house.database.identified.delete(mailOutbox);
  });

  const deps = () => ({
    db: house.database.identified,
    clock: house.clock,
    settings: house.settings,
    publicUrl: house.publicUrl,
  });
  const send = () => sendWeeklyLetter(deps());
  const letters = () =>
    house.database.identified.select().from(mailOutbox).where(like(mailOutbox.subject, 'The week at%'));
  const taker = async () => {
    const { personNumber } = await house.person();
    await changeLetter(deps(), { personNumber, takes: true });
    return personNumber;
  };

  test('goes once a week to everybody who takes it, in the same bytes, with public news alone', async () => {
    house.clock.set('2026-05-06T10:00:00Z');
    const id = await house.open(await house.person(), { title: 'Tell us who can read the recordings' });
    await house.respond(id);
    await house.promise(id);
    const waiting = await house.waiting(await house.person(), { title: 'Not for the public before it is moderated' });
    const [one, other, gone, stopped] = [await taker(), await taker(), await taker(), await taker()];
    await changeLetter(deps(), { personNumber: stopped, takes: false });
    await house.database.identified.update(person).set({ status: 'left' }).where(eq(person.personNumber, gone));

    house.clock.set('2026-05-11T07:59:00Z');
    expect(await send()).toBeNull();
    house.clock.set('2026-05-11T08:00:00Z');
    const at = await Promise.all([send(), send(), send()]);
    expect(at.filter((each) => each === 2)).toHaveLength(1);
    expect(at.filter((each) => each === null)).toHaveLength(2);
    const [first, second, ...more] = await letters();
    expect(more).toEqual([]);
    expect([first?.subject, first?.body]).toEqual([second?.subject, second?.body]);
    const addresses = await house.database.identified.select().from(person);
    const emailOf = (number: string) => addresses.find(({ personNumber }) => personNumber === number)?.email;
    expect(new Set([first?.recipient, second?.recipient])).toEqual(new Set([emailOf(one), emailOf(other)]));
    expect(first?.body).toContain('Opened: Tell us who can read the recordings');
    expect(first?.body).toContain('Response to a petition: Tell us who can read the recordings');
    expect(first?.body).toContain(`${house.publicUrl}/petitions/${id}`);
    expect(first?.body).not.toContain(waiting);
    expect(first?.body).not.toContain('Not for the public');
    for (const { name, email } of addresses) {
      if (name !== 'Mo Moderator' && first?.body.includes(email)) throw new Error(`the letter names ${email}`);
    }
    expect(await takesLetter(house.database.identified, gone)).toBe(false);
    expect(await house.database.identified.select().from(letterSent)).toMatchObject([{ week: '2026-W20', takers: 2 }]);
    house.clock.set('2026-05-15T10:00:00Z');
    expect(await send()).toBeNull();
  });

  test('of a week whose Monday is a holiday goes on Tuesday; of one that was missed, later in that week', async () => {
    await house.database.identified.insert(holiday).values({ date: '2026-05-18', name: 'Whit Monday, say' });
    house.clock.set('2026-05-13T10:00:00Z');
    await house.reach(await house.open(await house.person()), '2026-05-27');
    house.clock.set('2026-05-18T12:00:00Z');
    expect(await send()).toBeNull();
    house.clock.set('2026-05-21T12:00:00Z');
    expect(await send()).toBe(2);
    expect((await letters())[0]?.body).toContain('Due by now, or soon');
  });

  test('is sent by the house itself', async () => {
    house.clock.set('2026-05-25T12:00:00Z');
    const { identified, published, anonymous } = house.database;
    const publication = { identified, published, anonymous, ...deps() } as unknown as TaskDeps['publication'];
    const { publicUrl } = house;
    const tasks = serverTasks({ publication, publicUrl, mailer: null, every: 1000 });
    await tasks.find(({ name }) => name === 'letter')?.run();
    expect(await letters()).toHaveLength(2);
  });

  test('taken or stopped twice is taken or stopped once', async () => {
    const { personNumber } = await house.person();
    for (const takes of [true, true, false, false]) {
      await changeLetter(deps(), { personNumber, takes });
      expect(await takesLetter(house.database.identified, personNumber)).toBe(takes);
    }
  });
});
