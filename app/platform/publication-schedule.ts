import { dayLength, dayOf, second } from './clock';
import type { PublicationSchedule } from './settings';
import { instantOf } from './zoned-time';

/*
 * When publications are due (protocol 5): once each local day at a full hour, or in the demo every few seconds. A slot is
 * the moment on the schedule, whenever its publication really runs.
 */

/** The newest slot that is not after `now`. */
export function latestPublication(schedule: PublicationSchedule, now: Date): Date {
  if (schedule.kind === 'every') {
    const step = schedule.seconds * second;
    return new Date(Math.floor(now.getTime() / step) * step);
  }
  return slotsAround(schedule, now).findLast((slot) => slot <= now) ?? now;
}

/** The first slot after `now`. */
export function nextPublication(schedule: PublicationSchedule, now: Date): Date {
  if (schedule.kind === 'every') {
    return new Date(latestPublication(schedule, now).getTime() + schedule.seconds * second);
  }
  return slotsAround(schedule, now).find((slot) => slot > now) ?? now;
}

type Daily = Extract<PublicationSchedule, { kind: 'daily' }>;

/** Local days are at most 14 hours off UTC's: two on either side hold the slots before and after. */
function slotsAround({ hour, timeZone }: Daily, now: Date): Date[] {
  return [-2, -1, 0, 1, 2].map((days) => {
    const day = dayOf(new Date(now.getTime() + days * dayLength));
    return instantOf(day, hour, timeZone);
  });
}
