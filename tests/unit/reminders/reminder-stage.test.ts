import { randomInt } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mayRemind, overdueWeeks, reminderStage } from '~/features/identified/reminders/reminder-stage';
import { reminderDaysKept } from '~/features/identified/reminders/send-reminders.server';
import { addDays } from '~/platform/clock';
import { addWorkingDays, isWorkingDay, workingDaysBetween, type CompanyCalendar } from '~/platform/company-calendar';
import { daysBetween } from '~/ui/days';

const plain: CompanyCalendar = { workingWeek: [1, 2, 3, 4, 5], holidays: new Set(['2026-12-25', '2027-01-01']) };
const due = (sinceDay: string, dueDay: string, subject: 'petition' | 'pledge' = 'petition') => ({
  ...{ subject, sinceDay, dueDay },
});

describe('an answer that is due on Monday, 7 December', () => {
  test.each([
    ['2026-11-08', null],
    ['2026-11-09', 'start'],
    ['2026-11-22', 'start'],
    ['2026-11-23', 'before-10'],
    ['2026-11-29', 'before-10'],
    ['2026-11-30', 'before-5'],
    ['2026-12-03', 'before-5'],
    ['2026-12-04', 'before-1'],
    ['2026-12-06', 'before-1'],
    ['2026-12-07', 'due'],
    ['2026-12-08', 'overdue-0'],
    ['2026-12-14', 'overdue-0'],
    ['2026-12-15', 'overdue-1'],
    ['2027-12-06', 'overdue-51'],
    ['2027-12-07', null],
  ])('is, on %s, at %s', (today, stage) => {
    expect(reminderStage(plain, due('2026-11-09', '2026-12-07'), today)).toBe(stage);
  });

  test('is not told as “10 days before” where it was given three', () => {
    expect(reminderStage(plain, due('2026-12-02', '2026-12-07'), '2026-12-03')).toBe('start');
    expect(reminderStage(plain, due('2026-12-02', '2026-12-07', 'pledge'), '2026-12-03')).toBeNull();
    expect(reminderStage(plain, due('2026-12-02', '2026-12-07', 'pledge'), '2026-12-04')).toBe('before-1');
  });
});

test('nobody is reminded at night, at weekends and on holidays', () => {
  expect([7, 8, 17, 18].map((hour) => mayRemind(plain, '2026-12-07', hour))).toEqual([false, true, true, false]);
  for (const day of ['2026-12-05', '2026-12-06', '2026-12-25']) expect(mayRemind(plain, day, 12)).toBe(false);
});

test('what was told is kept for longer than it could be told again', () => {
  expect(reminderDaysKept).toBeGreaterThan(overdueWeeks * 7 + 1);
});

const seed = randomInt(2 ** 31);
test(`day by day each stage comes once, in order, none is left for an earlier one (seed ${String(seed)})`, () => {
  const calendars = fc.record({
    workingWeek: fc.uniqueArray(fc.integer({ min: 0, max: 6 }), { minLength: 1 }),
    holidays: fc
      .array(
        fc.integer({ min: 0, max: 400 }).map((n) => addDays('2026-06-01', n)),
        { maxLength: 40 },
      )
      .map((days) => new Set(days)),
  });
  fc.assert(
    fc.property(calendars, fc.nat(300), fc.nat(90), fc.boolean(), (calendar, start, length, isPledge) => {
      const sinceDay = addDays('2026-06-01', start);
      const dueDay = addDays(sinceDay, length);
      const seen: string[] = [];
      for (let day = addDays(sinceDay, -3); day <= addDays(dueDay, 400); day = addDays(day, 1)) {
        const stage = reminderStage(calendar, due(sinceDay, dueDay, isPledge ? 'pledge' : 'petition'), day);
        if (day < sinceDay && length > 0) expect(stage).toBeNull();
        if (stage === null) continue;
        if (seen.at(-1) !== stage) seen.push(stage);
        const before = /^before-(\d+)$/.exec(stage)?.[1];
        // It never says more time than there is.
        if (before !== undefined) expect(workingDaysBetween(calendar, day, dueDay)).toBeLessThanOrEqual(Number(before));
        if (stage.startsWith('overdue')) expect(daysBetween(dueDay, day)).toBeGreaterThan(0);
      }
      expect(new Set(seen).size).toBe(seen.length);
      const order = ['start', 'before-10', 'before-5', 'before-1', 'due'];
      for (let week = 0; week < overdueWeeks; week += 1) order.push(`overdue-${String(week)}`);
      const places = seen.map((stage) => order.indexOf(stage));
      expect(places).toEqual([...places].sort((a, b) => a - b));
      expect(seen.filter((stage) => stage.startsWith('overdue'))).toHaveLength(overdueWeeks);
      // A day on which mail is sent comes within each stage before the due day that begins on a working day.
      for (const days of [10, 5, 1]) {
        const day = addWorkingDays(calendar, dueDay, -days);
        if (seen.includes(`before-${String(days)}`)) expect(isWorkingDay(calendar, day)).toBe(true);
      }
    }),
    { seed, numRuns: 60 },
  );
});
