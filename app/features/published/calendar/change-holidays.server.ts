import { eq, sql } from 'drizzle-orm';
import { addDays, type Clock } from '~/platform/clock';
import type { Settings } from '~/platform/settings';
import { dayIn } from '~/platform/zoned-time';
import type { Database } from '~db/database';
import { holiday } from '~db/schema/published-answers';
import { inTransaction } from '~db/transaction';
import { appendEntry } from '../ledger/append-entry.server';
import { lockCalendar } from './calendar-lock.server';
import type { HolidayChange } from './holiday.schema';

/** More would be a way to put off every answer: five weeks beside the weekends, and some. */
export const mostHolidaysAYear = 40;

/** How far ahead the calendar goes. */
export const calendarDays = 3 * 366;

export type CalendarErrorCode =
  /** The day has come, or is too far ahead. */
  | 'not-to-come'
  /** The day is a holiday already, or is none. */
  | 'unchanged'
  /** The year has as many as it may have. */
  | 'too-many';

/** A refusal by the rules of the calendar. Routes map the code to words. */
export class CalendarError extends Error {
  override readonly name = 'CalendarError';
  constructor(readonly code: CalendarErrorCode) {
    super(code);
  }
}

/**
 * Enters a holiday of the company or takes it off, as a ledger entry. Only days to come: what was counted stands. It holds
 * for due days that are fixed later; those that are fixed stay. Does NOT check who asks.
 * @param change already parsed by `holidaySchema`
 * @throws CalendarError `not-to-come`, `unchanged`, `too-many`
 */
export function changeHolidays(
  { db, clock, settings }: { db: Database<'identified'>; clock: Clock; settings: Pick<Settings, 'timeZone'> },
  { act, date, name }: HolidayChange,
): Promise<void> {
  return inTransaction(db, async (tx) => {
    const day = dayIn(settings.timeZone, clock.now());
    if (date <= day || date > addDays(day, calendarDays)) throw new CalendarError('not-to-come');
    await lockCalendar(tx);
    const [stands] = await tx.select().from(holiday).where(eq(holiday.date, date));
    if ((stands !== undefined) === (act === 'added')) throw new CalendarError('unchanged');
    if (stands) {
      await tx.delete(holiday).where(eq(holiday.date, date));
    } else {
      const [year] = await tx
        .select({ holidays: sql<number>`count(*)::int` })
        .from(holiday)
        .where(sql`extract(year from ${holiday.date}) = ${Number(date.slice(0, 4))}`);
      if ((year?.holidays ?? 0) >= mostHolidaysAYear) throw new CalendarError('too-many');
      await tx.insert(holiday).values({ date, name });
    }
    await appendEntry(tx, { v: 1, kind: 'holiday', act, date, name: stands?.name ?? name, day });
  });
}
