import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { DecisionTable, QueueTable } from '~/features/identified/desks/components/queue-table';
import { moderationQueue } from '~/features/identified/desks/moderation-queue.queries.server';
import { moderationFigures } from '~/features/published/figures/moderation-figures.queries.server';
import { ModerationRecord } from '~/features/published/petitions/components/moderation-record';
import { latestDecisions } from '~/features/published/petitions/moderation.queries.server';
import { dayIn } from '~/platform/zoned-time';
import { EmptyState } from '~/ui/empty-state';
import { Link } from '~/ui/link';
import { Page, PageHeader, Section, Stack } from '~/ui/page';
import { identifiedWing, requireRole } from './guards.server';
import { PageError } from './page-error';

export const meta: MetaFunction = () => [{ title: 'Moderation · Round Robin' }];

export async function loader(args: LoaderFunctionArgs) {
  const { personNumber } = await requireRole(args, 'moderator');
  const { db } = identifiedWing(args.context);
  const { clock, settings } = args.context;
  const [queue, decisions, figures] = await Promise.all([
    moderationQueue({ db, clock, settings }, { personNumber }),
    latestDecisions(db),
    moderationFigures(db, settings, clock.now()),
  ]);
  return { today: dayIn(settings.timeZone, clock.now()), queue, decisions, figures };
}

export default function ModerationDesk() {
  const { today, queue, decisions, figures } = useLoaderData<typeof loader>();
  return (
    <Page>
      <PageHeader
        title="Moderation"
        lead="Each decision is public, with your name and the reason, and stays so. What waits too long, everybody sees."
      />
      {queue.length === 0 ? (
        <EmptyState title="Nothing waits">Every petition that was sent in has been decided.</EmptyState>
      ) : (
        <QueueTable queue={queue} today={today} />
      )}
      <Section title="What everybody reads of this desk">
        <Stack>
          <ModerationRecord figures={figures} />
          <p className="soft small">
            It stands on the page of <Link to="/petitions/rules#moderators">rules</Link> and below the list of
            petitions.
          </p>
        </Stack>
      </Section>
      {decisions.length > 0 && (
        <Section title="Latest decisions">
          <DecisionTable decisions={decisions} today={today} />
        </Section>
      )}
    </Page>
  );
}

export { PageError as ErrorBoundary };
