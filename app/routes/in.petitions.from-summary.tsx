import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { draftFromSummary } from '~/features/identified/drafts/draft-from-summary.server';
import { stepHref } from '~/features/identified/drafts/draft-steps';
import { summaryPath } from '~/features/published/summaries/components/summary-list';
import { summaryView } from '~/features/published/summaries/summaries.queries.server';
import { Button, ButtonLink } from '~/ui/button';
import { Page, PageHeader } from '~/ui/page';
import { Prose } from '~/ui/prose';
import { identifiedWing, requirePerson } from './guards.server';
import { refusalPage } from './petition-refusals';
import { PageError } from './page-error';

export const meta: MetaFunction = () => [{ title: 'A petition from a summary · Round Robin' }];

/** Whoever pressed the button on the summary's page without being signed in comes here afterwards. */
export async function loader(args: LoaderFunctionArgs) {
  await requirePerson(args);
  const { db } = identifiedWing(args.context);
  const summary = await summaryView({ db, settings: args.context.settings }, args.params['summaryId'] ?? '');
  if (!summary) throw new Response(null, { status: 404 });
  const { id, title, body } = summary;
  return { id, title, body };
}

export async function action(args: ActionFunctionArgs) {
  const { personNumber: author } = await requirePerson(args);
  const { clock, publicUrl } = args.context;
  const { db } = identifiedWing(args.context);
  try {
    const summaryId = args.params['summaryId'] ?? '';
    const draftId = await draftFromSummary({ db, clock, publicUrl }, { author, summaryId });
    return redirect(stepHref(draftId, 'ask'));
  } catch (error) {
    throw refusalPage(error);
  }
}

export default function PetitionFromSummary() {
  const { id, title, body } = useLoaderData<typeof loader>();
  return (
    <Page width="reading">
      <PageHeader
        title={title}
        lead="The draft has this title, quotes this summary and carries your name. Until you send it in, only you can read it."
      />
      <Prose>{body}</Prose>
      <form method="post" className="cluster">
        <Button>Start the draft</Button>
        <ButtonLink to={summaryPath(id)} tone="quiet">
          Back to the summary
        </ButtonLink>
      </form>
    </Page>
  );
}

export { PageError as ErrorBoundary };
