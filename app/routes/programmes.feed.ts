import type { LoaderFunctionArgs } from '@remix-run/node';
import { newsFeedResponse } from './news-feed.server';

/** What the company monitors, and every change of what it says of it. */
export function loader(args: LoaderFunctionArgs): Promise<Response> {
  return newsFeedResponse(
    args,
    {
      key: ['programmes'],
      title: 'Programmes',
      subtitle: 'What the company monitors, and every change of what it says of it.',
      path: '/programmes.atom',
      pagePath: '/programmes',
    },
    { kinds: ['programme'] },
  );
}
