import { parseWithZod } from '@conform-to/zod/v4';
import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { explainToLeadership } from '~/features/identified/desks/explain-to-leadership.server';
import { organizes } from '~/features/identified/desks/organizer.queries.server';
import { explanationSchema } from '~/features/published/clarifications/clarification.schema';
import { clarificationsOf } from '~/features/published/clarifications/clarifications.queries.server';
import { ClarificationList } from '~/features/published/clarifications/components/clarification-list';
import { ExplanationForm } from '~/features/published/clarifications/components/words-form';
import { petitionRecord } from '~/features/published/petitions/petition-page.queries.server';
import { dayIn } from '~/platform/zoned-time';
import { EmptyState } from '~/ui/empty-state';
import { Link } from '~/ui/link';
import { Page, PageHeader } from '~/ui/page';
import { identifiedWing, requirePerson, type GuardArgs } from './guards.server';
import { leadershipRefusal } from './leadership-refusals';
import { PageError } from './page-error';

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => [
  { title: `${loaded?.title ?? 'A petition'} · Questions to you · Round Robin` },
];

/** Somebody else's petition is, on this desk, as if it were not there. */
async function readOwn(args: GuardArgs & { params: Record<string, string | undefined> }) {
  const actor = await requirePerson(args);
  const { db } = identifiedWing(args.context);
  const petitionId = args.params['petitionId'] ?? '';
  const own = await organizes(db, { petitionId, personNumber: actor.personNumber });
  const petition = own ? await petitionRecord(db, petitionId) : null;
  if (!petition) throw new Response(null, { status: 404 });
  return { actor, db, petition };
}

export async function loader(args: LoaderFunctionArgs) {
  const { db, petition } = await readOwn(args);
  const { clock, settings } = args.context;
  return {
    id: petition.id,
    title: petition.text.title,
    organizerName: petition.organizerName,
    clarifications: await clarificationsOf(db, petition.id),
    today: dayIn(settings.timeZone, clock.now()),
  };
}

export async function action(args: ActionFunctionArgs) {
  const { actor, db, petition } = await readOwn(args);
  const form = await args.request.formData();
  const submission = parseWithZod(form, { schema: explanationSchema });
  const posted = Number(form.get('number'));
  if (submission.status !== 'success') {
    return data({ number: posted, result: submission.reply(), preview: null }, { status: 400 });
  }
  const { number, answer } = submission.value;
  if (form.get('act') !== 'publish') return data({ number, result: submission.reply(), preview: answer });
  const { clock, settings, publicUrl } = args.context;
  try {
    await explainToLeadership({ db, clock, settings, publicUrl }, { actor, petitionId: petition.id, number, answer });
    return redirect(`/in/desk/organizer/${petition.id}/questions#question-${String(number)}`);
  } catch (error) {
    const { status, message } = leadershipRefusal(error);
    return data({ number, result: submission.reply({ formErrors: [message] }), preview: null }, { status });
  }
}

export default function QuestionsToOrganizer() {
  const { id, title, organizerName, clarifications, today } = useLoaderData<typeof loader>();
  const sent = useActionData<typeof action>();
  return (
    <Page width="reading">
      <PageHeader
        title="What leadership asks you"
        state={<Link to={`/in/desk/organizer/${id}`}>{title}</Link>}
        lead="Questions and answers stand on the petition’s page, for everybody and for good."
      />
      {clarifications.length === 0 ? (
        <EmptyState title="Nothing was asked">
          If leadership asks something before it answers, you get a mail.
        </EmptyState>
      ) : (
        <ClarificationList
          {...{ clarifications, organizerName, today }}
          unanswered={({ number }) => (
            <ExplanationForm
              number={number}
              lastResult={sent?.number === number ? sent.result : undefined}
              preview={sent?.number === number ? sent.preview : null}
            />
          )}
        />
      )}
    </Page>
  );
}

export { PageError as ErrorBoundary };
