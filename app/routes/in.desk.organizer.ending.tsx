import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { AnswerProposal, ProposeForm, RetireForm } from '~/features/identified/organizing/components/ending-forms';
import { EndingNotice } from '~/features/published/petitions/components/petition-organizing';
import { pendingProposal } from '~/features/published/petitions/ending';
import { organizingOf, proposalsTo } from '~/features/published/petitions/organizing.queries.server';
import { startedBy } from '~/features/published/petitions/petition-words';
import { similarToPetition } from '~/features/published/petitions/similar-petitions.queries.server';
import { dayOf } from '~/platform/clock';
import { DateText } from '~/ui/date-text';
import { Link } from '~/ui/link';
import { Notice } from '~/ui/notice';
import { Page, PageHeader, Section, Stack } from '~/ui/page';
import { endAsAsked } from './ending-desk.server';
import { readOwnPetition } from './own-petition.server';
import { PageError } from './page-error';

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => [
  { title: `${loaded?.title ?? 'A petition'} · End it or merge it · Round Robin` },
];

export async function loader(args: LoaderFunctionArgs) {
  const { db, petition } = await readOwnPetition(args);
  const { clock, settings } = args.context;
  const { id, state, text, openedDay } = petition;
  if (openedDay === null) throw new Response(null, { status: 404 });
  const [organizing, proposals, similar] = await Promise.all([
    organizingOf({ db, settings }, id),
    proposalsTo(db, id),
    similarToPetition(db, text, { except: id }),
  ]);
  return {
    ...{ id, state, title: text.title, ending: organizing.ending, merged: organizing.merged.length > 0 },
    proposal: pendingProposal(organizing.merging),
    proposedTo: organizing.merging.at(-1)?.intoTitle ?? '',
    proposals: proposals.map(({ organizerName, ...each }) => ({ ...each, by: startedBy({ organizerName }) })),
    similar: similar.filter(({ open }) => open).map(({ id: other, title }) => ({ id: other, title })),
    today: dayOf(clock.now()),
  };
}

export async function action(args: ActionFunctionArgs) {
  const { actor, db, petition } = await readOwnPetition(args);
  const { clock, publicUrl } = args.context;
  const form = Object.fromEntries(await args.request.formData());
  const outcome = await endAsAsked({ db, clock, publicUrl }, { actor, petitionId: petition.id }, form);
  if (outcome.done) return redirect(`/in/desk/organizer/${petition.id}/ending`);
  const { status, ...state } = outcome;
  return data(state, { status });
}

export default function EndingDesk() {
  const { id, state, title, ending, merged, proposal, proposedTo, proposals, similar, today } =
    useLoaderData<typeof loader>();
  const sent = useActionData<typeof action>();
  const stateOf = (form: string) => (sent?.form === form ? sent : null);
  const goesOn = state === 'open' && ending === null;
  return (
    <Page width="reading">
      <PageHeader
        title="End it or merge it"
        state={<Link to={`/in/desk/organizer/${id}`}>{title}</Link>}
        lead="A petition closes on its last day by itself. Here it can end before, in public and with a reason."
      />
      {ending && <EndingNotice ending={ending} state={state} today={today} />}
      {!goesOn && !ending && <Notice title="It is closed already">There is nothing left to end.</Notice>}
      {goesOn && proposals.length > 0 && (
        <Section title="Others would join theirs to this one" id="proposals">
          <Stack gap="loose">
            {proposals.map((each) => (
              <AnswerProposal key={each.id} proposal={each} state={stateOf(each.id)} today={today} />
            ))}
          </Stack>
        </Section>
      )}
      {goesOn && (
        <Section title="Merge it into another one" id="merge">
          <Stack gap="loose">
            <p>
              Where two petitions ask for the same, one can go on for both, if the organizers of the other agree. This
              one then closes with the next publication and its page leads to the other. Nobody’s signature moves, and
              nobody is counted twice: each keeps its own count, and they are never added up.
            </p>
            {proposal && (
              <Notice title="Waits for an answer">
                You proposed on <DateText day={proposal.day} now={today} /> to merge it into{' '}
                <Link to={`/petitions/${proposal.intoId}`}>{proposedTo}</Link>. Another proposal would take its place.
              </Notice>
            )}
            {merged ? (
              <p>Others were merged into this one, so it goes on: nobody is sent from page to page to page.</p>
            ) : (
              <ProposeForm similar={similar} state={stateOf('propose')} />
            )}
          </Stack>
        </Section>
      )}
      {goesOn && (
        <Section title="Retire it" id="retire">
          <RetireForm key={sent?.form === 'retire' ? sent.words : ''} state={stateOf('retire')} />
        </Section>
      )}
    </Page>
  );
}

export { PageError as ErrorBoundary };
