import type { LoaderFunctionArgs } from '@remix-run/node';
import { announcementPath } from '~/features/published/announcements/announcement';
import { listAnnouncements } from '~/features/published/announcements/announcements.queries.server';
import { atomMediaType, writeAtom } from '~/platform/feeds/atom';
import { stableIri } from '~/platform/feeds/stable-id';
import { dayIn } from '~/platform/zoned-time';
import { feedResponse } from './feed-response.server';
import { publishedWing } from './guards.server';

const ENTRIES = 50;

/** The same bytes for every reader: no token, no address of anybody's own. */
export async function loader({ request, context }: LoaderFunctionArgs): Promise<Response> {
  const { db } = publishedWing(context);
  const { settings, clock, publicUrl } = context;
  const { items } = await listAnnouncements(db, { after: null, size: ENTRIES });
  const { organisation, organisationName } = settings;
  const newestChangeFirst = [...items].sort((one, other) => (one.revisedDay < other.revisedDay ? 1 : -1));
  const feed = writeAtom({
    id: stableIri(organisation, 'announcements'),
    title: `Announcements at ${organisationName}`,
    subtitle: 'What leadership says to all staff alike',
    selfUrl: `${publicUrl}/announcements.atom`,
    pageUrl: `${publicUrl}/announcements`,
    author: organisationName,
    emptyDay: dayIn(settings.timeZone, clock.now()),
    entries: newestChangeFirst.map(({ id, title, body, authorName, day, revisedDay }) => ({
      id: stableIri(organisation, 'announcement', id),
      title,
      url: `${publicUrl}${announcementPath(id)}`,
      publishedDay: day,
      updatedDay: revisedDay,
      author: authorName,
      text: body,
    })),
  });
  return feedResponse(request, feed, atomMediaType);
}
