import type { LoaderFunctionArgs } from '@remix-run/node';
import { newsFeedResponse } from './news-feed.server';

/** Everything that happens in public. */
export function loader(args: LoaderFunctionArgs): Promise<Response> {
  return newsFeedResponse(
    args,
    {
      key: ['everything'],
      title: 'Everything',
      subtitle: 'Petitions, what leadership answers, promises and owes, programmes, and what organizers say.',
      path: '/everything.atom',
      pagePath: '/following',
    },
    {},
  );
}
