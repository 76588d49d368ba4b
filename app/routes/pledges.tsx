import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { AnswersNav } from '~/features/published/answers/components/answers-nav';
import { emptyPledges, PledgeFilters } from '~/features/published/pledges/components/pledge-filters';
import { PledgeList } from '~/features/published/pledges/components/pledge-list';
import { PledgeTimelineChart } from '~/features/published/pledges/components/pledge-timeline';
import { drawTimeline } from '~/features/published/pledges/draw-timeline.server';
import { parsePledgeAddress, pledgesHref } from '~/features/published/pledges/pledge-list';
import { listPledges, pledgeChoices } from '~/features/published/pledges/pledges.queries.server';
import { timelinePledge } from '~/features/published/pledges/timeline-pledge';
import { ListSteps } from '~/features/published/petitions/components/petition-list';
import { dayIn } from '~/platform/zoned-time';
import { EmptyState } from '~/ui/empty-state';
import { Link } from '~/ui/link';
import { Page, PageHeader, Section } from '~/ui/page';
import { publishedWing } from './guards.server';
import { PageError } from './page-error';

const PAGE_SIZE = 20;

export const meta: MetaFunction = () => [
  { title: 'Pledges · Round Robin' },
  { tagName: 'link', rel: 'alternate', type: 'application/atom+xml', title: 'Pledges', href: '/pledges.atom' },
];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { db } = publishedWing(context);
  const today = dayIn(context.settings.timeZone, context.clock.now());
  const { page, ...address } = parsePledgeAddress(new URL(request.url).searchParams);
  const [{ items, more }, choices] = await Promise.all([
    listPledges(db, { address, today, page, size: PAGE_SIZE }),
    pledgeChoices(db),
  ]);
  return {
    ...{ today, address, choices, items },
    timeline: items.length === 0 ? null : drawTimeline(items.map(timelinePledge), today),
    previous: page > 1 ? pledgesHref(address, page - 1) : null,
    next: more ? pledgesHref(address, page + 1) : null,
  };
}

export default function Pledges() {
  const { today, address, choices, items, timeline, previous, next } = useLoaderData<typeof loader>();
  return (
    <Page>
      <PageHeader
        title="Pledges"
        lead="What leadership promised in its responses, who answers for it, and what became of it. What was said before stands beside what is said now."
      />
      <AnswersNav currentPath="/pledges" />
      <PledgeFilters address={address} choices={choices} />
      {items.length === 0 ? (
        <EmptyState title={emptyPledges(address)}>
          {pledgesHref(address) !== '/pledges' && <Link to="/pledges">All pledges</Link>}
        </EmptyState>
      ) : (
        <PledgeList pledges={items} today={today} headingLevel={2} />
      )}
      <ListSteps previous={previous} next={next} label="Pledges" />
      {timeline && (
        <Section title="In time" id="timeline">
          <PledgeTimelineChart timeline={timeline} today={today} />
        </Section>
      )}
      <Section title="Follow them" id="follow">
        <p>
          <a href="/pledges.atom">A feed of every pledge and every change</a>, and{' '}
          <a href="/pledges.ics">a calendar of the days on which they are due</a>. Both have one address for everybody,
          so whoever runs this site cannot tell readers apart by it.
        </p>
      </Section>
    </Page>
  );
}

export { PageError as ErrorBoundary };
