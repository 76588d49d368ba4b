import type { LoaderFunctionArgs } from '@remix-run/node';
import { everythingOwed } from '~/features/published/answers/due.queries.server';
import { dueCalendar } from '~/features/published/news/news-feeds';
import { addDays } from '~/platform/clock';
import { calendarMediaType, writeCalendar } from '~/platform/feeds/ics';
import { dayIn } from '~/platform/zoned-time';
import { feedResponse } from './feed-response.server';
import { publishedWing } from './guards.server';

/** How far back the calendar goes, and how many days it holds: programs read all of it each time. */
const daysBack = 366;
const most = 1_000;

/** When leadership owes what, for calendars: one address for everybody. */
export async function loader({ request, context }: LoaderFunctionArgs): Promise<Response> {
  const { clock, publicUrl, settings } = context;
  const since = addDays(dayIn(settings.timeZone, clock.now()), -daysBack);
  const owed = (await everythingOwed(publishedWing(context).db))
    .filter(({ dueDay, endedDay }) => dueDay >= since || endedDay === null)
    .slice(0, most);
  return feedResponse(request, writeCalendar(dueCalendar({ publicUrl, ...settings }, owed)), calendarMediaType);
}
