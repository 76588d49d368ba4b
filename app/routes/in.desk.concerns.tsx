import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { ConcernDesk } from '~/features/anonymous/handling/components/concern-desk';
import { programmeNames } from '~/features/published/programmes/programmes.queries.server';
import { NeedsJavaScript } from '~/ui/needs-javascript';
import { Page, PageHeader } from '~/ui/page';
import { identifiedWing, requireRole } from './guards.server';
import { PageError } from './page-error';

export const meta: MetaFunction = () => [{ title: 'Concerns · Round Robin' }];

/** What everybody may read, and no concern: those are fetched by the page's script, without a cookie, by the handler's key. */
export async function loader(args: LoaderFunctionArgs) {
  await requireRole(args, 'handler');
  const { clock, settings } = args.context;
  return {
    organisation: settings.organisation,
    now: clock.now().toISOString(),
    programmes: await programmeNames(identifiedWing(args.context).db),
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
