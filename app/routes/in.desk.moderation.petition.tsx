import { parseWithZod } from '@conform-to/zod/v4';
import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { SimilarPetitions } from '~/features/identified/desks/components/similar-petitions';
import { decidePetition } from '~/features/identified/desks/decide-petition.server';
import { moderatedPetition } from '~/features/identified/desks/moderated-petition.queries.server';
import { conflictWords } from '~/features/identified/desks/moderation-conflict';
import { shownValue } from '~/features/published/figures/figure';
import { DecisionForm } from '~/features/published/petitions/components/decision-form';
import { PetitionText } from '~/features/published/petitions/components/petition-text';
import { PetitionTimeline } from '~/features/published/petitions/components/petition-timeline';
import { decisionSchema } from '~/features/published/petitions/moderation.schema';
import { clockWords } from '~/features/published/petitions/moderation-words';
import { sponsorFigure } from '~/features/published/petitions/petition-page.queries.server';
import { startedBy } from '~/features/published/petitions/petition-words';
import { attachmentsOf } from '~/features/published/programmes/attachments.queries.server';
import { AboutProgrammeLink } from '~/features/published/programmes/components/about-programme';
import { dayIn } from '~/platform/zoned-time';
import { plural } from '~/ui/count';
import { DateText } from '~/ui/date-text';
import { Notice } from '~/ui/notice';
import { Page, PageHeader, Section } from '~/ui/page';
import { StateDot } from '~/ui/tag';
import { identifiedWing, requireRole } from './guards.server';
import { refusalOf } from './petition-refusals';
import { PageError } from './page-error';

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => [
  { title: `${loaded?.petition.text.title ?? 'A petition'} · Moderation · Round Robin` },
];

export async function loader(args: LoaderFunctionArgs) {
  const { personNumber } = await requireRole(args, 'moderator');
  const { db } = identifiedWing(args.context);
  const { clock, settings } = args.context;
  const petitionId = args.params['petitionId'] ?? '';
  const moderated = await moderatedPetition({ db, clock, settings }, { petitionId, personNumber });
  if (!moderated) throw new Response(null, { status: 404 });
  const sponsors = await sponsorFigure({ db, settings }, moderated.petition);
  return {
    sponsors: sponsors && shownValue(sponsors),
    today: dayIn(settings.timeZone, clock.now()),
    ...moderated,
    about: (await attachmentsOf(db, 'petition', [petitionId])).get(petitionId) ?? null,
  };
}

export async function action(args: ActionFunctionArgs) {
  const { request, context, params } = args;
  const actor = await requireRole(args, 'moderator');
  const { db } = identifiedWing(context);
  const submission = parseWithZod(await request.formData(), { schema: decisionSchema });
  if (submission.status !== 'success') return data(submission.reply(), { status: 400 });
  try {
    const petitionId = params['petitionId'] ?? '';
    const { clock, settings, publicUrl } = context;
    await decidePetition({ db, clock, settings, publicUrl }, { actor, petitionId, decision: submission.value });
    return redirect('/in/desk/moderation');
  } catch (error) {
    const { status, message } = refusalOf(error);
    return data(submission.reply({ formErrors: [message] }), { status });
  }
}

export default function ModeratedPetition() {
  const { today, petition, about, sponsors, similar, clock, conflict } = useLoaderData<typeof loader>();
  const lastResult = useActionData<typeof action>();
  const { state, text, moderation } = petition;
  return (
    <Page>
      <PageHeader
        title={text.title}
        state={
          <>
            {clock && (
              <StateDot state={clock.overdue ? 'late' : 'on'}>
                <span>
                  {state === 'appealed' ? 'An appeal' : 'Waits'}, to be decided by{' '}
                  <DateText day={clock.dueDay} now={today} weekday /> ({clockWords(clock).toLowerCase()})
                </span>
              </StateDot>
            )}
            <span>Started by {startedBy(petition)}</span>
            <span>
              {petition.askedUnit === null ? 'Asks leadership' : `Asks the leadership of ${petition.askedUnit}`}
            </span>
            {sponsors !== null && <span>Sponsored unseen by {plural(sponsors, 'employee')}</span>}
            {about && (
              <span>
                About <AboutProgrammeLink about={about} />
              </span>
            )}
            <span>
              Sent in <DateText day={petition.submittedDay} now={today} relative="also" />
            </span>
            <span>
              Open until <DateText day={petition.closesDay} now={today} />
            </span>
          </>
        }
      />
      <PetitionText text={text} />
      <Section title="Similar petitions, side by side">
        <SimilarPetitions petitions={similar} />
      </Section>
      {moderation.length > 0 && (
        <Section title={state === 'appealed' ? 'The rejection, and the appeal' : 'Decided before'}>
          <PetitionTimeline petition={{ ...petition, updates: [], figures: null, response: null }} today={today} />
        </Section>
      )}
      <Section title="Your decision">
        {state !== 'waiting' && state !== 'appealed' && (
          <Notice title="Nothing is to be decided">It does not wait for a moderator.</Notice>
        )}
        {(state === 'waiting' || state === 'appealed') &&
          (conflict === null ? (
            <DecisionForm state={state} textDigest={petition.textDigest} lastResult={lastResult} />
          ) : (
            <Notice title={conflictWords[conflict].title}>{conflictWords[conflict].body}</Notice>
          ))}
      </Section>
    </Page>
  );
}

export { PageError as ErrorBoundary };
