import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { ConcernDesk } from '~/features/anonymous/handling/components/concern-desk';
import { keysInForceOf } from '~/features/identified/handlers/keys-in-force.queries.server';
import { programmeNames } from '~/features/published/programmes/programmes.queries.server';
import { NeedsJavaScript } from '~/ui/needs-javascript';
import { Page, PageHeader } from '~/ui/page';
import { identifiedWing, requireRole } from './guards.server';
import { PageError } from './page-error';

export const meta: MetaFunction = () => [{ title: 'Concerns · Round Robin' }];

/** What everybody may read, and no concern: those are fetched by the page's script, without a cookie, by the handler's key. */
export async function loader(args: LoaderFunctionArgs) {
  const { personNumber } = await requireRole(args, 'handler');
  const { clock, settings } = args.context;
  const { db } = identifiedWing(args.context);
  const [mine, programmes] = await Promise.all([keysInForceOf(db, personNumber), programmeNames(db)]);
  return {
    organisation: settings.organisation,
    now: clock.now().toISOString(),
    programmes,
    mine,
  };
}

export default function ConcernDeskPage() {
  const house = useLoaderData<typeof loader>();
  return (
    <Page>
      <PageHeader title="Concerns" lead="What colleagues raised. It is opened on this device and nowhere else." />
      <NeedsJavaScript what="Handling concerns" />
      <ConcernDesk {...house} />
    </Page>
  );
}

export { PageError as ErrorBoundary };
