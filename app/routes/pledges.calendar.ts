import type { LoaderFunctionArgs } from '@remix-run/node';
import { pledgeCalendar } from '~/features/published/pledges/pledge-feeds';
import { pledgesDueAfter } from '~/features/published/pledges/pledges.queries.server';
import { addDays } from '~/platform/clock';
import { calendarMediaType, writeCalendar } from '~/platform/feeds/ics';
import { dayIn } from '~/platform/zoned-time';
import { feedResponse } from './feed-response.server';
import { publishedWing } from './guards.server';

/** How far back the calendar goes, and how many pledges it holds: programs read all of it each time. */
const daysBack = 366;
const most = 1_000;

/** When pledges are due, for calendars: one address for everybody. */
export async function loader({ request, context }: LoaderFunctionArgs): Promise<Response> {
  const { clock, publicUrl, settings } = context;
  const since = addDays(dayIn(settings.timeZone, clock.now()), -daysBack);
  const pledges = await pledgesDueAfter(publishedWing(context).db, since, most);
  return feedResponse(request, writeCalendar(pledgeCalendar({ publicUrl, ...settings }, pledges)), calendarMediaType);
}
