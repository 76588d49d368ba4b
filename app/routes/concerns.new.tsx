import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useBlocker, useLoaderData } from '@remix-run/react';
import { useState } from 'react';
import { RaiseConcern } from '~/features/anonymous/concerns/components/raise-concern';
import { LedgerWatch } from '~/features/published/ledger-on-device/components/ledger-watch';
import { currentProgrammes } from '~/features/published/programmes/programmes.queries.server';
import { isFieldName } from '~/features/published/programmes/programme-fields';
import { publishedEdition } from '~/features/published/registers/editions.queries.server';
import { registerOfDay } from '~/features/published/registers/register-of-day.server';
import { currentSettings } from '~/features/published/settings/current-settings.server';
import { addDays, dayOf } from '~/platform/clock';
import { demoFloors } from '~/platform/settings';
import { Button } from '~/ui/button';
import { formatCount } from '~/ui/count';
import { DateText } from '~/ui/date-text';
import { Dialog } from '~/ui/dialog';
import { NeedsJavaScript } from '~/ui/needs-javascript';
import { Notice } from '~/ui/notice';
import { Page, PageHeader } from '~/ui/page';
import { publishedWing } from './guards.server';
import { PageError } from './page-error';

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: 'Raise a concern · Round Robin' },
  ...(data?.registerFiles ?? []).map((hash) => ({
    tagName: 'link' as const,
    rel: 'prefetch',
    href: `/register-files/${hash}`,
    as: 'fetch',
  })),
];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { db } = publishedWing(context);
  const { clock, publicUrl } = context;
  const settings = await currentSettings(db, context.settings);
  const now = clock.now();
  const today = dayOf(now);
  const pinned = await registerOfDay(db, today);
  const edition = pinned && (await publishedEdition(db, pinned.register, 'latest'));
  const asked = new URL(request.url).searchParams;
  return {
    organisation: settings.organisation,
    crowd: { live: edition?.live ?? 0, minimum: settings.minimum },
    registerFiles: edition ? [edition.upper, ...edition.tiles] : [],
    programmes: (await currentProgrammes(db)).map(({ id, document: { name, questions } }) => ({ id, name, questions })),
    asked: { programme: asked.get('programme'), field: asked.get('field') },
    now: now.toISOString(),
    acknowledgeBy: addDays(today, settings.acknowledgeDays),
    answerBy: addDays(today, settings.concernAnswerDays),
    publicUrl,
  };
}

export default function NewConcernPage() {
  const { asked, programmes, crowd, acknowledgeBy, answerBy, now, ...house } = useLoaderData<typeof loader>();
  const [atStake, setAtStake] = useState(false);
  const blocker = useBlocker(atStake);
  const programme = programmes.find(({ id }) => id === asked.programme) ?? null;
  const today = now.slice(0, 10);
  return (
    <Page width="reading">
      <PageHeader title="Raise a concern" />
      <NeedsJavaScript what="Raising a concern" />
      {crowd.live < Math.max(crowd.minimum, demoFloors.minimum) ? (
        <TooSmall minimum={crowd.minimum} />
      ) : (
        <LedgerWatch organisation={house.organisation}>
          <RaiseConcern
            {...house}
            {...{ now, crowd, programmes }}
            start={{
              isChosen: programme !== null,
              programme,
              field: programme && isFieldName(asked.field) ? asked.field : null,
            }}
            acknowledgeBy={<DateText day={acknowledgeBy} now={today} relative="also" />}
            answerBy={<DateText day={answerBy} now={today} relative="also" />}
            onAtStake={setAtStake}
          />
        </LedgerWatch>
      )}
      <LeaveDialog blocker={blocker} />
    </Page>
  );
}

/** Following a link away would lose what was written. */
function LeaveDialog({ blocker }: { blocker: ReturnType<typeof useBlocker> }) {
  if (blocker.state !== 'blocked') return null;
  const stay = () => {
    blocker.reset();
  };
  return (
    <Dialog title="Leave without sending?" onCancel={stay}>
      <p>Nothing that you wrote is kept. If you leave, it is gone.</p>
      <div className="cluster">
        <Button type="button" onClick={stay}>
          Stay here
        </Button>
        <Button
          type="button"
          tone="grave"
          onClick={() => {
            blocker.proceed();
          }}
        >
          Leave
        </Button>
      </div>
    </Dialog>
  );
}

function TooSmall({ minimum }: { minimum: number }) {
  return (
    <Notice title="Raising a concern is not offered yet">
      <p>
        Fewer than {formatCount(minimum)} people have enrolled a key. In so small a crowd nobody vanishes. It is offered
        once there are more: <a href="/in/my-key">enrol</a>, and tell others to.
      </p>
    </Notice>
  );
}

export { PageError as ErrorBoundary };
