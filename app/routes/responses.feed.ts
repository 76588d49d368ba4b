import type { LoaderFunctionArgs } from '@remix-run/node';
import { newsFeedResponse } from './news-feed.server';

/** What leadership answers: to petitions, demands, summaries and questions, every revision of it. */
export function loader(args: LoaderFunctionArgs): Promise<Response> {
  return newsFeedResponse(
    args,
    {
      key: ['responses'],
      title: 'Answers of leadership',
      subtitle: 'What leadership answers to petitions, summaries and questions, and every revision of it.',
      path: '/responses.atom',
      pagePath: '/answers',
    },
    { kinds: ['statement'] },
    ({ key: [kind] }) => kind === 'response' || kind === 'summary-response' || kind === 'answer',
  );
}
