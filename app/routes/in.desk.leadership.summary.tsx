import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { AnsweringDesk } from '~/features/identified/answering/components/answering-desk';
import { BeginAnswer } from '~/features/identified/answering/components/begin-answer';
import { stateWords } from '~/features/identified/answering/answering-words';
import { Hands } from '~/features/identified/leadership/components/hands';
import { ownersOf } from '~/features/published/answers/owners.queries.server';
import { SummaryFacts } from '~/features/published/summaries/components/summary-facts';
import { summaryPath } from '~/features/published/summaries/components/summary-list';
import { summaryView } from '~/features/published/summaries/summaries.queries.server';
import { summaryStanding } from '~/features/published/summaries/summary-words';
import { Card } from '~/ui/card';
import { DateText } from '~/ui/date-text';
import { Link } from '~/ui/link';
import { Page, PageHeader, Section, Stack } from '~/ui/page';
import { Prose } from '~/ui/prose';
import { StateDot, Tag } from '~/ui/tag';
import { actOnAnswer, answeringDesk } from './answering-desk.server';
import { identifiedWing, requireRole, type GuardArgs } from './guards.server';
import { PageError } from './page-error';

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => [
  { title: `${loaded?.summary.title ?? 'A summary'} · Answer · Round Robin` },
];

/** The summary as everybody sees it: leadership has no other view of it. */
async function readSummary({ context }: GuardArgs, id: string | undefined) {
  const { db } = identifiedWing(context);
  const summary = await summaryView({ db, settings: context.settings }, id ?? '');
  if (!summary) throw new Response(null, { status: 404 });
  return summary;
}

export async function loader(args: LoaderFunctionArgs) {
  const person = await requireRole(args, 'leadership');
  const { registerId: _, ...summary } = await readSummary(args, args.params['summaryId']);
  const owners = await ownersOf(identifiedWing(args.context).db, 'summary', summary.id);
  return { ...(await answeringDesk(args, { subject: 'summary', id: summary.id }, person)), summary, owners };
}

export async function action(args: ActionFunctionArgs) {
  const actor = await requireRole(args, 'leadership');
  const { id } = await readSummary(args, args.params['summaryId']);
  return actOnAnswer(args, { subject: 'summary', id }, actor);
}

export default function AnswerSummaryPage() {
  const { summary, draft, owners, ...desk } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { today } = desk;
  const { id, title, body, day, handlerName, figures, response } = summary;
  const standing = summaryStanding(summary, today);
  return (
    <Page width="reading">
      <PageHeader
        title={title}
        state={
          <>
            {draft && <Tag tone="accent">{stateWords[draft.state]}</Tag>}
            <StateDot state={standing.tone}>{standing.words}</StateDot>
            <span>
              By {handlerName}, <DateText day={day} now={today} />
            </span>
            <Link to={summaryPath(id)}>The summary’s page</Link>
          </>
        }
      />
      <Hands {...{ subject: 'summary', id, owners, today }} asked={null} dueDay={figures?.dueDay ?? null} />
      {draft ? (
        <AnsweringDesk {...{ draft, answer }} {...desk} />
      ) : (
        <>
          <Stack gap="loose">
            <Prose>{body}</Prose>
            {figures && (
              <Card title="What colleagues say">
                <SummaryFacts figures={figures} answeredDay={response?.day ?? null} today={today} />
              </Card>
            )}
          </Stack>
          {response && (
            <Section title="The answer">
              <Stack>
                <p className="soft small">
                  {response.authorName}, <DateText day={response.day} now={today} relative="also" />
                </p>
                <Prose>{response.document.body}</Prose>
              </Stack>
            </Section>
          )}
          <BeginAnswer answerable {...{ answer }} isRevision={response !== null} otherwise="" />
        </>
      )}
    </Page>
  );
}

export { PageError as ErrorBoundary };
