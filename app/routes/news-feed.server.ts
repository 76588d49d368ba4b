import type { LoaderFunctionArgs } from '@remix-run/node';
import type { NewsItem } from '~/features/published/news/news';
import { newsFeed, type FeedOfNews } from '~/features/published/news/news-feeds';
import { publicNews, type NewsQuery } from '~/features/published/news/news.queries.server';
import { atomMediaType, writeAtom } from '~/platform/feeds/atom';
import { dayIn } from '~/platform/zoned-time';
import { feedResponse } from './feed-response.server';
import { publishedWing } from './guards.server';

/** How many entries a feed holds: programs read all of it each time. */
const newest = 100;

type Args = Pick<LoaderFunctionArgs, 'request' | 'context'>;

/** A feed of news: one address for everybody, the same bytes for all. @param keep which of the news that were found */
export async function newsFeedResponse(
  { request, context }: Args,
  about: Omit<FeedOfNews, 'news' | 'today'>,
  query: Omit<NewsQuery, 'limit'>,
  keep: (item: NewsItem) => boolean = () => true,
): Promise<Response> {
  const { clock, publicUrl, settings } = context;
  const news = (await publicNews(publishedWing(context).db, { ...query, limit: newest })).filter(keep);
  const today = dayIn(settings.timeZone, clock.now());
  const feed = newsFeed({ publicUrl, ...settings }, { ...about, news, today });
  return feedResponse(request, writeAtom(feed), atomMediaType);
}
