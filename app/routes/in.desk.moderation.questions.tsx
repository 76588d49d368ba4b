import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { petitionsOrganizedBy } from '~/features/identified/desks/organizer.queries.server';
import { answeredFor } from '~/features/identified/questions/answers-for.queries.server';
import { questionReason } from '~/features/published/questions/question-moderation';
import {
  latestQuestionDecisions,
  waitingQuestions,
} from '~/features/published/questions/question-moderation.queries.server';
import { dayOf } from '~/platform/clock';
import { DateText } from '~/ui/date-text';
import { EmptyState } from '~/ui/empty-state';
import { Link } from '~/ui/link';
import { Page, PageHeader, Section } from '~/ui/page';
import { Table } from '~/ui/table';
import { identifiedWing, requireRole } from './guards.server';
import { PageError } from './page-error';

export const meta: MetaFunction = () => [{ title: 'Questions · Moderation · Round Robin' }];

export async function loader(args: LoaderFunctionArgs) {
  const { personNumber } = await requireRole(args, 'moderator');
  const { db } = identifiedWing(args.context);
  const [waiting, decisions, own] = await Promise.all([
    waitingQuestions(db),
    latestQuestionDecisions(db),
    petitionsOrganizedBy(db, personNumber),
  ]);
  const petitions = [...new Set(waiting.map(({ petitionId }) => petitionId))];
  const sides = new Set([...own.map(({ id }) => id), ...(await answeredFor(db, personNumber, petitions))]);
  return {
    today: dayOf(args.context.clock.now()),
    waiting: waiting.map((each) => ({ ...each, side: sides.has(each.petitionId) })),
    decisions,
  };
}

const PREVIEW = 120;

export default function QuestionModerationDesk() {
  const { today, waiting, decisions } = useLoaderData<typeof loader>();
  return (
    <Page>
      <PageHeader
        title="Questions to moderate"
        lead="Asked unseen: nobody knows by whom. Each decision is made once, is public, with your name and the reason, and stays so."
      />
      {waiting.length === 0 ? (
        <EmptyState title="Nothing waits">Questions come with each publication, all of a day together.</EmptyState>
      ) : (
        <Table
          caption="Questions that wait, longest first"
          rows={waiting}
          rowKey={({ id }) => id}
          columns={[
            {
              key: 'question',
              header: 'Question',
              cell: ({ id, body, side }) => (
                <>
                  <Link to={`/in/desk/moderation/questions/${id}`}>{shortened(body)}</Link>
                  {side && <span className="soft"> (you have a side in it: somebody else decides)</span>}
                </>
              ),
            },
            { key: 'petition', header: 'Under', cell: ({ petitionTitle }) => petitionTitle },
            { key: 'day', header: 'Came', cell: ({ day }) => <DateText day={day} now={today} relative="also" /> },
          ]}
        />
      )}
      {decisions.length > 0 && (
        <Section title="Latest decisions">
          <Table
            caption="The latest decisions of all moderators on questions"
            captionHidden
            rows={decisions}
            rowKey={({ questionId }) => questionId}
            columns={[
              {
                key: 'petition',
                header: 'Under',
                cell: ({ questionId, petitionTitle }) => (
                  <Link to={`/in/desk/moderation/questions/${questionId}`}>{petitionTitle}</Link>
                ),
              },
              { key: 'act', header: 'Decision', cell: ({ act }) => (act === 'accept' ? 'Accepted' : 'Rejected') },
              { key: 'why', header: 'Reason', cell: ({ reasonCode }) => questionReason(reasonCode)?.words },
              { key: 'who', header: 'By', cell: ({ moderatorName }) => moderatorName },
              { key: 'day', header: 'When', cell: ({ day }) => <DateText day={day} now={today} /> },
            ]}
          />
        </Section>
      )}
    </Page>
  );
}

function shortened(body: string): string {
  const line = body.split(/\s+/).join(' ');
  return line.length <= PREVIEW ? line : `${line.slice(0, PREVIEW)} …`;
}

export { PageError as ErrorBoundary };
