import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { StartPetition } from '~/features/anonymous/organizing/components/start-petition';
import { LedgerWatch } from '~/features/published/ledger-on-device/components/ledger-watch';
import { termsBounds } from '~/features/published/petitions/asked-units.queries.server';
import { programmeNames } from '~/features/published/programmes/programmes.queries.server';
import { publishedEdition } from '~/features/published/registers/editions.queries.server';
import { registerOfDay } from '~/features/published/registers/register-of-day.server';
import { dayOf } from '~/platform/clock';
import { nextPublication } from '~/platform/publication-schedule';
import { demoFloors } from '~/platform/settings';
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
  { title: 'Start a petition unseen · Round Robin' },
  ...registerPrefetch(data?.registerFiles),
];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { db } = publishedWing(context);
  const { clock, settings, publicUrl } = context;
  const now = clock.now();
  const pinned = await registerOfDay(db, dayOf(now));
  const edition = pinned && (await publishedEdition(db, pinned.register, 'latest'));
  const programmes = await programmeNames(db);
  const asked = new URL(request.url).searchParams.get('programme');
  return {
    organisation: settings.organisation,
    crowd: { live: edition?.live ?? 0, minimum: settings.minimum },
    registerFiles: edition ? [edition.upper, ...edition.tiles] : [],
    bounds: await termsBounds(db, settings),
    programmes,
    about: programmes.find(({ id }) => id === asked)?.id ?? null,
    address: `${publicUrl}/petitions/start`,
    mine: `${publicUrl}/petitions/mine`,
    now: now.toISOString(),
    nextCount: nextPublication(settings.publication, now).toISOString(),
  };
}

/** Nobody signs in here. What is written stays on the device until it is sent. */
export default function StartPage() {
  const { crowd, nextCount, registerFiles: _, ...house } = useLoaderData<typeof loader>();
  const isLargeEnough = crowd.live >= Math.max(crowd.minimum, demoFloors.minimum);
  return (
    <Page width="reading">
      <PageHeader
        title="Start a petition, unseen"
        lead="Nobody can tell who starts it, including us. But whoever knows how you write may recognise it."
        actions={
          <p className="soft small">
            Or <Link to="/in/petitions/new">start it under your name</Link>: a name that people trust brings others
            along.
          </p>
        }
      />
      <NeedsJavaScript what="Starting a petition unseen" />
      {isLargeEnough ? (
        <div className="needs-script">
          <LedgerWatch organisation={house.organisation}>
            <StartPetition
              {...house}
              crowd={crowd}
              nextCount={
                <>
                  with the next publication (<TimeText instant={nextCount} now={house.now} />)
                </>
              }
            />
          </LedgerWatch>
        </div>
      ) : (
        <Notice title="This is not offered yet">
          <p>
            Fewer than {formatCount(crowd.minimum)} people have enrolled a key. In so small a crowd nobody vanishes. It
            is offered once there are more: <a href="/in/my-key">enrol</a>, and tell others to.
          </p>
        </Notice>
      )}
    </Page>
  );
}

export { PageError as ErrorBoundary };
