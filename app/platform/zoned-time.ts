import { dayLength, second } from './clock';

/** The calendar day that clocks in a zone show at an instant, 'YYYY-MM-DD'. @throws RangeError for an unknown time zone */
export function dayIn(timeZone: string, time: Date): string {
  return new Date(time.getTime() + offsetAt(time.getTime(), timeZone)).toISOString().slice(0, 10);
}

/** The hour that clocks in a zone show at an instant, 0 to 23. @throws RangeError for an unknown time zone */
export function hourIn(timeZone: string, time: Date): number {
  return new Date(time.getTime() + offsetAt(time.getTime(), timeZone)).getUTCHours();
}

/**
 * The instant at which clocks in a zone show `hour`:00 on a calendar day. Where they show it twice, the first; where they
 * skip it, as far after the change as it would have been without: so every day has exactly one.
 * @param day 'YYYY-MM-DD', @param hour 0 to 23
 * @throws RangeError for an unknown time zone
 */
export function instantOf(day: string, hour: number, timeZone: string): Date {
  const shown = Date.parse(`${day}T${String(hour).padStart(2, '0')}:00:00Z`);
  const before = shown - offsetAt(shown - dayLength, timeZone);
  const after = shown - offsetAt(shown + dayLength, timeZone);
  const shows = (instant: number) => instant + offsetAt(instant, timeZone) === shown;
  return new Date([Math.min(before, after), Math.max(before, after)].find(shows) ?? before);
}

/** How far ahead of UTC clocks in a zone are at an instant, in milliseconds. */
function offsetAt(instant: number, timeZone: string): number {
  const parts = clockOf(timeZone).formatToParts(instant);
  const part = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((each) => each.type === type)?.value);
  const local = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
  return local - Math.floor(instant / second) * second;
}

const clocks = new Map<string, Intl.DateTimeFormat>();

/** Made once for a zone: making one takes a hundred times as long as asking it, and every page asks ten times. */
function clockOf(timeZone: string): Intl.DateTimeFormat {
  const known = clocks.get(timeZone);
  if (known) return known;
  const clock = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  clocks.set(timeZone, clock);
  return clock;
}
