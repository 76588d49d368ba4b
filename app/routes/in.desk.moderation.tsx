import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { moderationReason, type RecordedAct } from '~/features/published/petitions/moderation';
import { latestDecisions, waitingPetitions } from '~/features/published/petitions/moderation.queries.server';
import { startedBy } from '~/features/published/petitions/petition-words';
import { petitionsOrganizedBy } from '~/features/identified/desks/organizer.queries.server';
import { dayOf } from '~/platform/clock';
import { DateText } from '~/ui/date-text';
import { EmptyState } from '~/ui/empty-state';
import { Link } from '~/ui/link';
import { Page, PageHeader, Section } from '~/ui/page';
import { Table } from '~/ui/table';
import { identifiedWing, requireRole } from './guards.server';
import { PageError } from './page-error';

export const meta: MetaFunction = () => [{ title: 'Moderation · Round Robin' }];

export async function loader(args: LoaderFunctionArgs) {
  const { personNumber } = await requireRole(args, 'moderator');
  const { db } = identifiedWing(args.context);
  const [waiting, decisions, own] = await Promise.all([
    waitingPetitions(db),
    latestDecisions(db),
    petitionsOrganizedBy(db, personNumber),
  ]);
  const ownIds = own.map(({ id }) => id);
  return {
    today: dayOf(args.context.clock.now()),
    waiting: waiting.map((petition) => ({ ...petition, own: ownIds.includes(petition.id) })),
    decisions,
  };
}

const actWords: Readonly<Record<RecordedAct, string>> = {
  accept: 'Accepted',
  'send-back': 'Sent back',
  reject: 'Rejected',
  appeal: 'Appealed',
  grant: 'Accepted on appeal',
  uphold: 'Upheld',
};

export default function ModerationDesk() {
  const { today, waiting, decisions } = useLoaderData<typeof loader>();
  return (
    <Page>
      <PageHeader title="Moderation" lead="Each decision is public, with your name and the reason, and stays so." />
      {waiting.length === 0 ? (
        <EmptyState title="Nothing waits">Every petition that was sent in has been decided.</EmptyState>
      ) : (
        <Table
          caption="Petitions that wait, longest first"
          rows={waiting}
          rowKey={({ id }) => id}
          columns={[
            {
              key: 'title',
              header: 'Petition',
              cell: ({ id, title, own }) => (
                <>
                  <Link to={`/in/desk/moderation/${id}`}>{title}</Link>
                  {own && <span className="soft"> (yours: somebody else decides)</span>}
                </>
              ),
            },
            { key: 'who', header: 'Started by', cell: startedBy },
            {
              key: 'since',
              header: 'Waits since',
              cell: ({ sinceDay }) => <DateText day={sinceDay} now={today} relative="also" />,
            },
          ]}
        />
      )}
      {decisions.length > 0 && (
        <Section title="Latest decisions">
          <Table
            caption="The latest decisions of all moderators"
            captionHidden
            rows={decisions}
            rowKey={({ petitionId, number }) => `${petitionId}:${String(number)}`}
            columns={[
              {
                key: 'title',
                header: 'Petition',
                cell: ({ petitionId, title }) => <Link to={`/in/desk/moderation/${petitionId}`}>{title}</Link>,
              },
              { key: 'act', header: 'Decision', cell: ({ act }) => actWords[act] },
              { key: 'why', header: 'Reason', cell: ({ reasonCode }) => moderationReason(reasonCode)?.words },
              { key: 'who', header: 'By', cell: ({ moderatorName }) => moderatorName },
              { key: 'day', header: 'When', cell: ({ day }) => <DateText day={day} now={today} /> },
            ]}
          />
        </Section>
      )}
    </Page>
  );
}

export { PageError as ErrorBoundary };
