import type { LoaderFunctionArgs } from '@remix-run/node';
import { newsFeedResponse } from './news-feed.server';

/** Petitions that open, close and end. */
export function loader(args: LoaderFunctionArgs): Promise<Response> {
  return newsFeedResponse(
    args,
    {
      key: ['petitions'],
      title: 'Petitions',
      subtitle: 'Petitions that open and that close.',
      path: '/petitions.atom',
      pagePath: '/petitions',
    },
    { kinds: ['petition', 'organizing'] },
  );
}
