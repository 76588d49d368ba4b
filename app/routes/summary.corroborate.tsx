import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData, useParams } from '@remix-run/react';
import { useState } from 'react';
import { CorroborateSummary } from '~/features/anonymous/corroborations/components/corroborate-summary';
import { crowdIsLargeEnough } from '~/features/anonymous/signatures/components/before-signing';
import { crowdOf } from '~/features/published/figures/figures.queries.server';
import { registerFilesOf } from '~/features/published/petitions/petition-page.queries.server';
import { lastCorroborationDay } from '~/features/published/summaries/choices';
import { summaryView } from '~/features/published/summaries/summaries.queries.server';
import { dayOf } from '~/platform/clock';
import { nextPublication } from '~/platform/publication-schedule';
import { Button, ButtonLink } from '~/ui/button';
import { formatCount } from '~/ui/count';
import { TimeText } from '~/ui/date-text';
import { NeedsJavaScript } from '~/ui/needs-javascript';
import { Notice } from '~/ui/notice';
import { Page, PageHeader } from '~/ui/page';
import { Prose } from '~/ui/prose';
import { Steps } from '~/ui/steps';
import { publishedWing } from './guards.server';
import { PageError } from './page-error';
import { registerPrefetch } from './register-prefetch';

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: 'Say what you know · Round Robin' },
  ...registerPrefetch(data?.registerFiles),
];

export async function loader({ params, context }: LoaderFunctionArgs) {
  const { db } = publishedWing(context);
  const { clock, settings, publicUrl } = context;
  const view = await summaryView({ db, settings }, params['summaryId'] ?? '');
  if (!view) throw new Response(null, { status: 404 });
  const { id, title, body, registerId, day } = view;
  const now = clock.now();
  const open = dayOf(now) <= lastCorroborationDay(day);
  const crowd = await crowdOf(db, settings, registerId);
  return {
    summary: { title, body, register: registerId },
    open,
    crowd: crowd?.live.kind === 'shown' ? { live: crowd.live.value, signers: null, minimum: settings.minimum } : null,
    minimum: settings.minimum,
    organisation: settings.organisation,
    address: `${publicUrl}/summaries/${id}/corroborate`,
    registerFiles: open ? await registerFilesOf(db, registerId) : [],
    now: now.toISOString(),
    nextCount: nextPublication(settings.publication, now).toISOString(),
  };
}

export default function CorroboratePage() {
  const { open, crowd, minimum, organisation, address, nextCount, now, ...data } = useLoaderData<typeof loader>();
  // The summary that is spoken of is the one in the address, whatever else the server says.
  const { summaryId: id = '' } = useParams();
  const summary = { ...data.summary, id };
  const [read, setRead] = useState(false);
  return (
    <Page width="reading">
      {!read && <Steps steps={[{ label: 'Read' }, { label: 'Check' }, { label: 'Say it' }]} current={0} />}
      <PageHeader title={summary.title} lead={read ? undefined : 'This is the exact text that you would speak of.'} />
      {!read && <Prose>{summary.body}</Prose>}
      <NeedsJavaScript what="Saying something unseen" />
      {!open && (
        <Notice title="This summary takes no more answers">
          <p>A year has passed since it was published.</p>
          <ButtonLink to={`/summaries/${id}`} tone="secondary" small>
            To the summary
          </ButtonLink>
        </Notice>
      )}
      {open && !crowdIsLargeEnough(crowd) && (
        <Notice title="Not offered yet">
          <p>
            Fewer than {formatCount(minimum)} people have enrolled a key. In so small a crowd nobody vanishes. It is
            offered once there are more: <a href="/in/my-key">enrol</a>, and tell others to.
          </p>
        </Notice>
      )}
      {open && crowdIsLargeEnough(crowd) && !read && (
        <div className="cluster needs-script sign__go-on">
          <Button
            type="button"
            onClick={() => {
              setRead(true);
              window.scrollTo({ top: 0 });
            }}
          >
            I have read it: go on
          </Button>
          <ButtonLink to={`/summaries/${id}`} tone="quiet">
            Back
          </ButtonLink>
        </div>
      )}
      {open && crowdIsLargeEnough(crowd) && read && (
        <CorroborateSummary
          {...{ summary, organisation, crowd, address }}
          nextCount={
            <>
              at the next count (<TimeText instant={nextCount} now={now} />)
            </>
          }
        />
      )}
    </Page>
  );
}

export { PageError as ErrorBoundary };
