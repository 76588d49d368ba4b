import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { ChangePreview } from '~/features/published/programmes/components/change-preview';
import { QuestionsForm } from '~/features/published/programmes/components/questions-form';
import { postedBase } from '~/features/published/programmes/posted-values';
import { currentProgramme } from '~/features/published/programmes/programmes.queries.server';
import { Link } from '~/ui/link';
import { Page, PageHeader } from '~/ui/page';
import { identifiedWing, requireRole, type GuardArgs } from './guards.server';
import { takeQuestions } from './programme-desk.server';
import { PageError } from './page-error';

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => [
  { title: `Questions about ${loaded?.programme.name ?? 'a programme'} · Round Robin` },
];

async function readProgramme({ context }: GuardArgs, id: string | undefined) {
  const programme = await currentProgramme(identifiedWing(context).db, id ?? '');
  if (!programme) throw new Response(null, { status: 404 });
  return programme;
}

export async function loader(args: LoaderFunctionArgs) {
  await requireRole(args, 'handler');
  const { id, revision, document } = await readProgramme(args, args.params['programmeId']);
  return { programme: { id, revision, name: document.name, questions: document.questions } };
}

export async function action(args: ActionFunctionArgs) {
  const actor = await requireRole(args, 'handler');
  const answer = await takeQuestions(args, actor, await readProgramme(args, args.params['programmeId']));
  if ('published' in answer) return redirect(answer.published);
  return data(answer, { status: answer.status });
}

export default function Questions() {
  const { programme } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { id, revision, name, questions } = programme;
  return (
    <Page width="reading">
      <PageHeader
        title="Questions to reporters"
        state={<Link to={`/programmes/${id}`}>{name}</Link>}
        lead="Whoever raises a concern about this programme is asked these, besides what everybody is asked. Every answer may be left out. The questions are public; the answers only handlers can read."
      />
      <QuestionsForm
        questions={questions}
        base={postedBase(answer?.result.initialValue) ?? revision}
        lastResult={answer?.result}
        preview={answer?.changes && <ChangePreview changes={answer.changes} />}
      />
    </Page>
  );
}

export { PageError as ErrorBoundary };
