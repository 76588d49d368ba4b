import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData, useParams } from '@remix-run/react';
import { useMemo } from 'react';
import { pledgeToWitness } from '~/features/anonymous/choices/choosable';
import { ReadThenChoose } from '~/features/anonymous/choices/components/read-then-choose';
import { witnessingWords } from '~/features/anonymous/choices/words-of-things';
import { pinnedThing } from '~/features/published/choices/choosable.queries.server';
import { disclosedUnits } from '~/features/published/figures/disclosed-units.queries.server';
import { pledgeView } from '~/features/published/pledges/pledges.queries.server';
import { dayOf } from '~/platform/clock';
import { DateText } from '~/ui/date-text';
import { Facts } from '~/ui/facts';
import { Stack } from '~/ui/page';
import { choosingFacts } from './choosing-facts.server';
import { publishedWing } from './guards.server';
import { PageError } from './page-error';
import { registerPrefetch } from './register-prefetch';

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: 'Say what you see · Round Robin' },
  ...registerPrefetch(data?.facts.registerFiles),
];

export async function loader({ params, context }: LoaderFunctionArgs) {
  const { db } = publishedWing(context);
  const view = await pledgeView(db, params['pledgeId'] ?? '');
  const pinned = view && (await pinnedThing(db, 'witness', view.id));
  if (!view || !pinned) throw new Response(null, { status: 404 });
  const { registerId, revision, untilDay } = pinned;
  const { text, howSeen, witnessed, dueDay, ownerName, unit } = view.document;
  const open = dayOf(context.clock.now()) <= untilDay;
  return {
    pledge: { text, howSeen, witnessed, dueDay },
    owner: `${ownerName}, ${unit}`,
    pinned: { register: registerId, revision },
    disclosed: await disclosedUnits(db, 'witness', view.id),
    facts: await choosingFacts(db, context, {
      path: `/pledges/${view.id}/witness`,
      ...{ registerId, open, units: true, thing: { kind: 'witness', id: view.id } },
    }),
  };
}

export default function WitnessPage() {
  const { pledge, owner, pinned, disclosed, facts } = useLoaderData<typeof loader>();
  // What is attested is what the address names, whatever else the server says.
  const { pledgeId = '' } = useParams();
  const thing = useMemo(() => pledgeToWitness({ ...pinned, pledge, pledgeId }), [pinned, pledge, pledgeId]);
  const units = useMemo(() => new Map(disclosed.map(({ path, keys }) => [path, keys])), [disclosed]);
  const words = useMemo(() => witnessingWords(pledge.witnessed), [pledge.witnessed]);
  return (
    <ReadThenChoose
      {...facts}
      {...{ thing, words }}
      disclosed={units}
      title="What do you see of this pledge?"
      lead="Leadership says where its pledges stand. You would say what you see yourself, beside it."
      back={{ to: `/pledges/${pledgeId}`, words: 'Back to the pledge' }}
    >
      <Stack>
        <p className="judged demands__text">{pledge.text}</p>
        <Facts
          stacked
          facts={[
            { term: 'How one will see it', detail: pledge.howSeen },
            { term: 'Due', detail: <DateText day={pledge.dueDay} now={facts.today} relative="also" /> },
            { term: 'Pledged by', detail: owner },
          ]}
        />
      </Stack>
    </ReadThenChoose>
  );
}

export { PageError as ErrorBoundary };
