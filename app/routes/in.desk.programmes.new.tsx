import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { ChangePreview } from '~/features/published/programmes/components/change-preview';
import { ProgrammeForm } from '~/features/published/programmes/components/programme-form';
import { heldDocuments } from '~/features/published/programmes/programmes.queries.server';
import { Page, PageHeader } from '~/ui/page';
import { identifiedWing, requireRole } from './guards.server';
import { takeProgramme } from './programme-desk.server';
import { PageError } from './page-error';

export const meta: MetaFunction = () => [{ title: 'Enter a programme · Round Robin' }];

export async function loader(args: LoaderFunctionArgs) {
  await requireRole(args, 'leadership');
  return { documents: await heldDocuments(identifiedWing(args.context).db) };
}

export async function action(args: ActionFunctionArgs) {
  const actor = await requireRole(args, 'leadership');
  const answer = await takeProgramme(args, actor, null);
  if ('published' in answer) return redirect(answer.published);
  return data(answer, { status: answer.status });
}

export default function NewProgramme() {
  const { documents } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return (
    <Page width="reading">
      <PageHeader
        title="Enter a programme"
        lead="Its name and where it stands are enough to begin with. Questions left open say so in public until they are answered."
      />
      <ProgrammeForm
        values={{}}
        base={0}
        documents={documents}
        lastResult={answer?.result}
        preview={answer?.changes && <ChangePreview changes={answer.changes} first />}
      />
    </Page>
  );
}

export { PageError as ErrorBoundary };
