import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { announcementView } from '~/features/published/announcements/announcements.queries.server';
import { AnnouncementFacts } from '~/features/published/announcements/components/announcement-facts';
import { ContradictionSection } from '~/features/published/contradictions/components/contradiction-section';
import { contradictionsOf } from '~/features/published/contradictions/contradictions.queries.server';
import { dayIn } from '~/platform/zoned-time';
import { Link } from '~/ui/link';
import { Page, PageHeader, Stack } from '~/ui/page';
import { Prose } from '~/ui/prose';
import { publishedWing } from './guards.server';
import { PageError } from './page-error';

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${data?.announcement.title ?? 'An announcement'} · Round Robin` },
];

export async function loader({ params, context }: LoaderFunctionArgs) {
  const { db } = publishedWing(context);
  const announcement = await announcementView(db, params['announcementId'] ?? '');
  if (!announcement) throw new Response(null, { status: 404 });
  const contradictions = await contradictionsOf(db, 'announcement', announcement.id);
  return { announcement, contradictions, today: dayIn(context.settings.timeZone, context.clock.now()) };
}

export default function AnnouncementPage() {
  const { announcement, contradictions, today } = useLoaderData<typeof loader>();
  return (
    <Page width="reading">
      <PageHeader title={announcement.title} />
      <Stack gap="loose">
        <AnnouncementFacts announcement={announcement} today={today} />
        <Prose>{announcement.body}</Prose>
      </Stack>
      <ContradictionSection contradictions={contradictions} today={today} />
      <div className="section">
        <p>
          <Link to="/announcements">All announcements</Link>
        </p>
      </div>
    </Page>
  );
}

export { PageError as ErrorBoundary };
