import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { listAnnouncements } from '~/features/published/announcements/announcements.queries.server';
import { AnnouncementList } from '~/features/published/announcements/components/announcement-list';
import { AnswersNav } from '~/features/published/answers/components/answers-nav';
import { parseSummaryCursor, summaryCursorText } from '~/features/published/summaries/summary-cursor';
import { dayIn } from '~/platform/zoned-time';
import { ButtonLink } from '~/ui/button';
import { EmptyState } from '~/ui/empty-state';
import { Link } from '~/ui/link';
import { Page, PageHeader } from '~/ui/page';
import { publishedWing } from './guards.server';
import { PageError } from './page-error';

const PAGE_SIZE = 25;

export const meta: MetaFunction = () => [
  { title: 'Announcements · Round Robin' },
  { tagName: 'link', rel: 'alternate', type: 'application/atom+xml', href: '/announcements.atom' },
];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { db } = publishedWing(context);
  const after = parseSummaryCursor(new URL(request.url).searchParams.get('after'));
  const { items, next } = await listAnnouncements(db, { after, size: PAGE_SIZE });
  return {
    today: dayIn(context.settings.timeZone, context.clock.now()),
    items,
    next: next && `/announcements?after=${summaryCursorText(next)}`,
  };
}

export default function Announcements() {
  const { today, items, next } = useLoaderData<typeof loader>();
  return (
    <Page width="reading">
      <PageHeader
        title="Announcements"
        lead="What leadership says to all staff alike. Nobody is written to because of what they signed, asked or read: nobody knows that."
        actions={
          <ButtonLink to="/announcements.atom" tone="secondary" plain>
            Follow in a feed reader
          </ButtonLink>
        }
      />
      <AnswersNav currentPath="/announcements" />
      {items.length === 0 ? (
        <EmptyState title="Nothing has been announced">
          Answers and pledges stand with the petitions that they belong to.
        </EmptyState>
      ) : (
        <AnnouncementList announcements={items} today={today} />
      )}
      {next !== null && (
        <p>
          <Link to={next} rel="next">
            Earlier announcements
          </Link>
        </p>
      )}
    </Page>
  );
}

export { PageError as ErrorBoundary };
