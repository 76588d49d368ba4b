import type { LoaderFunctionArgs } from '@remix-run/node';
import { standingPetitionsOf } from '~/features/published/following/standing-petitions.queries.server';
import { dayOf } from '~/platform/clock';
import { dayIn } from '~/platform/zoned-time';
import { feedResponse } from './feed-response.server';
import { publishedWing } from './guards.server';

/**
 * Where every current petition stands: what a device looks up its own in. There is no address that takes names of petitions,
 * so that nobody is told which somebody follows.
 */
export async function loader({ request, context }: LoaderFunctionArgs): Promise<Response> {
  const { clock, settings } = context;
  const now = clock.now();
  const days = { today: dayOf(now), companyDay: dayIn(settings.timeZone, now) };
  const petitions = await standingPetitionsOf({ db: publishedWing(context).db, settings }, days);
  return feedResponse(request, JSON.stringify({ v: 1, petitions }), 'application/json');
}
