import { parseWithZod } from '@conform-to/zod/v4';
import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { askOrganizer } from '~/features/identified/leadership/ask-organizer.server';
import { clarificationsPerPetition } from '~/features/published/clarifications/clarification';
import { questionSchema } from '~/features/published/clarifications/clarification.schema';
import { clarificationsOf } from '~/features/published/clarifications/clarifications.queries.server';
import { ClarificationList } from '~/features/published/clarifications/components/clarification-list';
import { QuestionForm } from '~/features/published/clarifications/components/words-form';
import { Demands } from '~/ui/demands';
import { petitionView } from '~/features/published/petitions/petition-page.queries.server';
import { dayIn } from '~/platform/zoned-time';
import { Link } from '~/ui/link';
import { Notice } from '~/ui/notice';
import { Page, PageHeader, Section } from '~/ui/page';
import { identifiedWing, requireRole, type GuardArgs } from './guards.server';
import { leadershipRefusal } from './leadership-refusals';
import { PageError } from './page-error';

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => [
  { title: `${loaded?.text.title ?? 'A petition'} · Ask the organizer · Round Robin` },
];

/** The petition as everybody sees it: leadership has no other view of it. */
async function readPetition({ context }: GuardArgs, id: string | undefined) {
  const { settings } = context;
  const petition = await petitionView({ db: identifiedWing(context).db, settings }, id ?? '');
  const text = petition?.text;
  if (!petition || !text) throw new Response(null, { status: 404 });
  return { ...petition, text };
}

export async function loader(args: LoaderFunctionArgs) {
  await requireRole(args, 'leadership');
  const { id, text, organizerName } = await readPetition(args, args.params['petitionId']);
  const { clock, settings } = args.context;
  return {
    ...{ id, text, organizerName },
    clarifications: await clarificationsOf(identifiedWing(args.context).db, id),
    today: dayIn(settings.timeZone, clock.now()),
  };
}

export async function action(args: ActionFunctionArgs) {
  const actor = await requireRole(args, 'leadership');
  const { id: petitionId } = await readPetition(args, args.params['petitionId']);
  const form = await args.request.formData();
  const submission = parseWithZod(form, { schema: questionSchema });
  if (submission.status !== 'success') return data({ result: submission.reply(), preview: null }, { status: 400 });
  const { question } = submission.value;
  if (form.get('act') !== 'publish') return data({ result: submission.reply(), preview: question });
  const { clock, settings, publicUrl } = args.context;
  const { db } = identifiedWing(args.context);
  try {
    await askOrganizer({ db, clock, settings, publicUrl }, { actor, petitionId, question });
    return redirect(`/in/desk/leadership/ask/${petitionId}`);
  } catch (error) {
    const { status, message } = leadershipRefusal(error);
    return data({ result: submission.reply({ formErrors: [message] }), preview: null }, { status });
  }
}

export default function AskOrganizer() {
  const { id, text, organizerName, clarifications, today } = useLoaderData<typeof loader>();
  const sent = useActionData<typeof action>();
  return (
    <Page width="reading">
      <PageHeader
        title="Ask the organizer"
        state={<Link to={`/in/desk/leadership/${id}`}>{text.title}</Link>}
        lead={`Where it is not clear what is asked, ask ${organizerName || 'its organizer'} before you answer: in public, and answered in public. The date on which an answer is due stays.${organizerName === '' ? ' Who organizes it is unknown: they read your question on its page and can answer in news.' : ''}`}
      />
      <Demands demands={text.demands.map((demand) => ({ text: demand }))} />
      {clarifications.length > 0 && (
        <Section title="Asked so far">
          <ClarificationList {...{ clarifications, organizerName, today }} />
        </Section>
      )}
      <Section title="Your question">
        {clarifications.length < clarificationsPerPetition ? (
          <QuestionForm key={clarifications.length} lastResult={sent?.result} preview={sent?.preview ?? null} />
        ) : (
          <Notice title="No more questions">
            {`The organizer of a petition is asked ${String(clarificationsPerPetition)} questions at most.`}
          </Notice>
        )}
      </Section>
    </Page>
  );
}

export { PageError as ErrorBoundary };
