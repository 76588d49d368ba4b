import type { AtomFeed } from '~/platform/feeds/atom';
import type { Calendar } from '~/platform/feeds/ics';
import { stableIri, stableUuid } from '~/platform/feeds/stable-id';
import { formatDay } from '~/ui/days';
import { dueSubjectWords, duePath, type Obligation } from '../answers/due';
import type { FeedHome } from '../pledges/pledge-feeds';
import type { NewsItem } from './news';

export interface FeedOfNews {
  /** Names the feed, for ever. */
  readonly key: readonly string[];
  readonly title: string;
  readonly subtitle: string;
  /** Where the feed is read, and the page that shows the same to people. */
  readonly path: string;
  readonly pagePath: string;
  readonly news: readonly NewsItem[];
  /** The company's day. */
  readonly today: string;
}

/** News as a feed. An entry is what became public that day, and never changes. */
export function newsFeed({ publicUrl, organisation, organisationName }: FeedHome, feed: FeedOfNews): AtomFeed {
  return {
    id: stableIri(organisation, 'news', ...feed.key),
    title: `${feed.title} · ${organisationName}`,
    subtitle: feed.subtitle,
    selfUrl: `${publicUrl}${feed.path}`,
    pageUrl: `${publicUrl}${feed.pagePath}`,
    author: organisationName,
    emptyDay: feed.today,
    entries: feed.news.map(({ kind, key, title, path, day, author, text }) => ({
      id: stableIri(organisation, 'news-item', kind, ...key),
      title,
      url: `${publicUrl}${path}`,
      publishedDay: day,
      updatedDay: day,
      ...(author === null ? {} : { author }),
      text: text === '' ? title : text,
      categories: [kind],
    })),
  };
}

/** Everything that leadership owes by a day as a calendar; an event keeps its name when its day moves. */
export function dueCalendar(
  { publicUrl, organisation, organisationName }: FeedHome,
  obligations: readonly Obligation[],
): Calendar {
  return {
    name: `What leadership owes · ${organisationName}`,
    events: obligations.map((each) => {
      const { subject, id, title, sinceDay, dueDay, firstDueDay, endedDay, owners } = each;
      const owner = owners.at(-1);
      const lines = [
        owner ? `${owner.name}, ${owner.unit}` : 'Nobody is named: all of leadership answers for it',
        `Since ${formatDay(sinceDay)}`,
        ...(dueDay === firstDueDay ? [] : [`First due on ${formatDay(firstDueDay)}`]),
        ...(endedDay === null ? [] : [`Done on ${formatDay(endedDay)}`]),
      ];
      return {
        // A demand can be reopened again: another obligation, with another beginning.
        uid: stableUuid(organisation, 'due', subject, id, ...(subject === 'demand' ? [sinceDay] : [])),
        day: dueDay,
        title: `${endedDay === null ? 'Due' : 'Done'}: ${dueSubjectWords[subject]}: ${title}`,
        text: lines.join('\n'),
        url: `${publicUrl}${duePath(each)}`,
        publishedDay: endedDay ?? sinceDay,
        sequence: (dueDay === firstDueDay ? 0 : 1) + (endedDay === null ? 0 : 1),
      };
    }),
  };
}
