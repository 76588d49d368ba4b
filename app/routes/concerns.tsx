import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { UnfinishedUploads } from '~/features/anonymous/concerns/components/unfinished-uploads';
import { readHandlerRecords } from '~/features/published/handlers/handler-records.queries.server';
import { SummaryList } from '~/features/published/summaries/components/summary-list';
import { listSummaries } from '~/features/published/summaries/summaries.queries.server';
import { currentSettings } from '~/features/published/settings/current-settings.server';
import { dayOf } from '~/platform/clock';
import { dayIn } from '~/platform/zoned-time';
import { ButtonLink } from '~/ui/button';
import { plural } from '~/ui/count';
import { Link } from '~/ui/link';
import { NeedsJavaScript } from '~/ui/needs-javascript';
import { Notice } from '~/ui/notice';
import { Cluster, Page, PageHeader, Section, Stack } from '~/ui/page';
import { publishedWing } from './guards.server';
import { PageError } from './page-error';

export const meta: MetaFunction = () => [
  { title: 'Concerns · Round Robin' },
  {
    name: 'description',
    content: 'Raise a concern about a monitoring programme without anybody learning who you are.',
  },
];

/** The newest, as a sample. */
const SUMMARIES = 3;

export async function loader({ context }: LoaderFunctionArgs) {
  const { db } = publishedWing(context);
  const { acknowledgeDays, concernAnswerDays, concernRetentionDays } = await currentSettings(db, context.settings);
  const { items } = await listSummaries({ db, settings: context.settings }, { after: null, size: SUMMARIES });
  return {
    summaries: items,
    handlers: (await readHandlerRecords(db)).filter(({ retiredDay }) => retiredDay === null).map(({ name }) => name),
    days: { acknowledge: acknowledgeDays, answer: concernAnswerDays, retention: concernRetentionDays },
    today: dayOf(context.clock.now()),
    companyDay: dayIn(context.settings.timeZone, context.clock.now()),
  };
}

export default function Concerns() {
  const { handlers, days, today, companyDay, summaries } = useLoaderData<typeof loader>();
  return (
    <Page width="reading">
      <PageHeader
        title="Concerns"
        lead="Something about a monitoring programme is wrong, and you would rather not say so under your name. Write it here: it reaches the people whose task it is, and nobody can tell who wrote."
      />
      <NeedsJavaScript what="Raising a concern" />
      <Stack>
        <UnfinishedUploads today={today} />
        {handlers.length > 0 ? (
          <Cluster>
            <ButtonLink to="/concerns/new">Raise a concern</ButtonLink>
            <ButtonLink to="/concerns/mine" tone="secondary">
              Come back to mine
            </ButtonLink>
          </Cluster>
        ) : (
          <Notice tone="warn" title="There are no handlers yet">
            <p>
              A concern is encrypted to the people who look into it, and nobody has been named. Until then none can be
              raised.
            </p>
          </Notice>
        )}
      </Stack>
      <Section title="Who reads it" id="readers">
        <Stack>
          {handlers.length > 0 && <p>{sentence(handlers)}, and nobody else. You can leave out whoever it concerns.</p>}
          <p>
            It is encrypted on your device to each of them. Leadership, administrators and whoever runs the servers see
            that concerns may have come in on a day; they cannot read one, nor learn from whom.{' '}
            <Link to="/handlers">Who the handlers are, and who let them in</Link>.
          </p>
        </Stack>
      </Section>
      <Section title="How it goes" id="how">
        <ol className="plain-list stack">
          <li>
            You choose a programme, tell what worries you, and add pictures or texts. They are cleaned on your device.
          </li>
          <li>Your key proves that an employee writes, not which one. Nobody is signed in.</li>
          <li>You get twelve words. They are the only way back: nobody writes to you, you come and look.</li>
          <li>
            Somebody must read it within {plural(days.acknowledge, 'day')} and answer within{' '}
            {plural(days.answer, 'day')}. You see both, and you can talk on.
          </li>
          <li>{plural(days.retention, 'day')} after the last word of either side all of it is deleted, for good.</li>
        </ol>
      </Section>
      {summaries.length > 0 && (
        <Section title="What came of others" id="summaries">
          <Stack>
            <p>
              Handlers may publish a summary without what would give anybody away. You can say, unseen, whether you know
              of it.
            </p>
            <SummaryList summaries={summaries} today={companyDay} caption="The newest summaries of concerns" />
            <p>
              <Link to="/summaries">All summaries</Link>
            </p>
          </Stack>
        </Section>
      )}
      <Section title="What nobody can know" id="unknown">
        <p>
          Who you are: not from the database, not from its copies, not from the servers’ keys. What you wrote, but the
          people above. Even whoever gets hold of your key’s words later cannot find your concerns of earlier days.
        </p>
      </Section>
      <Section title="What we cannot protect you from" id="limits">
        <Stack>
          <p>
            A device that records what you type. What you say, if only you could know it. A file whose opening was
            recorded. The network you are on, which sees that you are here.
          </p>
          <p>
            <Link to="/safety">How safe this is, in plain words</Link> · <Link to="/promise">What we promise</Link>
          </p>
        </Stack>
      </Section>
    </Page>
  );
}

/** "Ada, Ben and Cleo read it". */
function sentence(names: readonly string[]): string {
  const list = new Intl.ListFormat('en-GB', { type: 'conjunction' }).format(names);
  return `${list} ${names.length === 1 ? 'reads' : 'read'} it`;
}

export { PageError as ErrorBoundary };
