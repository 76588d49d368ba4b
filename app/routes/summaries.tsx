import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { SummaryList } from '~/features/published/summaries/components/summary-list';
import { listSummaries } from '~/features/published/summaries/summaries.queries.server';
import { parseSummaryCursor, summaryCursorText } from '~/features/published/summaries/summary-cursor';
import { dayIn } from '~/platform/zoned-time';
import { ButtonLink } from '~/ui/button';
import { EmptyState } from '~/ui/empty-state';
import { Link } from '~/ui/link';
import { Page, PageHeader } from '~/ui/page';
import { publishedWing } from './guards.server';
import { PageError } from './page-error';

const PAGE_SIZE = 25;

export const meta: MetaFunction = () => [{ title: 'Summaries of concerns · Round Robin' }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { db } = publishedWing(context);
  const { clock, settings } = context;
  const after = parseSummaryCursor(new URL(request.url).searchParams.get('after'));
  const { items, next } = await listSummaries({ db, settings }, { after, size: PAGE_SIZE });
  return {
    today: dayIn(settings.timeZone, clock.now()),
    items,
    next: next && `/summaries?after=${summaryCursorText(next)}`,
  };
}

export default function Summaries() {
  const { today, items, next } = useLoaderData<typeof loader>();
  return (
    <Page>
      <PageHeader
        title="Summaries of concerns"
        lead="What handlers of concerns may say in public, without what would give anybody away. Colleagues say, unseen, whether they know of it."
        actions={
          <ButtonLink to="/concerns" tone="secondary">
            About concerns
          </ButtonLink>
        }
      />
      {items.length === 0 ? (
        <EmptyState title="No summary has been published">
          Handlers publish them when something concerns more people than who raised it.
        </EmptyState>
      ) : (
        <SummaryList summaries={items} today={today} caption="Summaries, newest first" />
      )}
      {next !== null && (
        <p>
          <Link to={next} rel="next">
            Earlier summaries
          </Link>
        </p>
      )}
    </Page>
  );
}

export { PageError as ErrorBoundary };
