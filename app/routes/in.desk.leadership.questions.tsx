import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { questionsForLeadership, type OpenQuestion } from '~/features/published/questions/questions.queries.server';
import { supportWords } from '~/features/published/questions/question-words';
import { dayOf } from '~/platform/clock';
import { DateText } from '~/ui/date-text';
import { EmptyState } from '~/ui/empty-state';
import { Link } from '~/ui/link';
import { Page, PageHeader, Section } from '~/ui/page';
import { Table } from '~/ui/table';
import { identifiedWing, requireRole } from './guards.server';
import { PageError } from './page-error';

export const meta: MetaFunction = () => [{ title: 'Questions asked · Round Robin' }];

const SHOWN = 100;

export async function loader(args: LoaderFunctionArgs) {
  await requireRole(args, 'leadership');
  const { db } = identifiedWing(args.context);
  const { settings, clock } = args.context;
  const { unanswered, answered } = await questionsForLeadership({ db, settings });
  return {
    today: dayOf(clock.now()),
    unanswered: unanswered.slice(0, SHOWN),
    more: Math.max(0, unanswered.length - SHOWN),
    answered: answered.slice(0, SHOWN),
  };
}

export default function LeadershipQuestions() {
  const { today, unanswered, more, answered } = useLoaderData<typeof loader>();
  return (
    <Page>
      <PageHeader
        title="Questions asked"
        lead="What colleagues ask under petitions and responses. Nobody knows who asks. What most would like answered comes first."
      />
      {unanswered.length === 0 ? (
        <EmptyState title="No question waits for an answer">Every open question has been answered.</EmptyState>
      ) : (
        <QuestionTable caption="Questions without an answer, most supported first" rows={unanswered} today={today} />
      )}
      {more > 0 && <p className="soft">More wait, with less support; they follow when these are answered.</p>}
      {answered.length > 0 && (
        <Section title="Answered">
          <QuestionTable caption="Questions with an answer" rows={answered} today={today} />
        </Section>
      )}
    </Page>
  );
}

interface QuestionTableProps {
  readonly caption: string;
  readonly rows: readonly OpenQuestion[];
  readonly today: string;
}

function QuestionTable({ caption, rows, today }: QuestionTableProps) {
  return (
    <Table
      caption={caption}
      rows={rows}
      rowKey={({ id }) => id}
      columns={[
        {
          key: 'question',
          header: 'Question',
          cell: ({ id, body }) => <Link to={`/in/desk/leadership/questions/${id}`}>{body}</Link>,
        },
        { key: 'petition', header: 'Under', cell: ({ petition }) => petition.title },
        { key: 'support', header: 'Support', cell: ({ supporters }) => supportWords(supporters) },
        {
          key: 'since',
          header: 'Open since',
          cell: ({ openedDay }) => <DateText day={openedDay} now={today} relative="also" />,
        },
      ]}
    />
  );
}

export { PageError as ErrorBoundary };
