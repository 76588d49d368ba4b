import { parseWithZod } from '@conform-to/zod/v4';
import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { answerSummary } from '~/features/identified/desks/answer-summary.server';
import { SummaryFacts } from '~/features/published/summaries/components/summary-facts';
import { summaryPath } from '~/features/published/summaries/components/summary-list';
import { SummaryResponseForm } from '~/features/published/summaries/components/summary-response-form';
import { summaryView } from '~/features/published/summaries/summaries.queries.server';
import { summaryResponseSchema } from '~/features/published/summaries/summary-response';
import { summaryStanding } from '~/features/published/summaries/summary-words';
import { dayOf } from '~/platform/clock';
import { Card } from '~/ui/card';
import { DateText } from '~/ui/date-text';
import { Link } from '~/ui/link';
import { Page, PageHeader, Section, Stack } from '~/ui/page';
import { Prose } from '~/ui/prose';
import { StateDot } from '~/ui/tag';
import { identifiedWing, requireRole, type GuardArgs } from './guards.server';
import { refusalOf } from './petition-refusals';
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
  await requireRole(args, 'leadership');
  const { registerId: _, ...summary } = await readSummary(args, args.params['summaryId']);
  return { today: dayOf(args.context.clock.now()), summary };
}

export async function action(args: ActionFunctionArgs) {
  const { request, context, params } = args;
  const actor = await requireRole(args, 'leadership');
  const { id: summaryId } = await readSummary(args, params['summaryId']);
  const form = await request.formData();
  const submission = parseWithZod(form, { schema: summaryResponseSchema });
  if (submission.status !== 'success') return data({ result: submission.reply(), preview: null }, { status: 400 });
  const { body } = submission.value;
  if (form.get('act') !== 'publish') return data({ result: submission.reply(), preview: body });
  try {
    const { db } = identifiedWing(context);
    await answerSummary({ db, clock: context.clock, settings: context.settings }, { actor, summaryId, body });
    return redirect(`/in/desk/leadership/summaries/${summaryId}`);
  } catch (error) {
    const { status, message } = refusalOf(error);
    return data({ result: submission.reply({ formErrors: [message] }), preview: null }, { status });
  }
}

export default function AnswerSummaryPage() {
  const { today, summary } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { id, title, body, day, handlerName, figures, response } = summary;
  const standing = summaryStanding(summary, today);
  return (
    <Page width="reading">
      <PageHeader
        title={title}
        state={
          <>
            <StateDot state={standing.tone}>{standing.words}</StateDot>
            <span>
              By {handlerName}, <DateText day={day} now={today} />
            </span>
            <Link to={summaryPath(id)}>The summary’s page</Link>
          </>
        }
      />
      <Stack gap="loose">
        <Prose>{body}</Prose>
        {figures && (
          <Card title="What colleagues say">
            <SummaryFacts figures={figures} answeredDay={response?.day ?? null} today={today} />
          </Card>
        )}
      </Stack>
      {response ? (
        <Section title="The answer">
          <Stack>
            <p className="soft small">
              {response.authorName}, <DateText day={response.day} now={today} relative="also" />
            </p>
            <Prose>{response.document.body}</Prose>
          </Stack>
        </Section>
      ) : (
        <div className="section">
          <SummaryResponseForm lastResult={answer?.result} preview={answer?.preview ?? null} />
        </div>
      )}
    </Page>
  );
}

export { PageError as ErrorBoundary };
