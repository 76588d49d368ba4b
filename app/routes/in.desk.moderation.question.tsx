import { parseWithZod } from '@conform-to/zod/v4';
import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { organizes } from '~/features/identified/desks/organizer.queries.server';
import { answersFor } from '~/features/identified/questions/answers-for.queries.server';
import { moderateQuestion } from '~/features/identified/questions/moderate-question.server';
import { QuestionDecisionForm } from '~/features/published/questions/components/question-decision-form';
import { QuestionWords } from '~/features/published/questions/components/question-quote';
import { questionDecisionSchema } from '~/features/published/questions/question-decision.schema';
import { moderatedQuestion } from '~/features/published/questions/question-moderation.queries.server';
import { aboutWords } from '~/features/published/questions/question-words';
import { dayOf } from '~/platform/clock';
import { DateText } from '~/ui/date-text';
import { Notice } from '~/ui/notice';
import { Page, PageHeader, Section } from '~/ui/page';
import { identifiedWing, requireRole } from './guards.server';
import { refusalOf } from './petition-refusals';
import { PageError } from './page-error';

const desk = '/in/desk/moderation/questions';

export const meta: MetaFunction = () => [{ title: 'A question · Moderation · Round Robin' }];

export async function loader(args: LoaderFunctionArgs) {
  const { personNumber } = await requireRole(args, 'moderator');
  const { db } = identifiedWing(args.context);
  const question = await moderatedQuestion(db, args.params['questionId'] ?? '');
  if (!question) throw new Response(null, { status: 404 });
  const side = { petitionId: question.petitionId, personNumber };
  return {
    today: dayOf(args.context.clock.now()),
    question,
    own: await organizes(db, side),
    answers: await answersFor(db, side),
  };
}

export async function action(args: ActionFunctionArgs) {
  const { request, context, params } = args;
  const actor = await requireRole(args, 'moderator');
  const { db } = identifiedWing(context);
  const submission = parseWithZod(await request.formData(), { schema: questionDecisionSchema });
  if (submission.status !== 'success') return data(submission.reply(), { status: 400 });
  try {
    const questionId = params['questionId'] ?? '';
    await moderateQuestion({ db, clock: context.clock }, { actor, questionId, decision: submission.value });
    return redirect(desk);
  } catch (error) {
    const { status, message } = refusalOf(error);
    return data(submission.reply({ formErrors: [message] }), { status });
  }
}

export default function ModeratedQuestionPage() {
  const { today, question, own, answers } = useLoaderData<typeof loader>();
  const lastResult = useActionData<typeof action>();
  const { petitionId, petitionTitle, about, body, state, day } = question;
  const waits = state === 'waiting';
  return (
    <Page width="reading">
      <PageHeader
        title="A question"
        state={
          <>
            <a href={`/petitions/${petitionId}`} target="_blank" rel="noopener noreferrer">
              {petitionTitle}
            </a>
            <span>{aboutWords[about]}</span>
            <span>
              Came <DateText day={day} now={today} relative="also" />
            </span>
          </>
        }
      />
      <QuestionWords>{body}</QuestionWords>
      <Section title="Your decision">
        {!waits && (
          <Notice title="Nothing is to be decided">
            {state === 'open' ? 'It was accepted, and everybody reads it.' : 'It was rejected, with a public reason.'}
          </Notice>
        )}
        {waits && own && <Notice title="This is your own petition">Another moderator decides on it.</Notice>}
        {waits && !own && answers && (
          <Notice title="You answer for this petition">Another moderator decides on what is asked about it.</Notice>
        )}
        {waits && !own && !answers && <QuestionDecisionForm lastResult={lastResult} />}
      </Section>
    </Page>
  );
}

export { PageError as ErrorBoundary };
