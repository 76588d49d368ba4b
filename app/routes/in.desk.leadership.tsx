import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { PetitionList } from '~/features/published/petitions/components/petition-list';
import {
  listPetitions,
  type PetitionListQuery,
  type PetitionSummary,
} from '~/features/published/petitions/petition-list.queries.server';
import { dueWords, shownCount } from '~/features/published/petitions/petition-words';
import { SummaryList } from '~/features/published/summaries/components/summary-list';
import { unansweredSummaries, type SummaryInList } from '~/features/published/summaries/summaries.queries.server';
import { bornOutBy } from '~/features/published/summaries/summary-words';
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
  const [due, open, answered, dueSummaries, earlySummaries] = await Promise.all([
    list('awaiting', 'due', SHOWN),
    list('open', 'newest', SHOWN),
    list('answered', 'answered', 10),
    unansweredSummaries({ db, settings }, { reached: true, size: SHOWN }),
    unansweredSummaries({ db, settings }, { reached: false, size: SHOWN }),
  ]);
  const early = open.filter(
    ({ figures, answeredDay }) => answeredDay === null && figures?.signers.kind === 'shown' && !figures.dueDay,
  );
  return { today: dayOf(clock.now()), due: byDueDay(due, dueSummaries), early, answered, earlySummaries };
}

const deskPath = (id: string) => `/in/desk/leadership/${id}`;
const summaryDeskPath = (id: string) => deskPath(`summaries/${id}`);

/** Something that leadership owes an answer. */
interface Due {
  readonly what: 'Petition' | 'Summary';
  readonly id: string;
  readonly title: string | null;
  readonly count: number | null;
  readonly dueDay: string;
}

function byDueDay(petitions: readonly PetitionSummary[], summaries: readonly SummaryInList[]): Due[] {
  const due = [
    ...petitions.map((each) => ({ ...each, what: 'Petition' as const, count: shownCount(each.figures) })),
    ...summaries.map((each) => ({ ...each, what: 'Summary' as const, count: bornOutBy(each.figures) })),
  ].flatMap(({ what, id, title, count, figures }) =>
    figures?.dueDay ? [{ what, id, title, count, dueDay: figures.dueDay }] : [],
  );
  return due.sort((a, b) => (`${a.dueDay} ${a.id}` < `${b.dueDay} ${b.id}` ? -1 : 1));
}

export default function LeadershipDesk() {
  const { today, due, early, answered, earlySummaries } = useLoaderData<typeof loader>();
  return (
    <Page>
      <PageHeader
        title="Answers due"
        lead="Petitions, and summaries of concerns, that reached their threshold, by the day on which an answer is due."
      />
      {due.length === 0 ? (
        <EmptyState title="No answer is due">Nothing that reached its threshold waits for a response.</EmptyState>
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
      {earlySummaries.length > 0 && (
        <Section title="Summaries of concerns that are not due">
          <SummaryList
            summaries={earlySummaries}
            today={today}
            caption="Summaries that may be answered before they must"
            to={summaryDeskPath}
          />
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

function DueTable({ due, today }: { due: readonly Due[]; today: string }) {
  return (
    <Table
      caption="What leadership owes an answer"
      captionHidden
      rows={due}
      rowKey={({ id }) => id}
      isLate={({ dueDay }) => dueDay < today}
      columns={[
        {
          key: 'title',
          header: 'What it is about',
          cell: ({ what, id, title }) => (
            <Link to={what === 'Petition' ? deskPath(id) : summaryDeskPath(id)}>{title}</Link>
          ),
        },
        { key: 'what', header: 'What it is', cell: ({ what }) => what },
        {
          key: 'count',
          header: 'Colleagues',
          numeric: true,
          cell: ({ count }) => (count === null ? '–' : formatCount(count)),
        },
        { key: 'day', header: 'Due on', cell: ({ dueDay }) => <DateText day={dueDay} now={today} /> },
        {
          key: 'due',
          header: 'Answer',
          cell: ({ dueDay }) => {
            const { tone, words } = dueWords(dueDay, today);
            return <span className={tone === 'late' ? 'late' : undefined}>{words}</span>;
          },
        },
      ]}
    />
  );
}

export { PageError as ErrorBoundary };
