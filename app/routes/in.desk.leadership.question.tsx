import { parseWithZod } from '@conform-to/zod/v4';
import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { answerQuestion } from '~/features/identified/questions/answer-question.server';
import { AnswerForm } from '~/features/published/questions/components/answer-form';
import { QuestionAnswerText } from '~/features/published/questions/components/question-answer';
import { QuestionWords } from '~/features/published/questions/components/question-quote';
import { questionsPath } from '~/features/published/questions/question';
import { answerSchema } from '~/features/published/questions/question.schema';
import { aboutWords, supportWords } from '~/features/published/questions/question-words';
import { questionToAnswer } from '~/features/published/questions/questions.queries.server';
import { dayIn } from '~/platform/zoned-time';
import { Link } from '~/ui/link';
import { Page, PageHeader, Section, Stack } from '~/ui/page';
import { identifiedWing, requireRole } from './guards.server';
import { refusalOf } from './petition-refusals';
import { PageError } from './page-error';

export const meta: MetaFunction = () => [{ title: 'Answer a question · Round Robin' }];

export async function loader(args: LoaderFunctionArgs) {
  await requireRole(args, 'leadership');
  const { db } = identifiedWing(args.context);
  const { settings, clock } = args.context;
  const question = await questionToAnswer({ db, settings }, args.params['questionId'] ?? '');
  if (!question) throw new Response(null, { status: 404 });
  return { question, today: dayIn(settings.timeZone, clock.now()) };
}

export async function action(args: ActionFunctionArgs) {
  const { request, context, params } = args;
  const actor = await requireRole(args, 'leadership');
  const form = await request.formData();
  const submission = parseWithZod(form, { schema: answerSchema });
  if (submission.status !== 'success') return data({ result: submission.reply(), preview: null }, { status: 400 });
  if (form.get('act') !== 'publish') return data({ result: submission.reply(), preview: submission.value.body });
  try {
    const { clock, settings } = context;
    const { db } = identifiedWing(context);
    const questionId = params['questionId'] ?? '';
    await answerQuestion({ db, clock, settings }, { actor, questionId, ...submission.value });
    return redirect(`/in/desk/leadership/questions/${questionId}`);
  } catch (error) {
    const { status, message } = refusalOf(error);
    return data({ result: submission.reply({ formErrors: [message] }), preview: null }, { status });
  }
}

export default function AnswerQuestionPage() {
  const { question, today } = useLoaderData<typeof loader>();
  const given = useActionData<typeof action>();
  const { id, petition, about, body, supporters, answer } = question;
  return (
    <Page width="reading">
      <PageHeader
        title="A question"
        state={
          <>
            <Link to={questionsPath(petition.id)}>{petition.title}</Link>
            <span>{aboutWords[about]}</span>
            <span>{supportWords(supporters)}</span>
          </>
        }
      />
      <Stack gap="loose">
        <QuestionWords>{body}</QuestionWords>
        {answer && <QuestionAnswerText questionId={id} answer={answer} today={today} />}
      </Stack>
      <Section title={answer ? 'Revise it in the open' : 'Answer it'}>
        <AnswerForm
          key={answer?.revision ?? 0}
          lastResult={given?.result}
          preview={given?.preview ?? null}
          revises={answer && { base: answer.revision, body: answer.body }}
        />
      </Section>
    </Page>
  );
}

export { PageError as ErrorBoundary };
