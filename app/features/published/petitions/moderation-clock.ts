import { addWorkingDays, workingDaysBetween, type CompanyCalendar } from '~/platform/company-calendar';

/** What a moderator is waited for with, and since when. */
export interface Waiting {
  /** The day on which the petition came in, or its rejection was appealed against. */
  readonly sinceDay: string;
  /** Working days that moderators have. */
  readonly moderationDays: number;
}

/** How a petition that waits for a moderator stands to its clock. */
export interface ModerationClock {
  /** The last day in time. */
  readonly dueDay: string;
  /** Working days left, 0 on the due day, negative once it is overdue. */
  readonly left: number;
  readonly overdue: boolean;
}

/** By when something has to be decided, on the company's calendar: the day on which it comes in does not count. */
export function moderationDueDay(calendar: CompanyCalendar, { sinceDay, moderationDays }: Waiting): string {
  return addWorkingDays(calendar, sinceDay, moderationDays);
}

/** @param companyDay today, in the company's time zone */
export function moderationClock(calendar: CompanyCalendar, waiting: Waiting, companyDay: string): ModerationClock {
  const dueDay = moderationDueDay(calendar, waiting);
  return { dueDay, left: workingDaysBetween(calendar, companyDay, dueDay), overdue: dueDay < companyDay };
}
