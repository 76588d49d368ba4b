import type { LoaderFunctionArgs } from '@remix-run/node';
import { pledgeFeed } from '~/features/published/pledges/pledge-feeds';
import { pledgeNews } from '~/features/published/pledges/pledges.queries.server';
import { atomMediaType, writeAtom } from '~/platform/feeds/atom';
import { dayIn } from '~/platform/zoned-time';
import { feedResponse } from './feed-response.server';
import { publishedWing } from './guards.server';

const newest = 100;

/** What leadership promised and changed lately, for feed readers: one address for everybody. */
export async function loader({ request, context }: LoaderFunctionArgs): Promise<Response> {
  const { clock, publicUrl, settings } = context;
  const news = await pledgeNews(publishedWing(context).db, newest);
  const today = dayIn(settings.timeZone, clock.now());
  return feedResponse(request, writeAtom(pledgeFeed({ publicUrl, ...settings }, { news, today })), atomMediaType);
}
