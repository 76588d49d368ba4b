import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { AnswersFor } from '~/features/published/answers/components/answers-for';
import { ownersOf } from '~/features/published/answers/owners.queries.server';
import { AboutProgrammeLink } from '~/features/published/programmes/components/about-programme';
import { ContradictionSection } from '~/features/published/contradictions/components/contradiction-section';
import { contradictionsOf } from '~/features/published/contradictions/contradictions.queries.server';
import { crowdOf } from '~/features/published/figures/figures.queries.server';
import { registerFilesOf } from '~/features/published/petitions/petition-page.queries.server';
import { RevisedLink } from '~/features/published/statements/components/revised-link';
import { lastCorroborationDay } from '~/features/published/summaries/choices';
import { SummaryFacts } from '~/features/published/summaries/components/summary-facts';
import { summaryView } from '~/features/published/summaries/summaries.queries.server';
import { summaryStanding } from '~/features/published/summaries/summary-words';
import { dayOf } from '~/platform/clock';
import { dayIn } from '~/platform/zoned-time';
import { Button, ButtonLink } from '~/ui/button';
import { Card, CardNote } from '~/ui/card';
import { formatCount } from '~/ui/count';
import { DateText } from '~/ui/date-text';
import { Link } from '~/ui/link';
import { Page, PageHeader, Section, Split, Stack, StickyAction } from '~/ui/page';
import { Prose } from '~/ui/prose';
import { StateDot } from '~/ui/tag';
import { publishedWing } from './guards.server';
import { PageError } from './page-error';
import { registerPrefetch } from './register-prefetch';

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${data?.summary.title ?? 'A summary'} · Round Robin` },
  // Every reader fetches the register, whether they say anything or not, so that fetching it says nothing (protocol 2).
  ...registerPrefetch(data?.registerFiles),
];

export async function loader({ params, context }: LoaderFunctionArgs) {
  const { db } = publishedWing(context);
  const { clock, settings } = context;
  const summary = await summaryView({ db, settings }, params['summaryId'] ?? '');
  if (!summary) throw new Response(null, { status: 404 });
  const today = dayOf(clock.now());
  const { registerId, ...shown } = summary;
  const takesAnswers = today <= lastCorroborationDay(summary.day);
  const crowd = takesAnswers ? await crowdOf(db, settings, registerId) : null;
  return {
    summary: shown,
    today,
    companyDay: dayIn(settings.timeZone, clock.now()),
    contradictions: await contradictionsOf(db, 'summary-response', summary.id),
    owners: await ownersOf(db, 'summary', summary.id),
    lastDay: lastCorroborationDay(summary.day),
    live: crowd?.live.kind === 'shown' ? crowd.live.value : null,
    minimum: settings.minimum,
    registerFiles: takesAnswers ? await registerFilesOf(db, registerId) : [],
  };
}

export default function SummaryPage() {
  const { summary, today, companyDay, contradictions, owners, live, minimum, lastDay } = useLoaderData<typeof loader>();
  const { id, title, body, day, programme, handler, handlerName, figures, response } = summary;
  const standing = summaryStanding(summary, companyDay);
  const sayPath = `/summaries/${id}/corroborate`;
  const card = (
    <Card title="What colleagues say">
      <Stack>
        {figures && <SummaryFacts figures={figures} answeredDay={response?.day ?? null} today={companyDay} />}
        {live !== null && (
          <div className="only-wide">
            <ButtonLink to={sayPath} wide>
              Say what you know, unseen
            </ButtonLink>
          </div>
        )}
        {live !== null && (
          <div className="only-wide">
            <CardNote>
              Nobody can tell that it was you, including us. You vanish in a crowd of{' '}
              <strong>{formatCount(live)}</strong>. <Link to="/promise">How this works</Link>
            </CardNote>
          </div>
        )}
        <CardNote>
          Each answer is counted from {formatCount(minimum)} colleagues up. Below that nothing of it is published. Who
          changed to an answer that is not shown yet is counted under the old one until it is.
        </CardNote>
      </Stack>
    </Card>
  );
  return (
    <Page>
      <Split aside={card} asideLabel="What colleagues say">
        <PageHeader
          title={title}
          state={
            <>
              <StateDot state={standing.tone}>{standing.words}</StateDot>
              <span>
                By {handlerName}, who handles concerns, <DateText day={day} now={today} relative="also" />
              </span>
              {programme && <AboutProgrammeLink about={programme} />}
            </>
          }
        />
        <Prose>{body}</Prose>
        <AnswersFor owners={owners} dueDay={figures?.dueDay ?? null} today={companyDay} />
        {response && (
          <Section title="What leadership answered" id="response">
            <Stack>
              <p className="soft small">
                {response.authorName}, <DateText day={response.day} now={companyDay} relative="also" />.{' '}
                <RevisedLink kind="summary-response" id={id} revision={response.revision} />
              </p>
              <Prose>{response.document.body}</Prose>
            </Stack>
          </Section>
        )}
        <ContradictionSection contradictions={contradictions} today={companyDay} />
        <Section title="Make it a petition">
          <Stack>
            <p>
              You can ask for something to be done about it. The draft has this title, quotes this summary and carries
              your name; what is asked is for you to write, and only you can read it until you send it in.
            </p>
            <form method="post" action={`/in/petitions/from/${id}`}>
              <Button tone="secondary">Turn it into a draft petition</Button>
            </form>
          </Stack>
        </Section>
        <Section title="What this is">
          <Stack>
            <p>
              A handler of concerns wrote it without what would give anybody away, and signed it: nobody else can put it
              under this name, and nobody can change it. Nothing links it to a concern.{' '}
              {handler.retiredDay !== null && `${handlerName} no longer handles concerns. `}
              <Link to="/handlers">Who handles concerns</Link>
            </p>
            <p className="small soft">
              It takes answers until <DateText day={lastDay} now={today} />. Published answers stay, each with its
              proof, for anybody to recount.
            </p>
          </Stack>
        </Section>
      </Split>
      {live !== null && (
        <StickyAction note={`Nobody can tell that it was you. Crowd: ${formatCount(live)}`}>
          <ButtonLink to={sayPath} wide>
            Say what you know, unseen
          </ButtonLink>
        </StickyAction>
      )}
    </Page>
  );
}

export { PageError as ErrorBoundary };
