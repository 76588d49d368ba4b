import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData, useParams } from '@remix-run/react';
import { useMemo } from 'react';
import { petitionToSponsor } from '~/features/anonymous/choices/choosable';
import { ReadThenChoose } from '~/features/anonymous/choices/components/read-then-choose';
import { sponsoringWords } from '~/features/anonymous/choices/words-of-things';
import { LinkProblem } from '~/features/anonymous/sponsoring/components/link-problem';
import { PetitionToSponsor } from '~/features/anonymous/sponsoring/components/petition-to-sponsor';
import type { SponsoredText } from '~/features/anonymous/sponsoring/sponsored-text.schema';
import { useSponsoredText } from '~/features/anonymous/sponsoring/use-sponsored-text';
import { pinnedThing } from '~/features/published/choices/choosable.queries.server';
import { dayOf } from '~/platform/clock';
import { choosingFacts } from './choosing-facts.server';
import { publishedWing } from './guards.server';
import { PageError } from './page-error';
import { registerPrefetch } from './register-prefetch';

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: 'Sponsor a petition · Round Robin' },
  { name: 'robots', content: 'noindex' },
  ...registerPrefetch(data?.facts.registerFiles),
];

/** The crowd and the register's files. The petition's words are not in it: for them one needs the link's secret. */
export async function loader({ params, context }: LoaderFunctionArgs) {
  const { db } = publishedWing(context);
  const { petitionId = '' } = params;
  const pinned = await pinnedThing(db, 'sponsor', petitionId);
  if (!pinned) throw new Response(null, { status: 404 });
  const { registerId, revision, untilDay } = pinned;
  const open = dayOf(context.clock.now()) <= untilDay;
  return {
    pinned: { register: registerId, revision },
    untilDay,
    facts: await choosingFacts(db, context, {
      path: `/petitions/${petitionId}/sponsor`,
      ...{ registerId, open, thing: { kind: 'sponsor', id: petitionId } },
    }),
  };
}

export default function SponsorPage() {
  // What is sponsored is what the address names, whatever else the server says.
  const { petitionId = '' } = useParams();
  const { linked, again } = useSponsoredText(petitionId);
  if (linked.kind !== 'text') return <LinkProblem kind={linked.kind} again={again} />;
  return <Sponsoring petitionId={petitionId} text={linked.text} secret={linked.secret} />;
}

interface SponsoringProps {
  readonly petitionId: string;
  readonly text: SponsoredText;
  readonly secret: string;
}

function Sponsoring({ petitionId, text, secret }: SponsoringProps) {
  const { pinned, untilDay, facts } = useLoaderData<typeof loader>();
  const thing = useMemo(() => petitionToSponsor({ ...pinned, petitionId, text }), [pinned, petitionId, text]);
  const words = useMemo(() => sponsoringWords(text.sponsorsWanted), [text.sponsorsWanted]);
  return (
    <ReadThenChoose
      {...facts}
      // For a phone that goes on with it: behind the sign that no browser sends.
      address={`${facts.address}#${secret}`}
      {...{ thing, words }}
      title="Do you want this petition to go ahead?"
      lead="Somebody trusts you with a petition that is not public yet. With enough sponsors it goes to the moderators."
      back={{ to: '/petitions', words: 'All petitions' }}
    >
      <PetitionToSponsor {...{ text, untilDay }} minimum={facts.minimum} today={facts.today} />
    </ReadThenChoose>
  );
}

export { PageError as ErrorBoundary };
