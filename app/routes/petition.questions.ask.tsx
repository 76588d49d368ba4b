import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData, useParams } from '@remix-run/react';
import { AskQuestion } from '~/features/anonymous/questions/components/ask-question';
import { LedgerWatch } from '~/features/published/ledger-on-device/components/ledger-watch';
import { askableStates, questionsPath } from '~/features/published/questions/question';
import { askedPetition } from '~/features/published/questions/questions.queries.server';
import { publishedEdition } from '~/features/published/registers/editions.queries.server';
import { registerOfDay } from '~/features/published/registers/register-of-day.server';
import { dayOf } from '~/platform/clock';
import { nextPublication } from '~/platform/publication-schedule';
import { demoFloors } from '~/platform/settings';
import { ButtonLink } from '~/ui/button';
import { formatCount } from '~/ui/count';
import { TimeText } from '~/ui/date-text';
import { Link } from '~/ui/link';
import { NeedsJavaScript } from '~/ui/needs-javascript';
import { Notice } from '~/ui/notice';
import { Page, PageHeader } from '~/ui/page';
import { publishedWing } from './guards.server';
import { PageError } from './page-error';
import { registerPrefetch } from './register-prefetch';

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: 'Ask a question · Round Robin' },
  ...registerPrefetch(data?.registerFiles),
];

export async function loader({ params, context }: LoaderFunctionArgs) {
  const { db } = publishedWing(context);
  const { clock, settings, publicUrl } = context;
  const petition = await askedPetition(db, params['petitionId'] ?? '');
  if (!petition) throw new Response(null, { status: 404 });
  const now = clock.now();
  const pinned = await registerOfDay(db, dayOf(now));
  const edition = pinned && (await publishedEdition(db, pinned.register, 'latest'));
  return {
    title: petition.title,
    hasResponse: petition.hasResponse,
    asks: askableStates.some((state) => state === petition.state),
    organisation: settings.organisation,
    crowd: { live: edition?.live ?? 0, minimum: settings.minimum },
    registerFiles: edition ? [edition.upper, ...edition.tiles] : [],
    address: `${publicUrl}/petitions/${petition.id}/questions/ask`,
    now: now.toISOString(),
    nextCount: nextPublication(settings.publication, now).toISOString(),
  };
}

export default function AskPage() {
  const { title, asks, crowd, nextCount, registerFiles: _, ...house } = useLoaderData<typeof loader>();
  // The petition that is asked about is the one in the address, whatever else the server says.
  const { petitionId = '' } = useParams();
  const isLargeEnough = crowd.live >= Math.max(crowd.minimum, demoFloors.minimum);
  return (
    <Page width="reading">
      <PageHeader
        title="Ask a question, unseen"
        state={<Link to={`/petitions/${petitionId}`}>{title}</Link>}
        lead="Nobody can tell who asks, including us. But whoever knows how you write may recognise it."
      />
      <NeedsJavaScript what="Asking a question unseen" />
      {!asks && (
        <Notice title="No questions are taken here">
          <p>They are taken while a petition is open, and until some time after it closed.</p>
          <ButtonLink to={questionsPath(petitionId)} tone="secondary" small>
            To the questions
          </ButtonLink>
        </Notice>
      )}
      {asks && !isLargeEnough && <TooSmall minimum={crowd.minimum} />}
      {asks && isLargeEnough && (
        <div className="needs-script">
          <LedgerWatch organisation={house.organisation}>
            <AskQuestion
              {...house}
              {...{ petitionId, crowd }}
              nextCount={
                <>
                  with the next publication (<TimeText instant={nextCount} now={house.now} />)
                </>
              }
            />
          </LedgerWatch>
        </div>
      )}
    </Page>
  );
}

function TooSmall({ minimum }: { minimum: number }) {
  return (
    <Notice title="Asking is not offered yet">
      <p>
        Fewer than {formatCount(minimum)} people have enrolled a key. In so small a crowd nobody vanishes. It is offered
        once there are more: <a href="/in/my-key">enrol</a>, and tell others to.
      </p>
    </Notice>
  );
}

export { PageError as ErrorBoundary };
