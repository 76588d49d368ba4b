import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { MyConcern } from '~/features/anonymous/concerns/components/my-concern';
import { LedgerWatch } from '~/features/published/ledger-on-device/components/ledger-watch';
import { programmeNames } from '~/features/published/programmes/programmes.queries.server';
import { NeedsJavaScript } from '~/ui/needs-javascript';
import { Page, PageHeader } from '~/ui/page';
import { publishedWing } from './guards.server';
import { PageError } from './page-error';

export const meta: MetaFunction = () => [{ title: 'My concern · Round Robin' }];

export async function loader({ context }: LoaderFunctionArgs) {
  const { db } = publishedWing(context);
  return {
    organisation: context.settings.organisation,
    now: context.clock.now().toISOString(),
    programmes: Object.fromEntries((await programmeNames(db)).map(({ id, name }) => [id, name])),
  };
}

/** One's own concern. The words never leave the device: this page asks for nothing but what it shows to everybody. */
export default function MyConcernPage() {
  const data = useLoaderData<typeof loader>();
  return (
    <Page width="reading">
      <PageHeader
        title="My concern"
        lead="Twelve words open it, on any device. They stay here, and so does what they open: close the page, and nothing of it is left."
      />
      <NeedsJavaScript what="Opening a concern" />
      <div className="needs-script">
        <LedgerWatch organisation={data.organisation}>
          <MyConcern {...data} />
        </LedgerWatch>
      </div>
    </Page>
  );
}

export { PageError as ErrorBoundary };
