import { randomInt } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays } from '~/platform/clock';
import {
  addWorkingDays,
  dayOfWeek,
  isWorkingDay,
  workingDaysBetween,
  type CompanyCalendar,
} from '~/platform/company-calendar';
import { dayIn, instantOf } from '~/platform/zoned-time';

const plain: CompanyCalendar = { workingWeek: [1, 2, 3, 4, 5], holidays: new Set() };
const seed = randomInt(2 ** 31);
const check = <T>(property: fc.IProperty<T>) => {
  fc.assert(property, { seed, numRuns: 300 });
};

const days = fc.integer({ min: 0, max: 80 * 365 }).map((n) => addDays('1999-12-01', n));
/** Any week with at least one working day, and up to a few hundred holidays around the turn of 2028, a leap year. */
const calendars = fc
  .record({
    workingWeek: fc.uniqueArray(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 7 }),
    holidays: fc
      .array(
        fc.integer({ min: 0, max: 800 }).map((n) => addDays('2027-01-01', n)),
        { maxLength: 300 },
      )
      .map((list) => new Set(list)),
  })
  .map((calendar): CompanyCalendar => calendar);
const near = fc.integer({ min: -200, max: 1000 }).map((n) => addDays('2027-01-01', n));
const counts = fc.integer({ min: -120, max: 365 });
/** From the first place that sees a day to the last one, with zones that change their clocks at odd hours or by half one. */
const zones = fc.constantFrom(
  ...['Pacific/Kiritimati', 'Pacific/Apia', 'Pacific/Chatham', 'Australia/Lord_Howe', 'Asia/Tokyo', 'Asia/Kathmandu'],
  ...['Asia/Tehran', 'Africa/Cairo', 'Europe/Berlin', 'Europe/London', 'UTC', 'Atlantic/Azores', 'America/St_Johns'],
  ...['America/Sao_Paulo', 'America/New_York', 'America/Los_Angeles', 'Pacific/Niue', 'Etc/GMT+12'],
);

describe(`working days (seed ${String(seed)})`, () => {
  test('what is reached is a working day, and exactly so many lie on the way', () => {
    check(
      fc.property(calendars, near, counts, (calendar, day, count) => {
        const reached = addWorkingDays(calendar, day, count);
        if (count === 0) expect(reached).toBe(day);
        else expect(isWorkingDay(calendar, reached)).toBe(true);
        expect(workingDaysBetween(calendar, day, reached)).toBe(count);
      }),
    );
  });

  test('one cannot be had by a plain count of days: a week with two days off takes seven days for five', () => {
    check(
      fc.property(days, fc.integer({ min: 0, max: 60 }), (day, weeks) => {
        const monday = addDays(day, (8 - dayOfWeek(day)) % 7);
        expect(addWorkingDays(plain, monday, 5 * weeks)).toBe(addDays(monday, 7 * weeks));
      }),
    );
  });

  test('further is never earlier, and a later start is never due earlier', () => {
    check(
      fc.property(calendars, near, counts, fc.nat(40), fc.nat(40), (calendar, day, count, more, later) => {
        expect(addWorkingDays(calendar, day, count + more) >= addWorkingDays(calendar, day, count)).toBe(true);
        const start = addDays(day, later);
        if (count > 0) {
          expect(addWorkingDays(calendar, start, count) >= addWorkingDays(calendar, day, count)).toBe(true);
        }
      }),
    );
  });

  test('in two steps one comes as far as in one, and back from a working day one is where one was', () => {
    check(
      fc.property(calendars, near, fc.nat(100), fc.nat(100), (calendar, day, some, more) => {
        const reached = addWorkingDays(calendar, day, some + more);
        expect(addWorkingDays(calendar, addWorkingDays(calendar, day, some), more)).toBe(reached);
        const start = addWorkingDays(calendar, day, 1);
        expect(addWorkingDays(calendar, addWorkingDays(calendar, start, some), -some)).toBe(start);
      }),
    );
  });

  test('a holiday more puts off, by what it takes and no more; on a day off it changes nothing', () => {
    check(
      fc.property(calendars, near, fc.integer({ min: 1, max: 100 }), near, (calendar, day, count, holiday) => {
        const before = addWorkingDays(calendar, day, count);
        const more = { ...calendar, holidays: new Set([...calendar.holidays, holiday]) };
        const after = addWorkingDays(more, day, count);
        const counts = isWorkingDay(calendar, holiday) && day < holiday && holiday <= before;
        expect(after).toBe(counts ? addWorkingDays(more, before, 1) : before);
      }),
    );
  });

  test('a company that works every day counts days, over leap days and ends of years too', () => {
    const always: CompanyCalendar = { workingWeek: [0, 1, 2, 3, 4, 5, 6], holidays: new Set() };
    check(
      fc.property(days, fc.integer({ min: -400, max: 400 }), (day, count) => {
        expect(addWorkingDays(always, day, count)).toBe(addDays(day, count));
        expect(workingDaysBetween(always, day, addDays(day, count))).toBe(count);
      }),
    );
  });

  test('a day of the company begins once, wherever it is and whatever its clocks do', () => {
    check(
      fc.property(zones, near, fc.nat(23), fc.nat(3 * 24 * 60), (zone, day, hour, minutes) => {
        const slot = instantOf(day, hour, zone);
        expect(dayIn(zone, slot)).toBe(day);
        expect(dayIn(zone, new Date(slot.getTime() + minutes * 60_000)) >= day).toBe(true);
        expect(dayIn(zone, new Date(slot.getTime() - minutes * 60_000)) <= day).toBe(true);
      }),
    );
  });
});

describe('by hand', () => {
  const may: CompanyCalendar = {
    ...plain,
    holidays: new Set(['2026-05-14', '2026-05-25', '2026-12-25', '2027-01-01']),
  };
  test.each([
    ['2026-06-10', 20, '2026-07-08', 'four weeks'],
    ['2026-05-13', 1, '2026-05-15', 'over Ascension Day'],
    ['2026-05-22', 1, '2026-05-26', 'over a weekend and Whit Monday'],
    ['2026-05-23', 1, '2026-05-26', 'from a Saturday'],
    ['2026-12-24', 5, '2027-01-04', 'over a holiday at either end of the year'],
    ['2028-02-28', 1, '2028-02-29', 'to a leap day'],
    ['2028-02-28', 2, '2028-03-01', 'over it'],
    ['2026-05-26', -1, '2026-05-22', 'back over the same'],
    ['2026-05-24', -1, '2026-05-22', 'back from a Sunday'],
  ])('from %s %i working days is %s: %s', (day, count, due) => {
    expect(addWorkingDays(may, day, count)).toBe(due);
  });

  test('other weeks: Sunday to Thursday, and Friday only', () => {
    expect(addWorkingDays({ ...plain, workingWeek: [0, 1, 2, 3, 4] }, '2026-06-11', 1)).toBe('2026-06-14');
    expect(addWorkingDays({ ...plain, workingWeek: [5] }, '2026-06-12', 2)).toBe('2026-06-26');
  });

  test('no holiday and no order of the week’s days hides behind another', () => {
    expect(isWorkingDay(may, '2026-05-14')).toBe(false);
    expect(isWorkingDay({ ...may, workingWeek: [5, 4, 3, 2, 1] }, '2026-05-15')).toBe(true);
  });

  test('the same moment is another day in Kiritimati than on Baker Island, and so another due day', () => {
    const slot = new Date('2026-06-12T11:00:00Z');
    const [east, west] = [dayIn('Pacific/Kiritimati', slot), dayIn('Etc/GMT+12', slot)];
    expect([east, west]).toEqual(['2026-06-13', '2026-06-11']);
    expect(addWorkingDays(plain, east, 1)).toBe('2026-06-15');
    expect(addWorkingDays(plain, west, 1)).toBe('2026-06-12');
  });

  test('the nights on which clocks change have one day before and one after, of 23 and 25 hours', () => {
    const spring =
      instantOf('2026-03-30', 0, 'Europe/Berlin').getTime() - instantOf('2026-03-29', 0, 'Europe/Berlin').getTime();
    const autumn =
      instantOf('2026-10-26', 0, 'Europe/Berlin').getTime() - instantOf('2026-10-25', 0, 'Europe/Berlin').getTime();
    expect([spring, autumn].map((ms) => ms / 3_600_000)).toEqual([23, 25]);
    expect(dayIn('Europe/Berlin', new Date('2026-03-29T21:59:59Z'))).toBe('2026-03-29');
    expect(dayIn('Europe/Berlin', new Date('2026-03-29T22:00:00Z'))).toBe('2026-03-30');
    expect(addWorkingDays(plain, '2026-03-27', 1)).toBe('2026-03-30');
    expect(addWorkingDays(plain, '2026-10-23', 1)).toBe('2026-10-26');
  });

  test('a week without a working day, and part of a day, are refused instead of counted for ever', () => {
    for (const workingWeek of [[], [7], [-1]]) {
      expect(() => addWorkingDays({ ...plain, workingWeek }, '2026-06-10', 1)).toThrow(RangeError);
    }
    expect(() => addWorkingDays(plain, '2026-06-10', 1.5)).toThrow(RangeError);
    expect(() => addWorkingDays(plain, '2026-06-10', Number.NaN)).toThrow(RangeError);
  });
});
