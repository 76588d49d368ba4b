import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { useEffect, useState } from 'react';
import { EnrolByTicket } from '~/features/identified/enrolment/components/enrol-by-ticket';
import { nextPublication } from '~/platform/publication-schedule';
import { NeedsJavaScript } from '~/ui/needs-javascript';
import { TimeText } from '~/ui/date-text';
import { Page, PageHeader } from '~/ui/page';
import { publishedWing } from './guards.server';
import { PageError } from './page-error';

export const meta: MetaFunction = () => [{ title: 'Enrol on this phone · Round Robin' }];

export function loader({ context }: LoaderFunctionArgs) {
  publishedWing(context);
  const { settings, clock } = context;
  const now = clock.now();
  return {
    house: { organisation: settings.organisation, depth: settings.registerDepth },
    now: now.toISOString(),
    nextCount: nextPublication(settings.publication, now).toISOString(),
  };
}

/** Where the code of a signed-in page leads: a phone enrols without signing in. The ticket is in the fragment, which no server sees. */
export default function EnrolPage() {
  const { house, now, nextCount } = useLoaderData<typeof loader>();
  const [ticket, setTicket] = useState<string | null>(null);
  useEffect(() => {
    setTicket(window.location.hash.slice(1));
    // The ticket is in memory now; it need not stay in the address, nor in what the browser remembers.
    window.history.replaceState(window.history.state, '', window.location.pathname);
  }, []);
  return (
    <Page width="reading">
      <PageHeader
        title="Enrol on this device"
        lead="Your key is made here and stays here. The device that showed you the code never sees it."
      />
      <NeedsJavaScript what="Enrolling" />
      {ticket !== null && (
        <EnrolByTicket
          ticket={ticket}
          house={house}
          from={
            <>
              the next publication (<TimeText instant={nextCount} now={now} />)
            </>
          }
        />
      )}
    </Page>
  );
}

export { PageError as ErrorBoundary };
