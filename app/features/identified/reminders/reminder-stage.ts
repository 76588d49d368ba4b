import type { Due } from '~/features/published/answers/due';
import { addWorkingDays, isWorkingDay, type CompanyCalendar } from '~/platform/company-calendar';
import { daysBetween } from '~/ui/days';

/** Hours of the company's clock in which reminders are sent: nobody is reminded at night. */
const reminderHours = { from: 8, until: 18 } as const;

/** Working days before the due day on which there is a reminder. */
const reminderDays = [10, 5, 1] as const;

/** Once overdue, there is one in every week for a year. */
export const overdueWeeks = 52;

const week = 7;

/** How long before or after its due day something is; each is reminded of once. */
type ReminderStage = 'start' | `before-${(typeof reminderDays)[number]}` | 'due' | `overdue-${number}`;

/** Whether reminders are sent at this hour of this day, both the company's. */
export function mayRemind(calendar: CompanyCalendar, day: string, hour: number): boolean {
  return isWorkingDay(calendar, day) && hour >= reminderHours.from && hour < reminderHours.until;
}

/**
 * The newest stage that something has come to; null while it has come to none, and once it is overdue for a year. Whoever
 * asks late, after a night or an outage, gets the newest alone. Of what was given a shorter time than a stage asks for,
 * only the start is told, and of a pledge not even that: who made it knows.
 */
export function reminderStage(
  calendar: CompanyCalendar,
  { subject, sinceDay, dueDay }: Pick<Due, 'subject' | 'sinceDay' | 'dueDay'>,
  today: string,
): ReminderStage | null {
  if (today > dueDay) {
    const weeks = Math.floor((daysBetween(dueDay, today) - 1) / week);
    return weeks < overdueWeeks ? `overdue-${weeks}` : null;
  }
  if (today === dueDay) return 'due';
  const [newest] = [...reminderDays].reverse().filter((days) => {
    const day = addWorkingDays(calendar, dueDay, -days);
    return day <= today && day > sinceDay;
  });
  if (newest !== undefined) return `before-${newest}`;
  return subject !== 'pledge' && sinceDay <= today ? 'start' : null;
}
