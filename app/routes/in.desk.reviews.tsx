import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { stateWords } from '~/features/identified/answering/answering-words';
import { reviewPath } from '~/features/identified/answering/draft-paths';
import { reviewsOf } from '~/features/identified/answering/draft-view.queries.server';
import { dayIn } from '~/platform/zoned-time';
import { DateText } from '~/ui/date-text';
import { EmptyState } from '~/ui/empty-state';
import { Link } from '~/ui/link';
import { Page, PageHeader } from '~/ui/page';
import { Table } from '~/ui/table';
import { identifiedWing, requirePerson } from './guards.server';
import { PageError } from './page-error';

export const meta: MetaFunction = () => [{ title: 'Answers to review · Round Robin' }];

export async function loader(args: LoaderFunctionArgs) {
  const { personNumber } = await requirePerson(args);
  const { clock, settings } = args.context;
  const reviews = await reviewsOf(identifiedWing(args.context).db, personNumber);
  return { reviews, today: dayIn(settings.timeZone, clock.now()) };
}

export default function Reviews() {
  const { reviews, today } = useLoaderData<typeof loader>();
  return (
    <Page>
      <PageHeader
        title="Answers to review"
        lead="What leadership is going to answer, and asks you to read first. Nobody else is shown it."
      />
      {reviews.length === 0 ? (
        <EmptyState title="Nothing to review">You get a mail when leadership asks you to look at an answer.</EmptyState>
      ) : (
        <Table
          caption="Answers that you were asked to review"
          captionHidden
          rows={reviews}
          rowKey={({ draftId }) => draftId}
          columns={[
            {
              key: 'title',
              header: 'The answer to',
              cell: ({ draftId, titles }) => <Link to={reviewPath(draftId)}>{titles.join('; ')}</Link>,
            },
            { key: 'capacity', header: 'You as', cell: ({ capacity }) => capacity },
            {
              key: 'state',
              header: 'Where it stands',
              cell: ({ state, waits, approved }) =>
                waits ? <strong>Waits for you</strong> : `${stateWords[state]}${approved ? ', you approved it' : ''}`,
            },
            { key: 'day', header: 'Changed', cell: ({ changedDay }) => <DateText day={changedDay} now={today} /> },
          ]}
        />
      )}
    </Page>
  );
}

export { PageError as ErrorBoundary };
