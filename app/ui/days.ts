const MS_A_DAY = 24 * 60 * 60 * 1_000;
const DAYS_TOLD_AS_DAYS = 60;
const DAYS_TOLD_AS_MONTHS = 730;
const DAYS_A_MONTH = 30.44;
const DAYS_A_YEAR = 365.25;

const longDay = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
const shortDay = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', timeZone: 'UTC' });
const weekday = new Intl.DateTimeFormat('en-GB', { weekday: 'long', timeZone: 'UTC' });

/** Whole days from one UTC day to another: negative where `to` is earlier. Both start with YYYY-MM-DD. */
export function daysBetween(from: string, to: string): number {
  return Math.round((startOf(to) - startOf(from)) / MS_A_DAY);
}

/** "today", "in 9 days", "41 days ago", "in 3 months", "2 years ago". */
export function relativeDay(day: string, today: string): string {
  const days = daysBetween(today, day);
  if (days === 0) return 'today';
  if (days === 1) return 'tomorrow';
  if (days === -1) return 'yesterday';
  const distance = spell(Math.abs(days));
  return days > 0 ? `in ${distance}` : `${distance} ago`;
}

/** "12 October 2026"; without the year where it is that of `today`. */
export function formatDay(day: string, today?: string): string {
  const sameYear = today?.slice(0, 4) === day.slice(0, 4);
  return (sameYear ? shortDay : longDay).format(startOf(day));
}

/** "Monday 12 October 2026"; without the year where it is that of `today`. For days that somebody has to keep. */
export function formatWeekday(day: string, today?: string): string {
  return `${weekday.format(startOf(day))} ${formatDay(day, today)}`;
}

function spell(days: number): string {
  if (days < DAYS_TOLD_AS_DAYS) return `${days} days`;
  if (days < DAYS_TOLD_AS_MONTHS) return `${Math.round(days / DAYS_A_MONTH)} months`;
  return `${Math.round(days / DAYS_A_YEAR)} years`;
}

function startOf(day: string): number {
  return Date.parse(`${day.slice(0, 10)}T00:00:00Z`);
}
