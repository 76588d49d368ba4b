import { parseWithZod } from '@conform-to/zod/v4';
import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { DeskCount } from '~/features/identified/desks/components/desk-count';
import { DeskPages } from '~/features/identified/desks/components/desk-pages';
import { organizes } from '~/features/identified/desks/organizer.queries.server';
import { postOwnUpdate } from '~/features/identified/desks/post-own-update.server';
import { draftOfPetition } from '~/features/identified/drafts/drafts.queries.server';
import { stepHref } from '~/features/identified/drafts/draft-steps';
import { clarifyingOf } from '~/features/published/clarifications/clarifications.queries.server';
import { WaitingQuestions } from '~/features/published/clarifications/components/waiting-questions';
import { BesideCard, PetitionCard } from '~/features/published/petitions/components/petition-card';
import { DecisionOutcome } from '~/features/published/petitions/components/decision-outcome';
import { PetitionText } from '~/features/published/petitions/components/petition-text';
import { PetitionTimeline } from '~/features/published/petitions/components/petition-timeline';
import { PetitionUpdates } from '~/features/published/petitions/components/petition-updates';
import { UpdateForm } from '~/features/published/petitions/components/update-form';
import { rejectionReason } from '~/features/published/petitions/moderation';
import { deskOutlook } from '~/features/published/petitions/desk-outlook.queries.server';
import { deskView } from '~/features/published/petitions/petition-page.queries.server';
import { updateSchema } from '~/features/published/petitions/petition.schema';
import { standingWords } from '~/features/published/petitions/petition-words';
import { dayOf } from '~/platform/clock';
import { dayIn } from '~/platform/zoned-time';
import { ButtonLink } from '~/ui/button';
import { Page, PageHeader, Section } from '~/ui/page';
import { StateDot } from '~/ui/tag';
import { identifiedWing, requirePerson } from './guards.server';
import { refusalOf } from './petition-refusals';
import { nextCount, petitionChart } from './petition-figures.server';
import { PageError } from './page-error';

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => [
  { title: `${loaded?.petition.text.title ?? 'A petition'} · My petitions · Round Robin` },
];

export async function loader(args: LoaderFunctionArgs) {
  const { personNumber } = await requirePerson(args);
  const { db } = identifiedWing(args.context);
  const { clock, settings } = args.context;
  const petitionId = args.params['petitionId'] ?? '';
  // Somebody else's petition is, on this desk, as if it were not there.
  const own = await organizes(db, { petitionId, personNumber });
  const view = own ? await deskView({ db, settings }, petitionId) : null;
  if (!view) throw new Response(null, { status: 404 });
  const now = clock.now();
  const { history, ...petition } = view;
  const days = { today: dayOf(now), companyDay: dayIn(settings.timeZone, now) };
  const draft = petition.state === 'sent-back' ? await draftOfPetition(db, { petitionId, author: personNumber }) : null;
  return {
    petition,
    chart: petitionChart(history, petition.threshold),
    outlook: await deskOutlook({ db, settings }, view, days),
    draftPath: draft && stepHref(draft.id, 'title'),
    clarifying: (await clarifyingOf(db, [petitionId])).get(petitionId) ?? null,
    ...days,
    now: now.toISOString(),
    nextCount: nextCount(settings.publication, now),
  };
}

export async function action(args: ActionFunctionArgs) {
  const { request, context, params } = args;
  const actor = await requirePerson(args);
  const { db } = identifiedWing(context);
  const petitionId = params['petitionId'] ?? '';
  const form = await request.formData();
  const submission = parseWithZod(form, { schema: updateSchema });
  if (submission.status !== 'success') return data({ result: submission.reply(), preview: null }, { status: 400 });
  const { body } = submission.value;
  if (form.get('act') !== 'publish') return data({ result: submission.reply(), preview: body });
  try {
    await postOwnUpdate({ db, clock: context.clock }, { actor, petitionId, body });
    return redirect(`/in/desk/organizer/${petitionId}#news`);
  } catch (error) {
    const { status, message } = refusalOf(error);
    return data({ result: submission.reply({ formErrors: [message] }), preview: null }, { status });
  }
}

export default function OrganizedPetition() {
  const { petition, chart, outlook, clarifying, draftPath, today, companyDay, now, nextCount } =
    useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { id, state, text, response, updates, openedDay } = petition;
  const rejection = rejectionReason(petition.moderation);
  const standing = standingWords(
    { ...petition, answeredDay: response?.answeredDay ?? null, ended: petition.organizing.ending?.how, rejection },
    today,
    companyDay,
  );
  const card =
    openedDay === null ? null : <PetitionCard {...{ petition, today, companyDay, now, nextCount }} signPath={null} />;
  const takesNews = state === 'open' || state === 'closed';
  return (
    <Page>
      <BesideCard card={card} label="Count">
        <PageHeader
          title={text.title}
          state={<StateDot state={standing.tone}>{standing.words}</StateDot>}
          actions={
            openedDay !== null && (
              <ButtonLink to={`/petitions/${id}`} tone="secondary">
                The petition’s page
              </ButtonLink>
            )
          }
        />
        <DecisionOutcome state={state} draftPath={draftPath} />
        <WaitingQuestions petitions={[{ id, title: text.title, clarifying }]} today={companyDay} />
        {openedDay !== null && <DeskCount {...{ petition, chart, outlook, today }} />}
        {openedDay === null && (
          <div className="section">
            <PetitionText text={text} />
          </div>
        )}
        {(takesNews || updates.length > 0) && (
          <Section title="News" id="news">
            <PetitionUpdates updates={updates} today={today} />
            {takesNews && (
              <div className="news-form">
                <UpdateForm key={updates.length} lastResult={answer?.result} preview={answer?.preview ?? null} />
              </div>
            )}
          </Section>
        )}
        <DeskPages petition={petition} />
        <Section title="What happened">
          <PetitionTimeline petition={petition} today={today} />
        </Section>
      </BesideCard>
    </Page>
  );
}

export { PageError as ErrorBoundary };
