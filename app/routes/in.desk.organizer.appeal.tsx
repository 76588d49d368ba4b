import { parseWithZod } from '@conform-to/zod/v4';
import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { appealOwnPetition } from '~/features/identified/desks/appeal-own-petition.server';
import { organizes } from '~/features/identified/desks/organizer.queries.server';
import { appealOf } from '~/features/published/petitions/appeal-petition.server';
import { AppealForm } from '~/features/published/petitions/components/appeal-form';
import { PetitionTimeline } from '~/features/published/petitions/components/petition-timeline';
import { hidesText } from '~/features/published/petitions/moderation';
import { petitionRecord } from '~/features/published/petitions/petition-page.queries.server';
import { appealSchema } from '~/features/published/petitions/petition.schema';
import { dayOf } from '~/platform/clock';
import { DateText } from '~/ui/date-text';
import { Link } from '~/ui/link';
import { Notice } from '~/ui/notice';
import { Page, PageHeader, Section, Stack } from '~/ui/page';
import { identifiedWing, requirePerson, type GuardArgs } from './guards.server';
import { refusalOf } from './petition-refusals';
import { PageError } from './page-error';

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => [
  { title: `Appeal · ${loaded?.petition.text.title ?? 'A petition'} · Round Robin` },
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
  const { petition } = await readOwn(args);
  const today = dayOf(args.context.clock.now());
  const { state, moderation } = petition;
  return {
    petition,
    today,
    appeal: appealOf({ state, moderation }, today),
    hidden: hidesText({ state, reasonCodes: moderation.map(({ reasonCode }) => reasonCode) }),
  };
}

export async function action(args: ActionFunctionArgs) {
  const { actor, db, petition } = await readOwn(args);
  const form = await args.request.formData();
  const submission = parseWithZod(form, { schema: appealSchema });
  if (submission.status !== 'success') return data({ result: submission.reply(), preview: null }, { status: 400 });
  const { words } = submission.value;
  if (form.get('act') !== 'appeal') return data({ result: submission.reply(), preview: words });
  try {
    await appealOwnPetition({ db, clock: args.context.clock }, { actor, petitionId: petition.id, words });
    return redirect(`/in/desk/organizer/${petition.id}`);
  } catch (error) {
    const { status, message } = refusalOf(error);
    return data({ result: submission.reply({ formErrors: [message] }), preview: null }, { status });
  }
}

export default function Appeal() {
  const { petition, today, appeal, hidden } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { id, text } = petition;
  return (
    <Page width="reading">
      <PageHeader
        title="Ask another moderator"
        state={<Link to={`/in/desk/organizer/${id}`}>{text.title}</Link>}
        lead="Once, and for good: a moderator who did not reject it reads the petition, the reason and what you write, and grants the appeal or upholds the rejection."
      />
      {appeal.kind === 'open' && (
        <Stack gap="loose">
          <p>
            You have until <DateText day={appeal.lastDay} now={today} relative="also" />. You cannot change the text:
            the other moderator decides on the one that was rejected. Instead of this you can rework it and send it in
            as a new petition.
          </p>
          <AppealForm lastResult={answer?.result} preview={answer?.preview ?? null} hidden={hidden} />
        </Stack>
      )}
      {appeal.kind === 'over' && (
        <Notice title="The time to appeal is over">
          It was until <DateText day={appeal.lastDay} now={today} />. You can rework the text and send it in as a new
          petition.
        </Notice>
      )}
      {appeal.kind === 'made' && (
        <Notice title="You have appealed">
          There is one appeal. What becomes of it stands below, and you get a mail.
        </Notice>
      )}
      {appeal.kind === 'none' && <Notice title="There is nothing to appeal against">It was not rejected.</Notice>}
      {petition.moderation.length > 0 && (
        <Section title="What was decided">
          <PetitionTimeline petition={{ ...petition, updates: [], figures: null, response: null }} today={today} />
        </Section>
      )}
    </Page>
  );
}

export { PageError as ErrorBoundary };
