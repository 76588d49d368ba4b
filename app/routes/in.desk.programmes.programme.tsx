import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { ChangePreview } from '~/features/published/programmes/components/change-preview';
import { ProgrammeForm } from '~/features/published/programmes/components/programme-form';
import { ProgrammeStanding } from '~/features/published/programmes/components/programme-list';
import { formValuesOf } from '~/features/published/programmes/programme-form';
import { postedBase } from '~/features/published/programmes/posted-values';
import { currentProgramme, heldDocuments } from '~/features/published/programmes/programmes.queries.server';
import { Link } from '~/ui/link';
import { Page, PageHeader } from '~/ui/page';
import { identifiedWing, requireRole, type GuardArgs } from './guards.server';
import { takeProgramme } from './programme-desk.server';
import { PageError } from './page-error';

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => [
  { title: `${loaded?.programme.document.name ?? 'A programme'} · Desk · Round Robin` },
];

async function readProgramme({ context }: GuardArgs, id: string | undefined) {
  const programme = await currentProgramme(identifiedWing(context).db, id ?? '');
  if (!programme) throw new Response(null, { status: 404 });
  return programme;
}

export async function loader(args: LoaderFunctionArgs) {
  await requireRole(args, 'leadership');
  return {
    programme: await readProgramme(args, args.params['programmeId']),
    documents: await heldDocuments(identifiedWing(args.context).db),
  };
}

export async function action(args: ActionFunctionArgs) {
  const actor = await requireRole(args, 'leadership');
  const answer = await takeProgramme(args, actor, await readProgramme(args, args.params['programmeId']));
  if ('published' in answer) return redirect(answer.published);
  return data(answer, { status: answer.status });
}

export default function EditProgramme() {
  const { programme, documents } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { id, document, revision } = programme;
  return (
    <Page width="reading">
      <PageHeader
        title={document.name}
        state={
          <>
            <ProgrammeStanding state={document.status} />
            <Link to={`/programmes/${id}`}>The programme’s page</Link>
            <Link to={`/programmes/${id}/changes`}>{`Revision ${String(revision)}`}</Link>
          </>
        }
      />
      <ProgrammeForm
        values={formValuesOf(document)}
        base={postedBase(answer?.result.initialValue) ?? revision}
        documents={documents}
        lastResult={answer?.result}
        preview={answer?.changes && <ChangePreview changes={answer.changes} />}
      />
    </Page>
  );
}

export { PageError as ErrorBoundary };
