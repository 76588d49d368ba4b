import fc from 'fast-check';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { formatCount, plural, pluralWord } from '~/ui/count';
import { DateText, TimeText } from '~/ui/date-text';
import { daysBetween, formatDay, relativeDay } from '~/ui/days';

describe('numbers', () => {
  it('have thousands separators', () => {
    expect([0, 999, 1_000, 1_612, 104_120, 1_000_000].map(formatCount)).toEqual([
      '0',
      '999',
      '1,000',
      '1,612',
      '104,120',
      '1,000,000',
    ]);
  });

  it('are one only when they are one', () => {
    expect(plural(1, 'signature')).toBe('1 signature');
    expect(plural(0, 'signature')).toBe('0 signatures');
    expect(plural(1_612, 'signature')).toBe('1,612 signatures');
    expect(plural(2, 'person', 'people')).toBe('2 people');
    fc.assert(
      fc.property(fc.nat(), (n) => {
        expect(pluralWord(n, 'reply', 'replies') === 'reply').toBe(n === 1);
      }),
    );
  });
});

describe('days', () => {
  const today = '2026-11-23';

  it.each([
    ['2026-11-23', 'today'],
    ['2026-11-24', 'tomorrow'],
    ['2026-11-22', 'yesterday'],
    ['2026-11-25', 'in 2 days'],
    ['2026-10-13', '41 days ago'],
    ['2027-01-21', 'in 59 days'],
    ['2027-01-22', 'in 2 months'],
    ['2024-11-01', '2 years ago'],
  ])('%s is %s', (day, words) => {
    expect(relativeDay(day, today)).toBe(words);
  });

  it('are counted by the calendar, across months, leap days and changes of the clock', () => {
    expect(daysBetween('2028-02-28', '2028-03-01')).toBe(2);
    expect(daysBetween('2026-03-28', '2026-03-30')).toBe(2);
    const day = fc.date({ min: new Date('2000-01-01'), max: new Date('2100-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(day, fc.integer({ min: -4_000, max: 4_000 }), (from, days) => {
        const start = from.toISOString().slice(0, 10);
        const end = new Date(Date.parse(start) + days * 86_400_000).toISOString().slice(0, 10);
        expect(daysBetween(start, end)).toBe(days);
      }),
    );
  });

  it('name their year unless it is this one', () => {
    expect(formatDay('2026-10-12', today)).toBe('12 October');
    expect(formatDay('2025-10-12', today)).toBe('12 October 2025');
    expect(formatDay('2026-10-12')).toBe('12 October 2026');
  });

  it('stand in a time element that machines can read', () => {
    const markup = renderToStaticMarkup(<DateText day="2026-12-02" now={today} relative="also" />);
    expect(markup).toBe('<time dateTime="2026-12-02">2 December<span class="soft"> (in 9 days)</span></time>');
  });

  it('are told in UTC, and say so, until the page knows the zone of its reader', () => {
    const markup = renderToStaticMarkup(<TimeText instant="2026-11-23T17:00:00Z" now="2026-11-23T10:00:00Z" />);
    expect(markup).toContain('today, 17:00 UTC');
  });
});
