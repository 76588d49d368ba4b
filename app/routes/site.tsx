import type { LoaderFunctionArgs } from '@remix-run/node';
import { Outlet, useLoaderData } from '@remix-run/react';
import { LedgerAlarm } from '~/features/published/witnesses/components/ledger-alarm';
import { contradictionsStanding } from '~/features/published/witnesses/witnesses.queries.server';
import { describeFailure } from '~/platform/logger';
import { SiteShell } from './site-shell';

/** Whether the ledger was caught at showing two histories. Nothing else: who is signed in is no business of these pages. */
export async function loader({ context: { wing, log } }: LoaderFunctionArgs) {
  if (wing.name === 'anonymous') return { contradictions: 0 };
  try {
    return { contradictions: await contradictionsStanding(wing.db) };
  } catch (error) {
    // A page that needs no data goes on being read while the database is away.
    log.error(describeFailure(error), 'contradictions not read');
    return { contradictions: 0 };
  }
}

/** The frame around every page but the neutral one. */
export default function Site() {
  const { contradictions } = useLoaderData<typeof loader>();
  return (
    <SiteShell alarm={contradictions > 0 && <LedgerAlarm />}>
      <Outlet />
    </SiteShell>
  );
}
