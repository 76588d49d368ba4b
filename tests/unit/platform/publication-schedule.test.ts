import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nextPublication, scheduleSlots } from '~/platform/publication-schedule';
import type { PublicationSchedule } from '~/platform/settings';

const berlin: PublicationSchedule = { kind: 'daily', hour: 18, timeZone: 'Europe/Berlin' };
const next = (schedule: PublicationSchedule, now: string) => nextPublication(schedule, new Date(now)).toISOString();

describe('a daily schedule', () => {
  test.each([
    ['2026-01-10T12:00:00Z', '2026-01-10T17:00:00.000Z'],
    ['2026-07-10T12:00:00Z', '2026-07-10T16:00:00.000Z'],
    ['2026-07-10T15:59:59.999Z', '2026-07-10T16:00:00.000Z'],
    ['2026-07-10T16:00:00Z', '2026-07-11T16:00:00.000Z'],
    // The clocks go forward on 29 March and back on 25 October.
    ['2026-03-28T18:00:00Z', '2026-03-29T16:00:00.000Z'],
    ['2026-10-24T18:00:00Z', '2026-10-25T17:00:00.000Z'],
  ])('at %s the next is %s', (now, expected) => {
    expect(next(berlin, now)).toBe(expected);
  });

  test('an hour that is skipped comes an hour later, one that comes twice counts once, the first time', () => {
    const night: PublicationSchedule = { kind: 'daily', hour: 2, timeZone: 'Europe/Berlin' };
    expect(next(night, '2026-03-28T12:00:00Z')).toBe('2026-03-29T01:00:00.000Z');
    expect(next(night, '2026-10-24T12:00:00Z')).toBe('2026-10-25T00:00:00.000Z');
    expect(next(night, '2026-10-25T00:00:00Z')).toBe('2026-10-26T01:00:00.000Z');
  });

  test('works beyond the date line and at half-hour offsets', () => {
    expect(next({ kind: 'daily', hour: 0, timeZone: 'Pacific/Kiritimati' }, '2026-05-01T11:00:00Z')).toBe(
      '2026-05-02T10:00:00.000Z',
    );
    expect(next({ kind: 'daily', hour: 9, timeZone: 'Asia/Kolkata' }, '2026-05-01T03:29:00Z')).toBe(
      '2026-05-01T03:30:00.000Z',
    );
  });
});

test('every slot is the last one from its own instant on, whatever the schedule and the instant', () => {
  const zone = fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu');
  const schedule = fc.oneof(
    fc.record({ kind: fc.constant('daily' as const), hour: fc.integer({ min: 0, max: 23 }), timeZone: zone }),
    fc.record({ kind: fc.constant('every' as const), seconds: fc.integer({ min: 1, max: 3600 }) }),
  );
  const instant = fc.date({ min: new Date('2020-01-01'), max: new Date('2035-01-01'), noInvalidDate: true });
  fc.assert(
    fc.property(schedule, instant, (plan, now) => {
      const { last, next: after } = scheduleSlots(plan, now);
      expect(last.getTime()).toBeLessThanOrEqual(now.getTime());
      expect(after.getTime()).toBeGreaterThan(now.getTime());
      expect(scheduleSlots(plan, after).last).toEqual(after);
      expect(scheduleSlots(plan, new Date(after.getTime() - 1)).last).toEqual(last);
    }),
  );
});
