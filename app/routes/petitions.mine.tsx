import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { MyPetition } from '~/features/anonymous/organizing/components/my-petition';
import { nextPublication } from '~/platform/publication-schedule';
import { TimeText } from '~/ui/date-text';
import { Link } from '~/ui/link';
import { NeedsJavaScript } from '~/ui/needs-javascript';
import { Page, PageHeader } from '~/ui/page';
import { PageError } from './page-error';

export const meta: MetaFunction = () => [{ title: 'A petition of mine · Round Robin' }];

export function loader({ context }: LoaderFunctionArgs) {
  const { clock, settings, publicUrl } = context;
  const now = clock.now();
  return {
    organisation: settings.organisation,
    minimum: settings.minimum,
    now: now.toISOString(),
    nextCount: nextPublication(settings.publication, now).toISOString(),
    publicUrl,
  };
}

/** One's own petition. The words never leave the device: this page asks for nothing but what it shows to everybody. */
export default function MinePage() {
  const { nextCount, ...house } = useLoaderData<typeof loader>();
  return (
    <Page width="reading">
      <PageHeader
        title="A petition of mine"
        lead="Its twelve words open it, on any device. They stay here, and so does what they open: close the page, and nothing of it is left."
        actions={
          <p className="soft small">
            Started under your name? Then it is on <Link to="/in/desk/organizer">your desk</Link>.
          </p>
        }
      />
      <NeedsJavaScript what="Opening a petition of yours" />
      <div className="needs-script">
        <MyPetition {...house} nextCount={<TimeText instant={nextCount} now={house.now} />} />
      </div>
    </Page>
  );
}

export { PageError as ErrorBoundary };
