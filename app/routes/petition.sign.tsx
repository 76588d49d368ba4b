import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData, useParams } from '@remix-run/react';
import { useMemo, useState } from 'react';
import { crowdIsLargeEnough } from '~/features/anonymous/signatures/components/before-signing';
import { SignPetition } from '~/features/anonymous/signatures/components/sign-petition';
import { disclosedUnits } from '~/features/published/figures/disclosed-units.queries.server';
import { LedgerWatch } from '~/features/published/ledger-on-device/components/ledger-watch';
import { PetitionText } from '~/features/published/petitions/components/petition-text';
import { takesSignatures } from '~/features/published/petitions/petition';
import { petitionView, registerFilesOf } from '~/features/published/petitions/petition-page.queries.server';
import { dayOf } from '~/platform/clock';
import { nextPublication } from '~/platform/publication-schedule';
import { Button, ButtonLink } from '~/ui/button';
import { TimeText } from '~/ui/date-text';
import { formatCount } from '~/ui/count';
import { Link } from '~/ui/link';
import { NeedsJavaScript } from '~/ui/needs-javascript';
import { Notice } from '~/ui/notice';
import { Page, PageHeader } from '~/ui/page';
import { Steps } from '~/ui/steps';
import { publishedWing } from './guards.server';
import { PageError } from './page-error';

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: 'Sign unseen · Round Robin' },
  ...(data?.registerFiles ?? []).map((hash) => ({
    tagName: 'link' as const,
    rel: 'prefetch',
    href: `/register-files/${hash}`,
    as: 'fetch',
  })),
];

export async function loader({ params, context }: LoaderFunctionArgs) {
  const { db } = publishedWing(context);
  const { clock, settings, publicKeys, publicUrl } = context;
  const view = await petitionView({ db, settings }, params['petitionId'] ?? '');
  if (!view?.text || view.registerId === null) throw new Response(null, { status: 404 });
  const { id, text, registerId, criticalMass, crowd, figures } = view;
  const now = clock.now();
  const open = takesSignatures(view, dayOf(now));
  const live = crowd?.live.kind === 'shown' ? crowd.live.value : null;
  const signers = figures?.signers.kind === 'shown' ? figures.signers.value : null;
  return {
    petition: { id, register: registerId, ...text },
    open,
    ended: view.organizing.ending !== null,
    crowd: live === null ? null : { live, acted: signers, minimum: settings.minimum },
    minimum: settings.minimum,
    counting: { shown: signers !== null, criticalMass },
    organisation: settings.organisation,
    receiptKey: publicKeys.receipt,
    signAddress: `${publicUrl}/petitions/${id}/sign`,
    disclosed: open ? await disclosedUnits(db, 'signature', id) : [],
    registerFiles: open ? await registerFilesOf(db, registerId, { units: true }) : [],
    now: now.toISOString(),
    nextCount: nextPublication(settings.publication, now).toISOString(),
  };
}

export default function SignPage() {
  const data = useLoaderData<typeof loader>();
  const { open, crowd } = data;
  // The petition that is signed is the one in the address, whatever else the server says.
  const { petitionId: id = '' } = useParams();
  const petition = { ...data.petition, id };
  const disclosed = useMemo(() => new Map(data.disclosed.map(({ path, keys }) => [path, keys])), [data.disclosed]);
  const [read, setRead] = useState(false);
  return (
    <Page width="reading">
      {!read && <Steps steps={[{ label: 'Read' }, { label: 'Check' }, { label: 'Sign' }]} current={0} />}
      <PageHeader title={petition.title} lead={read ? undefined : 'This is the exact text that you would sign.'} />
      {!read && <PetitionText text={petition} />}
      <NeedsJavaScript what="Signing" />
      {!open && <Closed id={petition.id} />}
      {open && data.ended && <Ending id={petition.id} />}
      {open && !crowdIsLargeEnough(crowd) && <TooSmall minimum={data.minimum} />}
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
          <ButtonLink to={`/petitions/${petition.id}`} tone="quiet">
            Back
          </ButtonLink>
        </div>
      )}
      {open && crowdIsLargeEnough(crowd) && read && (
        <LedgerWatch organisation={data.organisation}>
          <SignPetition
            {...data}
            {...{ petition, crowd, disclosed }}
            criticalMass={data.counting.criticalMass}
            counted={<Counted {...data} />}
          />
        </LedgerWatch>
      )}
    </Page>
  );
}

/** "at the next count (today, 18:00)", or what a critical mass makes of it. */
function Counted({
  counting,
  nextCount,
  now,
}: Pick<ReturnType<typeof useLoaderData<typeof loader>>, 'counting' | 'nextCount' | 'now'>) {
  const next = <TimeText instant={nextCount} now={now} />;
  if (counting.shown || counting.criticalMass === 0) return <>at the next count ({next})</>;
  return (
    <>
      at the first count with {formatCount(counting.criticalMass)} signatures (the next count is {next}); if there are
      never that many, all are deleted
    </>
  );
}

function Closed({ id }: { id: string }) {
  return (
    <Notice title="This petition is not open">
      <p>It cannot be signed or withdrawn from.</p>
      <ButtonLink to={`/petitions/${id}`} tone="secondary" small>
        To the petition
      </ButtonLink>
    </Notice>
  );
}

function Ending({ id }: { id: string }) {
  return (
    <Notice title="This petition closes with the next publication">
      <p>
        Its organizers ended it. What is signed until then counts.{' '}
        <Link to={`/petitions/${id}`}>Why, and where it goes on</Link>
      </p>
    </Notice>
  );
}

function TooSmall({ minimum }: { minimum: number }) {
  return (
    <Notice title="Signing is not offered yet">
      <p>
        Fewer than {formatCount(minimum)} people have enrolled a key. In so small a crowd nobody vanishes. It is offered
        once there are more: <a href="/in/my-key">enrol</a>, and tell others to.
      </p>
    </Notice>
  );
}

export { PageError as ErrorBoundary };
