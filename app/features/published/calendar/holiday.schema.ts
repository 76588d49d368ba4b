import { z } from 'zod';
import { addDays } from '~/platform/clock';

export const holidayNameLength = { min: 2, max: 80 } as const;

/** A day that is on the calendar, as a date field sends it. */
const calendarDay = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/)
  .refine((day) => !Number.isNaN(Date.parse(`${day}T00:00:00Z`)) && addDays(day, 0) === day);

/** What the calendar's page posts. */
export const holidaySchema = z.object({
  act: z.enum(['added', 'removed']),
  date: calendarDay,
  name: z.string().trim().min(holidayNameLength.min).max(holidayNameLength.max),
});
export type HolidayChange = z.output<typeof holidaySchema>;
