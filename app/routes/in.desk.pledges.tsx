import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { answeredPetitions } from '~/features/published/pledges/answered-petitions.queries.server';
import { PledgeList } from '~/features/published/pledges/components/pledge-list';
import { everyPledge } from '~/features/published/pledges/pledge-list';
import { listPledges } from '~/features/published/pledges/pledges.queries.server';
import { dayIn } from '~/platform/zoned-time';
import { DateText } from '~/ui/date-text';
import { EmptyState } from '~/ui/empty-state';
import { Link } from '~/ui/link';
import { Page, PageHeader, Section } from '~/ui/page';
import { identifiedWing, requireRole } from './guards.server';
import { PageError } from './page-error';

const SHOWN = 100;
const OVER = 20;

export const meta: MetaFunction = () => [{ title: 'Pledges · Desk · Round Robin' }];

export async function loader(args: LoaderFunctionArgs) {
  await requireRole(args, 'leadership');
  const { db } = identifiedWing(args.context);
  const today = dayIn(args.context.settings.timeZone, args.context.clock.now());
  const list = (filter: 'open' | 'over', size: number) =>
    listPledges(db, { address: { ...everyPledge, filter }, today, page: 1, size });
  const [open, over, answered] = await Promise.all([
    list('open', SHOWN),
    list('over', OVER),
    answeredPetitions(db, SHOWN),
  ]);
  return { today, open: open.items, over: over.items, answered };
}

const deskPath = (id: string) => `/in/desk/pledges/${id}`;

export default function PledgesDesk() {
  const { today, open, over, answered } = useLoaderData<typeof loader>();
  return (
    <Page>
      <PageHeader
        title="Pledges"
        lead="What leadership promised, what is due first on top. Every change stands in public beside what was said before, with its reason."
      />
      <Section title="Open">
        {open.length === 0 ? (
          <EmptyState title="No pledge is open">Pledges are made in a published response, below.</EmptyState>
        ) : (
          <PledgeList pledges={open} today={today} to={deskPath} />
        )}
      </Section>
      <Section title="Make a pledge">
        {answered.length === 0 ? (
          <p className="soft">A pledge is made in a published response. There is none yet.</p>
        ) : (
          <>
            <p className="soft">In the response to:</p>
            <ul>
              {answered.map(({ id, title, day }) => (
                <li key={id}>
                  <Link to={`/in/desk/pledges/new?petition=${id}`}>{title}</Link>{' '}
                  <span className="soft">
                    (answered on <DateText day={day} now={today} />)
                  </span>
                </li>
              ))}
            </ul>
          </>
        )}
      </Section>
      {over.length > 0 && (
        <Section title="Over">
          <PledgeList pledges={over} today={today} to={deskPath} />
        </Section>
      )}
    </Page>
  );
}

export { PageError as ErrorBoundary };
