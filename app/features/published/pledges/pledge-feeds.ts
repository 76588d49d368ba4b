import type { AtomFeed } from '~/platform/feeds/atom';
import type { Calendar, CalendarEvent } from '~/platform/feeds/ics';
import { stableIri, stableUuid } from '~/platform/feeds/stable-id';
import { formatDay } from '~/ui/days';
import { isFinal } from './pledge';
import type { PledgeInList, PledgeNews } from './pledges.queries.server';
import { hostOf, statusWords } from './pledge-words';

/** Where the feeds are and whose they are: the same for every reader. */
export interface FeedHome {
  /** Without a trailing slash. */
  readonly publicUrl: string;
  /** What scopes are bound to: ids of entries stay what they are when the address of the site changes. */
  readonly organisation: string;
  readonly organisationName: string;
}

/** Every revision of every pledge as a feed: an entry is what was said that day, and never changes. */
export function pledgeFeed(
  { publicUrl, organisation, organisationName }: FeedHome,
  { news, today }: { readonly news: readonly PledgeNews[]; readonly today: string },
): AtomFeed {
  return {
    id: stableIri(organisation, 'pledges'),
    title: `Pledges · ${organisationName}`,
    subtitle: 'What leadership promises, and every change of it with its reason.',
    selfUrl: `${publicUrl}/pledges.atom`,
    pageUrl: `${publicUrl}/pledges`,
    author: organisationName,
    emptyDay: today,
    entries: news.map(({ id, revision, document, authorName, reason, day }) => ({
      id: stableIri(organisation, 'pledge', id, revision),
      title: `${newsWord(revision, document.status)}: ${document.text}`,
      url:
        revision === 1
          ? `${publicUrl}/pledges/${id}`
          : `${publicUrl}/statements/pledge/${id}#revision-${String(revision)}`,
      publishedDay: day,
      updatedDay: day,
      author: authorName,
      text: newsText({ document, reason }),
      categories: [document.status],
    })),
  };
}

function newsWord(revision: number, status: PledgeNews['document']['status']): string {
  if (isFinal(status)) return statusWords[status];
  return revision === 1 ? 'Promised' : 'Changed';
}

function newsText({ document, reason }: Pick<PledgeNews, 'document' | 'reason'>): string {
  const { text, howSeen, ownerName, unit, dueDay, status, milestones, evidence } = document;
  const lines = [
    text,
    `How one will see it: ${howSeen}`,
    `Who answers for it: ${ownerName}, ${unit}`,
    `Due: ${formatDay(dueDay)}`,
    ...milestones.map((each) => `Milestone: ${each.text} (${formatDay(each.day)})`),
    `Where leadership says that it stands: ${statusWords[status]}`,
    ...evidence.map(({ title, url }) => `Evidence: ${title} (${hostOf(url) ?? 'this site'})`),
    ...(reason === '' ? [] : [`Why it was changed: ${reason}`]),
  ];
  return lines.join('\n');
}

/** The due days and milestones of pledges as a calendar, each an event of one day that keeps its name when it moves. */
export function pledgeCalendar(
  { publicUrl, organisation, organisationName }: FeedHome,
  pledges: readonly PledgeInList[],
): Calendar {
  return {
    name: `Pledges · ${organisationName}`,
    events: pledges.flatMap((pledge): CalendarEvent[] => {
      const { id, document, dueDay, revision, revisedDay, status } = pledge;
      const common = {
        text: `${document.ownerName}, ${document.unit}\nHow one will see it: ${document.howSeen}`,
        url: `${publicUrl}/pledges/${id}`,
        publishedDay: revisedDay,
        sequence: revision - 1,
      };
      const word = isFinal(status) ? statusWords[status] : 'Due';
      const due = {
        ...common,
        uid: stableUuid(organisation, 'pledge', id),
        day: dueDay,
        title: `${word}: ${document.text}`,
      };
      return [
        due,
        ...document.milestones.map(({ text, day }) => ({
          ...{ ...common, day, uid: stableUuid(organisation, 'milestone', id, text) },
          title: `${text} (${document.text})`,
        })),
      ];
    }),
  };
}
