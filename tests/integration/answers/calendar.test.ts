import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { calendarDays, changeHolidays, mostHolidaysAYear } from '~/features/published/calendar/change-holidays.server';
import { holidaySchema } from '~/features/published/calendar/holiday.schema';
import { companyCalendar, holidays } from '~/features/published/calendar/holidays.queries.server';
import { weekWords } from '~/features/published/calendar/calendar-words';
import { addDays } from '~/platform/clock';
import { holiday } from '~db/schema/published-answers';
import { action, loader } from '~/routes/in.admin.calendar';
import { identifiedHouse, requestTo, type IdentifiedHouse } from '~tests/support/identified-context';
import { openPetitionHouse, refusal } from '~tests/support/petition-house';

let house: Awaited<ReturnType<typeof openPetitionHouse>>;
let inside: IdentifiedHouse;
beforeAll(async () => {
  house = await openPetitionHouse();
  inside = identifiedHouse(house.database.identified, '2026-05-04T10:00:00Z');
});
afterAll(() => house.close());

const today = '2026-05-04';
const change = (act: 'added' | 'removed', date: string, name = 'Midsummer', timeZone = 'UTC') =>
  changeHolidays(
    { db: house.database.identified, clock: house.clock, settings: { ...house.settings, timeZone } },
    { act, date, name },
  );
const names = async () => (await holidays(house.database.published)).map(({ date, name }) => `${date} ${name}`);

describe('a holiday', () => {
  test('is entered and taken off, each with an entry in the ledger', async () => {
    await change('added', '2026-06-24');
    expect(await names()).toEqual(['2026-06-24 Midsummer']);
    const added = { v: 1, kind: 'holiday', act: 'added', date: '2026-06-24', name: 'Midsummer', day: today };
    expect((await house.ledger()).at(-1)).toEqual(added);
    // Whatever name is posted, the ledger has the one that stood.
    await change('removed', '2026-06-24', 'Something else');
    expect(await names()).toEqual([]);
    expect((await house.ledger()).at(-1)).toEqual({ ...added, act: 'removed' });
  });

  test('is one of the days to come, by the company’s calendar', async () => {
    for (const date of [addDays(today, -1), today, addDays(today, calendarDays + 1)]) {
      expect(await refusal(change('added', date))).toBe('not-to-come');
      expect(await refusal(change('removed', date))).toBe('not-to-come');
    }
    // There it is the fifth already.
    house.clock.set('2026-05-04T11:00:00Z');
    expect(await refusal(change('added', '2026-05-05', 'Too late', 'Pacific/Kiritimati'))).toBe('not-to-come');
    await change('added', '2026-05-05', 'Not too late');
    await change('removed', '2026-05-05');
  });

  test('is entered once, ten times at once too, and taken off once', async () => {
    const before = (await house.ledger()).length;
    const ten = () => Array.from({ length: 10 }, () => change('added', '2026-12-24'));
    const outcomes = await Promise.allSettled(ten());
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await refusal(change('added', '2026-12-24'))).toBe('unchanged');
    await change('removed', '2026-12-24');
    expect(await refusal(change('removed', '2026-12-24'))).toBe('unchanged');
    expect(await house.ledger()).toHaveLength(before + 2);
  });

  test('is not one of so many that nothing would ever be due', async () => {
    const year = Array.from({ length: mostHolidaysAYear }, (_, n) => addDays('2027-01-01', n));
    await house.database.identified.insert(holiday).values(year.map((date) => ({ date, name: 'Off' })));
    expect(await refusal(change('added', '2027-12-24'))).toBe('too-many');
    await change('added', '2026-12-23');
    await change('added', '2028-01-03');
    const calendar = await companyCalendar(house.database.published, house.settings);
    expect(calendar.holidays.size).toBe(mostHolidaysAYear + 2);
  });
});

test.each([
  [{ date: '2026-02-29' }, false],
  [{ date: '2028-02-29' }, true],
  [{ date: '2026-13-01' }, false],
  [{ date: '26-1-1' }, false],
  [{ date: '2026-06-24T00:00:00Z' }, false],
  [{ name: ' ' }, false],
  [{ name: 'x'.repeat(81) }, false],
  [{ act: 'changed' }, false],
])('what is posted is a day and a name: %j', (given, sound) => {
  const posted = { act: 'added', date: '2026-06-24', name: 'Midsummer', ...given };
  expect(holidaySchema.safeParse(posted).success).toBe(sound);
});

test('no wing but the identified may write the calendar, and none may change a row of it', async () => {
  for (const db of [house.database.published, house.database.anonymous]) {
    await expect(db.insert(holiday).values({ date: '2026-07-01', name: 'Own' })).rejects.toThrow();
  }
  await expect(house.database.identified.execute(`update published.holiday set name = 'x'`)).rejects.toThrow();
});

test('the page shows what is to come, takes a change, and says why not', async () => {
  const administrator = await house.person('administrator');
  const cookie = await inside.signIn(administrator);
  const args = (form?: Record<string, string>) => ({
    request: requestTo('/in/admin/calendar', cookie, form),
    params: {},
    context: inside.context,
  });
  const posted = { act: 'added', date: '2026-08-03', name: 'Summer holiday' };
  expect(await action(args(posted))).toMatchObject({ status: 302 });
  expect(await action(args(posted))).toMatchObject({ init: { status: 409 } });
  expect(await action(args({ ...posted, date: 'tomorrow' }))).toMatchObject({ init: { status: 400 } });
  const page = await loader(args());
  expect(page).toMatchObject({ first: '2026-05-05', week: 'Monday to Friday' });
  expect(page.holidays.map(({ date }) => date)).toContain('2026-08-03');
});

test('a week is told from Monday on', () => {
  expect(weekWords([0, 4, 1])).toBe('Monday, Thursday and Sunday');
  expect(weekWords([6])).toBe('Saturday');
  expect(weekWords([5, 1, 2, 4, 3])).toBe('Monday to Friday');
  expect(weekWords([0, 1, 2, 3, 4])).toBe('Monday, Tuesday, Wednesday, Thursday and Sunday');
  expect(weekWords([0, 6])).toBe('Saturday and Sunday');
});
