import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { PetitionCard } from '~/features/published/petitions/components/petition-card';
import { PetitionText } from '~/features/published/petitions/components/petition-text';
import { PetitionTimeline } from '~/features/published/petitions/components/petition-timeline';
import { PetitionUpdates } from '~/features/published/petitions/components/petition-updates';
import { petitionView, registerFilesOf } from '~/features/published/petitions/petition-page.queries.server';
import { standingWords } from '~/features/published/petitions/petition-words';
import { AnswerTag } from '~/features/published/responses/components/answer-tag';
import { dayOf } from '~/platform/clock';
import { ButtonLink } from '~/ui/button';
import { DateText } from '~/ui/date-text';
import { HistoryChart } from '~/ui/history-chart';
import { Notice } from '~/ui/notice';
import { Page, PageHeader, Section, Split, StickyAction } from '~/ui/page';
import { Prose } from '~/ui/prose';
import { StateDot } from '~/ui/tag';
import { formatCount } from '~/ui/count';
import { publishedWing } from './guards.server';
import { nextCount, petitionChart } from './petition-figures.server';
import { PageError } from './page-error';

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${data?.petition.text?.title ?? 'A petition'} · Round Robin` },
  // Every reader fetches the register, signer or not, so that fetching it says nothing (protocol 2).
  ...(data?.registerFiles ?? []).map((hash) => ({
    tagName: 'link' as const,
    rel: 'prefetch',
    href: `/register-files/${hash}`,
    as: 'fetch',
  })),
];

export async function loader({ params, context }: LoaderFunctionArgs) {
  const { db } = publishedWing(context);
  const { clock, settings } = context;
  const petition = await petitionView({ db, settings }, params['petitionId'] ?? '');
  if (!petition) throw new Response(null, { status: 404 });
  const now = clock.now();
  const { state, registerId, threshold, crowd, history, ...shown } = petition;
  return {
    petition: { ...shown, state, threshold, crowd },
    chart: petitionChart(history, threshold),
    registerFiles: state === 'open' && registerId !== null ? await registerFilesOf(db, registerId) : [],
    // Below the smallest crowd signing is not offered (protocol 2).
    maySign: state === 'open' && crowd?.live.kind === 'shown',
    minimum: settings.minimum,
    today: dayOf(now),
    now: now.toISOString(),
    nextCount: nextCount(settings.publication, now),
  };
}

export default function PetitionPage() {
  const { petition, chart, maySign, minimum, today, now, nextCount } = useLoaderData<typeof loader>();
  const { id, text, response, crowd } = petition;
  const signPath = maySign ? `/petitions/${id}/sign` : null;
  const standing = standingWords(
    { ...petition, answeredDay: response?.day ?? null, rejection: petition.moderation.at(-1)?.reasonCode ?? null },
    today,
  );
  const card = <PetitionCard petition={petition} {...{ today, now, nextCount, signPath }} />;
  return (
    <Page>
      <Split aside={petition.openedDay === null ? null : card} asideLabel="Count and signing">
        <PageHeader
          title={text?.title ?? 'A petition whose text is not shown'}
          state={
            <>
              <StateDot state={standing.tone}>{standing.words}</StateDot>
              <span>Started by {petition.organizerName}</span>
            </>
          }
        />
        {petition.state === 'open' && !maySign && (
          <Notice title="Signing has not started">
            {crowd === null
              ? 'It starts with the next publication, which brings the first edition of the register.'
              : `Fewer than ${formatCount(minimum)} people are on the register so far: too small a crowd to vanish in.`}
          </Notice>
        )}
        {text && (
          <PetitionText
            text={text}
            answer={(demand) => {
              const item = response?.items[demand];
              return (
                item && (
                  <>
                    <AnswerTag answer={item.answer} />
                    <div>
                      <Prose>{item.reason}</Prose>
                    </div>
                  </>
                )
              );
            }}
          />
        )}
        {response && (
          <Section title="What leadership responded" id="response">
            <p className="soft small">
              {response.authorName}, <DateText day={response.day} now={today} relative="also" />. The answer to each
              demand stands beside it, above.
            </p>
            {response.body !== '' && <Prose>{response.body}</Prose>}
          </Section>
        )}
        {chart && (
          <Section title="How it grew">
            <HistoryChart
              history={chart}
              title="Signatures by day"
              note="Counted in batches, so that nobody can watch it move when a colleague signs."
            />
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
      </Split>
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
