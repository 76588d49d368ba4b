import { parseWithZod } from '@conform-to/zod/v4';
import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { decidePetition } from '~/features/identified/desks/decide-petition.server';
import { organizes } from '~/features/identified/desks/organizer.queries.server';
import { DecisionForm } from '~/features/published/petitions/components/decision-form';
import { PetitionText } from '~/features/published/petitions/components/petition-text';
import { PetitionTimeline } from '~/features/published/petitions/components/petition-timeline';
import { decisionSchema } from '~/features/published/petitions/moderation.schema';
import { petitionRecord } from '~/features/published/petitions/petition-page.queries.server';
import { startedBy } from '~/features/published/petitions/petition-words';
import { similarToPetition } from '~/features/published/petitions/similar-petitions.queries.server';
import { attachmentsOf } from '~/features/published/programmes/attachments.queries.server';
import { AboutProgrammeLink } from '~/features/published/programmes/components/about-programme';
import { dayOf } from '~/platform/clock';
import { Card } from '~/ui/card';
import { DateText } from '~/ui/date-text';
import { Notice } from '~/ui/notice';
import { Page, PageHeader, Section, Split, Stack } from '~/ui/page';
import { identifiedWing, requireRole } from './guards.server';
import { refusalOf } from './petition-refusals';
import { PageError } from './page-error';

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => [
  { title: `${loaded?.petition.text.title ?? 'A petition'} · Moderation · Round Robin` },
];

const SIDE_BY_SIDE = 3;

export async function loader(args: LoaderFunctionArgs) {
  const { personNumber } = await requireRole(args, 'moderator');
  const { db } = identifiedWing(args.context);
  const petition = await petitionRecord(db, args.params['petitionId'] ?? '');
  if (!petition) throw new Response(null, { status: 404 });
  const near = await similarToPetition(db, petition.text, { limit: SIDE_BY_SIDE, except: petition.id });
  const similar = await Promise.all(near.map(({ id }) => petitionRecord(db, id)));
  return {
    today: dayOf(args.context.clock.now()),
    petition,
    about: (await attachmentsOf(db, 'petition', [petition.id])).get(petition.id) ?? null,
    similar: similar.filter((record) => record !== null),
    own: await organizes(db, { petitionId: petition.id, personNumber }),
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
  const { today, petition, about, similar, own } = useLoaderData<typeof loader>();
  const lastResult = useActionData<typeof action>();
  const waits = petition.state === 'waiting';
  return (
    <Page>
      <Split asideLabel="Similar petitions" aside={<Similar petitions={similar} />}>
        <PageHeader
          title={petition.text.title}
          state={
            <>
              <span>Started by {startedBy(petition)}</span>
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
        <PetitionText text={petition.text} />
        {petition.moderation.length > 0 && (
          <Section title="Decided before">
            <PetitionTimeline petition={{ ...petition, updates: [], figures: null, response: null }} today={today} />
          </Section>
        )}
        <Section title="Your decision">
          {waits && !own && <DecisionForm textDigest={petition.textDigest} lastResult={lastResult} />}
          {waits && own && <Notice title="This is your own petition">Another moderator decides on it.</Notice>}
          {!waits && <Notice title="Nothing is to be decided">It no longer waits for a moderator.</Notice>}
        </Section>
      </Split>
    </Page>
  );
}

function Similar({ petitions }: { petitions: ReturnType<typeof useLoaderData<typeof loader>>['similar'] }) {
  if (petitions.length === 0) return <Card title="Nothing similar">No listed petition uses the same words.</Card>;
  return (
    <Stack>
      <h2>Petitions in the same words</h2>
      {petitions.map(({ id, text }) => (
        <Card key={id} title={text.title}>
          <Stack>
            <ol>
              {text.demands.map((demand) => (
                <li key={demand}>{demand}</li>
              ))}
            </ol>
            <a href={`/petitions/${id}`} target="_blank" rel="noopener noreferrer">
              Open it beside this one
            </a>
          </Stack>
        </Card>
      ))}
    </Stack>
  );
}

export { PageError as ErrorBoundary };
