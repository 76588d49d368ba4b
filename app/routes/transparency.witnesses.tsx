import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { ContradictionList } from '~/features/published/witnesses/components/contradiction-list';
import { RunAWitness } from '~/features/published/witnesses/components/run-a-witness';
import { WitnessCards } from '~/features/published/witnesses/components/witness-cards';
import { shownContradictions } from '~/features/published/witnesses/shown-contradictions.queries.server';
import { newestCheckpoints, watchingWitnesses } from '~/features/published/witnesses/witnesses.queries.server';
import { dayOf } from '~/platform/clock';
import { EmptyState } from '~/ui/empty-state';
import { Facts } from '~/ui/facts';
import { Page, PageHeader, Section } from '~/ui/page';
import { clientFileDigest } from './client-file-digest.server';
import { publishedWing } from './guards.server';
import { PageError } from './page-error';

export const meta: MetaFunction = () => [
  { title: 'Witnesses · Round Robin' },
  { name: 'description', content: 'Who watches the ledger from outside, what each of them saw, and how to run one.' },
];

const tool = '/client-tools/witness.mjs';

export async function loader({ context }: LoaderFunctionArgs) {
  const { db } = publishedWing(context);
  const now = context.clock.now();
  const [newest] = await newestCheckpoints(db, 1);
  return {
    witnesses: await watchingWitnesses(db),
    contradictions: await shownContradictions(db),
    size: newest?.size ?? 0,
    address: context.publicUrl,
    digest: clientFileDigest(context, tool),
    ...{ today: dayOf(now), now: now.toISOString() },
  };
}

export default function TransparencyWitnesses() {
  const { witnesses, contradictions, size, address, digest, today, now } = useLoaderData<typeof loader>();
  const inForce = witnesses.filter(({ removedDay }) => removedDay === null);
  const former = witnesses.filter(({ removedDay }) => removedDay !== null);
  return (
    <Page width="reading">
      <PageHeader
        title="Witnesses"
        lead="They watch the ledger with keys of their own, on machines of their own, and sign what they saw. While they agree, everybody is shown one history."
      />
      {contradictions.length > 0 && (
        <Section title="Two histories" id="contradictions">
          <ContradictionList contradictions={contradictions} size={size} today={today} />
        </Section>
      )}
      <Section title="Who watches" id="watching">
        {inForce.length === 0 ? (
          <EmptyState title="Nobody yet">
            Until somebody does, only kept checkpoints, audits and your own devices would find out that you were shown
            another history than the rest.
          </EmptyState>
        ) : (
          <WitnessCards witnesses={inForce} size={size} today={today} now={now} />
        )}
      </Section>
      {former.length > 0 && (
        <Section title="Who did before">
          <WitnessCards witnesses={former} size={size} today={today} now={now} />
        </Section>
      )}
      <Section title="Run one" id="run">
        <RunAWitness address={address} path={tool} digest={digest} />
      </Section>
      <Section title="What you can rely on">
        <Facts stacked facts={WORDS} />
      </Section>
    </Page>
  );
}

const WORDS = [
  {
    term: 'What a cosignature says',
    detail:
      'That this witness was shown this state of the ledger, and that it continues every state that it was shown before. Not that what stands in it is true: that is what the audit is for.',
  },
  {
    term: 'How you know that a witness is who it says',
    detail:
      'Not from this page: an administrator wrote here who runs it, and let its key in. Ask the works council or the union for their key, on a way that does not lead through this house, and compare.',
  },
  {
    term: 'What happens if they disagree',
    detail:
      'It stands on every page of this site, with the proof, for ever. And as each witness publishes what it saw at a place of its own, it comes to light even if this site should keep it back.',
  },
  {
    term: 'What a witness learns',
    detail: 'What everybody can read: the entries of the ledger. Nothing of who reads, who signs or who asks.',
  },
];

export { PageError as ErrorBoundary };
