import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { FollowSection } from '~/features/published/following/components/follow-section';
import { BesideCard, PetitionCard } from '~/features/published/petitions/components/petition-card';
import {
  EndingNotice,
  MergedHere,
  OrganizersLine,
} from '~/features/published/petitions/components/petition-organizing';
import { SignerUnits } from '~/features/published/petitions/components/signer-units';
import { PetitionTimeline } from '~/features/published/petitions/components/petition-timeline';
import { PetitionUpdates } from '~/features/published/petitions/components/petition-updates';
import { signerUnitFigures } from '~/features/published/figures/signer-unit-figures.queries.server';
import { takesSignatures } from '~/features/published/petitions/petition';
import { rejectionReason } from '~/features/published/petitions/moderation';
import { petitionView, registerFilesOf } from '~/features/published/petitions/petition-page.queries.server';
import { standingWords } from '~/features/published/petitions/petition-words';
import { AboutProgrammeLink } from '~/features/published/programmes/components/about-programme';
import { dayOf } from '~/platform/clock';
import { ButtonLink } from '~/ui/button';
import { HistoryChart } from '~/ui/history-chart';
import { Page, PageHeader, Section, StickyAction } from '~/ui/page';
import { StateDot } from '~/ui/tag';
import { formatCount } from '~/ui/count';
import { publishedWing } from './guards.server';
import { nextCount, petitionChart } from './petition-figures.server';
import { PetitionAnswers } from './petition-answers';
import { petitionAnswers } from './petition-answers.server';
import { PageError } from './page-error';

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${data?.petition.text?.title ?? 'A petition'} · Round Robin` },
  ...(data?.petition.openedDay ? [feedLink(data.petition.id)] : []),
  // Every reader fetches the register, signer or not, so that fetching it says nothing (protocol 2).
  ...(data?.registerFiles ?? []).map((hash) => ({
    tagName: 'link' as const,
    rel: 'prefetch',
    href: `/register-files/${hash}`,
    as: 'fetch',
  })),
];

const feedLink = (id: string) => ({
  ...{ tagName: 'link' as const, rel: 'alternate', type: 'application/atom+xml' },
  href: `/petitions/${id}/feed.atom`,
});

export async function loader({ params, context }: LoaderFunctionArgs) {
  const { db } = publishedWing(context);
  const { clock, settings } = context;
  const petition = await petitionView({ db, settings }, params['petitionId'] ?? '');
  if (!petition) throw new Response(null, { status: 404 });
  const now = clock.now();
  const { state, registerId, threshold, crowd, history, ...shown } = petition;
  const { answers, registerFiles } = await petitionAnswers({ db, settings, now }, petition);
  const signable =
    state === 'open' && registerId !== null ? await registerFilesOf(db, registerId, { units: true }) : [];
  return {
    petition: { ...shown, state, threshold, crowd },
    chart: petitionChart(history, threshold),
    units: (await signerUnitFigures(db, settings, [petition.id])).get(petition.id) ?? [],
    answers,
    registerFiles: [...new Set([...signable, ...registerFiles])],
    // Below the smallest crowd signing is not offered (protocol 2).
    maySign: takesSignatures(petition, dayOf(now)) && crowd?.live.kind === 'shown',
    minimum: settings.minimum,
    today: dayOf(now),
    now: now.toISOString(),
    nextCount: nextCount(settings.publication, now),
  };
}

export default function PetitionPage() {
  const { petition, chart, units, answers, maySign, minimum, today, now, nextCount } = useLoaderData<typeof loader>();
  const { companyDay } = answers;
  const { id, text, response, crowd } = petition;
  const signPath = maySign ? `/petitions/${id}/sign` : null;
  const standing = standingWords(
    {
      ...petition,
      answeredDay: response?.answeredDay ?? null,
      ended: petition.organizing.ending?.how,
      rejection: rejectionReason(petition.moderation),
    },
    today,
    companyDay,
  );
  const card = petition.openedDay !== null && (
    <PetitionCard petition={petition} {...{ today, companyDay, now, nextCount, signPath, minimum }} />
  );
  return (
    <Page>
      <BesideCard card={card} label="Count and signing">
        <PageHeader
          title={text?.title ?? 'A petition whose text is not shown'}
          state={
            <>
              <StateDot state={standing.tone}>{standing.words}</StateDot>
              <OrganizersLine {...petition} />
            </>
          }
          actions={
            petition.about && (
              <p className="soft small">
                About <AboutProgrammeLink about={petition.about} />
              </p>
            )
          }
        />
        {petition.organizing.ending && (
          <EndingNotice
            ending={petition.organizing.ending}
            state={petition.state}
            today={today}
            owed={Boolean(petition.figures?.dueDay) && !response?.answeredDay}
          />
        )}
        <PetitionAnswers petition={petition} answers={answers} />
        <MergedHere merged={petition.organizing.merged} figures={petition.figures} today={today} />
        {chart && (
          <Section title="How it grew">
            <HistoryChart
              history={chart}
              title="Signatures by day"
              note="Counted in batches, so that nobody can watch it move when a colleague signs."
            />
          </Section>
        )}
        {chart && (units.length > 0 || petition.state === 'open') && (
          <Section id="units" title="Where signatures come from">
            <SignerUnits {...{ units, minimum, today }} />
          </Section>
        )}
        {petition.updates.length > 0 && (
          <Section title="News from the organizer">
            <PetitionUpdates updates={petition.updates} today={today} />
          </Section>
        )}
        <Section title="What happened">
          <PetitionTimeline petition={petition} today={today} />
        </Section>
        {text && petition.openedDay !== null && <FollowSection id={id} title={text.title} today={today} />}
      </BesideCard>
      {signPath && crowd?.live.kind === 'shown' && (
        <StickyAction note={`Nobody can tell that you signed. Crowd: ${formatCount(crowd.live.value)}`}>
          <ButtonLink to={signPath} wide>
            Sign unseen
          </ButtonLink>
        </StickyAction>
      )}
    </Page>
  );
}

export { PageError as ErrorBoundary };
