import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { FollowedPetitions } from '~/features/published/following/components/followed-petitions';
import { dayOf } from '~/platform/clock';
import { Link } from '~/ui/link';
import { Notice } from '~/ui/notice';
import { Page, PageHeader, Section, Stack } from '~/ui/page';
import { Table } from '~/ui/table';
import { PageError } from './page-error';

export const meta: MetaFunction = () => [{ title: 'Following · Round Robin' }];

export function loader({ context }: LoaderFunctionArgs) {
  return { today: dayOf(context.clock.now()) };
}

const feeds = [
  { path: '/everything.atom', what: 'Everything that happens in public' },
  { path: '/petitions.atom', what: 'Petitions that open and close' },
  { path: '/responses.atom', what: 'What leadership answers' },
  { path: '/pledges.atom', what: 'What leadership promises' },
  { path: '/announcements.atom', what: 'What leadership announces' },
  { path: '/programmes.atom', what: 'What is monitored, and every change of it' },
  { path: '/due.ics', what: 'What leadership owes, by day, for calendars' },
] as const;

export default function Following() {
  const { today } = useLoaderData<typeof loader>();
  return (
    <Page width="reading">
      <PageHeader
        title="Following"
        lead="No list anywhere says who follows what. What you follow is kept on this device, or not at all."
      />
      <Section title="On this device" id="device">
        <Stack gap="loose">
          <noscript>
            <Notice tone="warn" title="Following on the device needs JavaScript">
              The list is kept by your browser, so a script has to read it. The feeds below work without.
            </Notice>
          </noscript>
          <div className="needs-script">
            <FollowedPetitions today={today} />
          </div>
          <p className="soft small">
            To fill this in, your browser reads one list of all petitions, the same for everybody, and looks in it here.
            Whoever uses this device, and whoever manages it, can read what you follow: on a work laptop a feed in your
            own reader at home may be the better way.
          </p>
        </Stack>
      </Section>
      <Section title="In a feed reader or a calendar" id="feeds">
        <Stack gap="loose">
          <p>
            Addresses without a name or a secret in them: everybody gets the same. Each petition has its own too, below
            its text.
          </p>
          <Table
            caption="Feeds"
            captionHidden
            rows={feeds}
            rowKey={({ path }) => path}
            columns={[
              { key: 'what', header: 'What', cell: ({ what }) => what },
              {
                key: 'path',
                header: 'Address',
                cell: ({ path }) => (
                  <a href={path}>
                    <code>{path}</code>
                  </a>
                ),
              },
            ]}
          />
        </Stack>
      </Section>
      <Section title="By mail, once a week" id="letter">
        <p>
          A letter on Mondays, in the same words for everybody who takes it. You switch it on and off{' '}
          <Link to="/in/me#letter">on your page</Link>, signed in: that you take it is stored, what you follow is not.
        </p>
      </Section>
    </Page>
  );
}

export { PageError as ErrorBoundary };
