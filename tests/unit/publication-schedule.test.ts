import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dayLength } from '~/platform/clock';
import { latestPublication, nextPublication } from '~/platform/publication-schedule';
import { instantOf } from '~/platform/zoned-time';
import type { PublicationSchedule } from '~/platform/settings';

const berlin: PublicationSchedule = { kind: 'daily', hour: 18, timeZone: 'Europe/Berlin' };
const iso = (date: Date) => date.toISOString();

describe('daily slots', () => {
  test('follow the company’s clock through summer and winter', () => {
    expect(iso(latestPublication(berlin, new Date('2026-07-01T16:00:00Z')))).toBe('2026-07-01T16:00:00.000Z');
    expect(iso(latestPublication(berlin, new Date('2026-07-01T15:59:59.999Z')))).toBe('2026-06-30T16:00:00.000Z');
    expect(iso(latestPublication(berlin, new Date('2026-12-01T17:00:00Z')))).toBe('2026-12-01T17:00:00.000Z');
    expect(iso(nextPublication(berlin, new Date('2026-12-01T17:00:00Z')))).toBe('2026-12-02T17:00:00.000Z');
  });

  test('come once on a day whose clocks skip the hour, and once where they show it twice', () => {
    // Berlin: 02:00 to 03:00 does not exist on 29 March 2026, and comes twice on 25 October.
    expect(iso(instantOf('2026-03-29', 2, 'Europe/Berlin'))).toBe('2026-03-29T01:00:00.000Z');
    expect(iso(instantOf('2026-10-25', 2, 'Europe/Berlin'))).toBe('2026-10-25T00:00:00.000Z');
    expect(iso(instantOf('2026-10-25', 3, 'Europe/Berlin'))).toBe('2026-10-25T02:00:00.000Z');
  });

  test('know zones far from UTC and with odd offsets', () => {
    expect(iso(instantOf('2026-05-05', 18, 'Pacific/Kiritimati'))).toBe('2026-05-05T04:00:00.000Z');
    expect(iso(instantOf('2026-05-05', 18, 'Pacific/Pago_Pago'))).toBe('2026-05-06T05:00:00.000Z');
    expect(iso(instantOf('2026-05-05', 18, 'Asia/Kathmandu'))).toBe('2026-05-05T12:15:00.000Z');
  });

  test('lie on either side of any moment, next to each other', () => {
    const zones = ['UTC', 'Europe/Berlin', 'America/New_York', 'Pacific/Kiritimati', 'Australia/Lord_Howe'];
    fc.assert(
      fc.property(
        fc.date({ min: new Date('2024-01-01'), max: new Date('2030-01-01'), noInvalidDate: true }),
        fc.integer({ min: 0, max: 23 }),
        fc.constantFrom(...zones),
        (now, hour, timeZone) => {
          const schedule: PublicationSchedule = { kind: 'daily', hour, timeZone };
          const latest = latestPublication(schedule, now);
          const next = nextPublication(schedule, now);
          expect(latest.getTime()).toBeLessThanOrEqual(now.getTime());
          expect(next.getTime()).toBeGreaterThan(now.getTime());
          expect(next.getTime() - latest.getTime()).toBeGreaterThanOrEqual(dayLength - 2 * 3_600_000);
          expect(next.getTime() - latest.getTime()).toBeLessThanOrEqual(dayLength + 2 * 3_600_000);
          expect(iso(latestPublication(schedule, next))).toBe(iso(next));
          expect(iso(nextPublication(schedule, latest))).toBe(iso(next));
        },
      ),
    );
  });
});

test('slots every few seconds are multiples of them', () => {
  const demo: PublicationSchedule = { kind: 'every', seconds: 5 };
  expect(iso(latestPublication(demo, new Date('2026-05-05T10:00:09.999Z')))).toBe('2026-05-05T10:00:05.000Z');
  expect(iso(nextPublication(demo, new Date('2026-05-05T10:00:05.000Z')))).toBe('2026-05-05T10:00:10.000Z');
});
