import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { AnswersFor } from '~/features/published/answers/components/answers-for';
import { ownersOf } from '~/features/published/answers/owners.queries.server';
import { WitnessFigures } from '~/features/published/choices/components/witness-figures';
import { ContradictionSection } from '~/features/published/contradictions/components/contradiction-section';
import { contradictionsOf } from '~/features/published/contradictions/contradictions.queries.server';
import { PledgeEvidence } from '~/features/published/pledges/components/pledge-evidence';
import { PledgeFacts } from '~/features/published/pledges/components/pledge-facts';
import { PledgeMilestones } from '~/features/published/pledges/components/pledge-milestones';
import { PledgeTimelineChart } from '~/features/published/pledges/components/pledge-timeline';
import { drawTimeline } from '~/features/published/pledges/draw-timeline.server';
import { pledgeView } from '~/features/published/pledges/pledges.queries.server';
import { pledgeStanding, statusWords } from '~/features/published/pledges/pledge-words';
import { timelinePledge } from '~/features/published/pledges/timeline-pledge';
import { dayIn } from '~/platform/zoned-time';
import { ButtonLink } from '~/ui/button';
import { Card } from '~/ui/card';
import { Link } from '~/ui/link';
import { Page, PageHeader, Section, Split, Stack, StickyAction } from '~/ui/page';
import { StateDot } from '~/ui/tag';
import { publishedWing } from './guards.server';
import { PageError } from './page-error';
import { registerPrefetch } from './register-prefetch';
import { witnessReport } from './witness-report.server';

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${data?.pledge.document.text ?? 'A pledge'} · Round Robin` },
  ...registerPrefetch(data?.registerFiles),
];

export async function loader({ params, context }: LoaderFunctionArgs) {
  const { db } = publishedWing(context);
  const { clock, settings } = context;
  const pledge = await pledgeView(db, params['pledgeId'] ?? '');
  if (!pledge) throw new Response(null, { status: 404 });
  const now = clock.now();
  const today = dayIn(settings.timeZone, now);
  const [owners, { registerFiles, ...witnesses }, contradictions] = await Promise.all([
    ownersOf(db, 'pledge', pledge.id),
    witnessReport({ db, clock, settings }, { id: pledge.id, witnessed: pledge.document.witnessed }),
    contradictionsOf(db, 'pledge', pledge.id),
  ]);
  return {
    ...{ pledge, owners, witnesses, contradictions, registerFiles, today },
    timeline: drawTimeline([timelinePledge(pledge)], today),
  };
}

export default function PledgePage() {
  const { pledge, owners, witnesses, contradictions, today, timeline } = useLoaderData<typeof loader>();
  const { document, petition } = pledge;
  const { tone, words } = pledgeStanding(pledge, today);
  return (
    <Page>
      <Split
        asideLabel="In short"
        aside={
          <Card>
            <Stack>
              <PledgeFacts pledge={pledge} today={today} />
              {witnesses.witnessPath !== null && (
                <ButtonLink to={witnesses.witnessPath} wide>
                  Say what you see, unseen
                </ButtonLink>
              )}
            </Stack>
          </Card>
        }
      >
        <PageHeader
          title={document.text}
          state={
            <>
              <StateDot state={tone}>{words}</StateDot>
              <span>
                A pledge in the response to <Link to={`/petitions/${petition.id}#response`}>{petition.title}</Link>
              </span>
            </>
          }
        />
        <Section title="How one will see that it is done">
          <p className="plain-words">{document.howSeen}</p>
        </Section>
        <Section title="Whether it is seen" id="witnesses">
          <WitnessFigures
            {...witnesses}
            witnessed={document.witnessed}
            leadershipSays={<p>{statusWords[pledge.status]}</p>}
          />
        </Section>
        <Section title="Milestones">
          <PledgeMilestones milestones={document.milestones} today={today} />
        </Section>
        <Section title="Evidence that leadership gives">
          <PledgeEvidence evidence={document.evidence} />
        </Section>
        <Section title="In time" id="timeline">
          <PledgeTimelineChart timeline={timeline} today={today} title="This pledge in time" />
        </Section>
        <ContradictionSection contradictions={contradictions} today={today} />
        <Section title="Who answers for it">
          <AnswersFor owners={owners} dueDay={pledge.dueDay} today={today} />
        </Section>
      </Split>
      {witnesses.witnessPath !== null && (
        <StickyAction note="Nobody can tell that you said it.">
          <ButtonLink to={witnesses.witnessPath} wide>
            Say what you see, unseen
          </ButtonLink>
        </StickyAction>
      )}
    </Page>
  );
}

export { PageError as ErrorBoundary };
