import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { PetitionList } from '~/features/published/petitions/components/petition-list';
import {
  listPetitions,
  type PetitionListQuery,
  type PetitionSummary,
} from '~/features/published/petitions/petition-list.queries.server';
import { dueWords, shownCount } from '~/features/published/petitions/petition-words';
import { dayOf } from '~/platform/clock';
import { formatCount } from '~/ui/count';
import { DateText } from '~/ui/date-text';
import { EmptyState } from '~/ui/empty-state';
import { Link } from '~/ui/link';
import { Page, PageHeader, Section, Stack } from '~/ui/page';
import { Table } from '~/ui/table';
import { identifiedWing, requireRole } from './guards.server';
import { PageError } from './page-error';

export const meta: MetaFunction = () => [{ title: 'Answers due · Round Robin' }];

const SHOWN = 100;

export async function loader(args: LoaderFunctionArgs) {
  await requireRole(args, 'leadership');
  const { db } = identifiedWing(args.context);
  const { clock, settings } = args.context;
  const list = async (filter: PetitionListQuery['filter'], sort: PetitionListQuery['sort'], size: number) => {
    const page = await listPetitions({ db, settings }, { filter, sort, search: '', cursor: null, size });
    return page.items;
  };
  const [due, open, answered] = await Promise.all([
    list('awaiting', 'due', SHOWN),
    list('open', 'newest', SHOWN),
    list('answered', 'answered', 10),
  ]);
  const early = open.filter(
    ({ figures, answeredDay }) => answeredDay === null && figures?.signers.kind === 'shown' && !figures.dueDay,
  );
  return { today: dayOf(clock.now()), due, early, answered };
}

const deskPath = (id: string) => `/in/desk/leadership/${id}`;

export default function LeadershipDesk() {
  const { today, due, early, answered } = useLoaderData<typeof loader>();
  return (
    <Page>
      <PageHeader
        title="Answers due"
        lead="Petitions that reached their threshold, by the day on which an answer is due."
      />
      {due.length === 0 ? (
        <EmptyState title="No answer is due">No petition that reached its threshold waits for a response.</EmptyState>
      ) : (
        <DueTable due={due} today={today} />
      )}
      {early.length > 0 && (
        <Section title="Not due, but counted">
          <Stack>
            <p className="soft">You may answer before you must.</p>
            <PetitionList petitions={early} today={today} to={deskPath} />
          </Stack>
        </Section>
      )}
      {answered.length > 0 && (
        <Section title="Answered">
          <PetitionList petitions={answered} today={today} />
        </Section>
      )}
    </Page>
  );
}

function DueTable({ due, today }: { due: readonly PetitionSummary[]; today: string }) {
  const dueDay = ({ figures }: PetitionSummary) => figures?.dueDay ?? today;
  return (
    <Table
      caption="Petitions that leadership owes an answer"
      captionHidden
      rows={due}
      rowKey={({ id }) => id}
      isLate={(petition) => dueDay(petition) < today}
      columns={[
        {
          key: 'title',
          header: 'Petition',
          cell: ({ id, title }) => <Link to={deskPath(id)}>{title}</Link>,
        },
        {
          key: 'count',
          header: 'Signatures',
          numeric: true,
          cell: ({ figures }) => {
            const count = shownCount(figures);
            return count === null ? '–' : formatCount(count);
          },
        },
        { key: 'day', header: 'Due on', cell: (petition) => <DateText day={dueDay(petition)} now={today} /> },
        {
          key: 'due',
          header: 'Answer',
          cell: (petition) => {
            const { tone, words } = dueWords(dueDay(petition), today);
            return <span className={tone === 'late' ? 'late' : undefined}>{words}</span>;
          },
        },
      ]}
    />
  );
}

export { PageError as ErrorBoundary };
