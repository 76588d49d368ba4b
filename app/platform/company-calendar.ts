import { addDays } from './clock';

/**
 * On which days a company works. Pure arithmetic on calendar days ('YYYY-MM-DD'): no zone and no hour comes into it, so no
 * change of the clocks can move a day.
 */
export interface CompanyCalendar {
  /** Days of the week on which the company works, 0 for Sunday to 6. At least one. */
  readonly workingWeek: readonly number[];
  /** Days on which it does not, whatever day of the week they are. */
  readonly holidays: ReadonlySet<string>;
}

/** 0 for Sunday to 6. */
export function dayOfWeek(day: string): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay();
}

export function isWorkingDay({ workingWeek, holidays }: CompanyCalendar, day: string): boolean {
  return workingWeek.includes(dayOfWeek(day)) && !holidays.has(day);
}

/**
 * The `days`-th working day after `day`, which itself does not count, working day or not; before it where `days` is
 * negative; `day` itself for 0.
 * @throws RangeError where no day of the week is a working day, or `days` is no whole number
 */
export function addWorkingDays(calendar: CompanyCalendar, day: string, days: number): string {
  if (!Number.isInteger(days)) throw new RangeError(`not a number of days: ${String(days)}`);
  if (!calendar.workingWeek.some((each) => each >= 0 && each <= 6))
    throw new RangeError('a week without a working day');
  const step = Math.sign(days);
  let reached = day;
  for (let left = Math.abs(days); left > 0;) {
    reached = addDays(reached, step);
    if (isWorkingDay(calendar, reached)) left -= 1;
  }
  return reached;
}

/**
 * Working days after `from` up to and with `to`: what is left of them. Where `to` is earlier, those from `to` on before
 * `from`, as a negative number. So it undoes {@link addWorkingDays} in both directions.
 */
export function workingDaysBetween(calendar: CompanyCalendar, from: string, to: string): number {
  const [first, last, sign] = from <= to ? [addDays(from, 1), to, 1] : [to, addDays(from, -1), -1];
  let days = 0;
  for (let day = first; day <= last; day = addDays(day, 1)) if (isWorkingDay(calendar, day)) days += 1;
  return days === 0 ? 0 : sign * days;
}
