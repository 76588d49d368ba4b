import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { AnswersNav } from '~/features/published/answers/components/answers-nav';
import { RecordFigures } from '~/features/published/answers/components/record-figures';
import { RecordList } from '~/features/published/answers/components/record-list';
import { everythingOwed } from '~/features/published/answers/due.queries.server';
import { leaderNamed } from '~/features/published/answers/leader.queries.server';
import { byLeader, recordOf, standing } from '~/features/published/answers/record';
import { dayIn } from '~/platform/zoned-time';
import { DateText } from '~/ui/date-text';
import { EmptyState } from '~/ui/empty-state';
import { Page, PageHeader, Section } from '~/ui/page';
import { publishedWing } from './guards.server';
import { PageError } from './page-error';

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${data?.leader.name ?? 'A record'} · Round Robin` },
];

export async function loader({ params, context }: LoaderFunctionArgs) {
  const { db } = publishedWing(context);
  const leader = await leaderNamed(db, params['leaderId'] ?? '');
  if (!leader) throw new Response(null, { status: 404 });
  const today = dayIn(context.settings.timeZone, context.clock.now());
  const owed = await everythingOwed(db);
  const party = byLeader(leader.id);
  const standings = owed.map((obligation) => ({ obligation, stands: standing(obligation, party, today) }));
  const those = (which: 'counts' | 'taken-over') =>
    standings.flatMap(({ obligation, stands }) => (stands === which ? [obligation] : []));
  return {
    ...{ leader, today, record: recordOf(owed, party, today) },
    ...{ counted: those('counts'), takenOver: those('taken-over') },
  };
}

export default function LeaderRecord() {
  const { leader, today, record, counted, takenOver } = useLoaderData<typeof loader>();
  return (
    <Page>
      <PageHeader
        title={leader.name}
        state={
          <span>
            Answers for the company since <DateText day={leader.day} now={today} />
          </span>
        }
        lead="What they answered for on the day on which it was due, and what became of it."
      />
      <AnswersNav currentPath={`/answers/leaders/${leader.id}`} />
      <RecordFigures record={record} />
      {counted.length + takenOver.length === 0 && (
        <EmptyState title="Nothing counts here yet">They were named for nothing that is or was due.</EmptyState>
      )}
      {counted.length > 0 && (
        <Section title="What counts here" id="counted">
          <RecordList obligations={counted} today={today} caption="What counts on this record" />
        </Section>
      )}
      {takenOver.length > 0 && (
        <Section title="Taken over when the due day was over" id="taken-over">
          <p className="soft">In none of the figures above: they had it when it was late already.</p>
          <RecordList obligations={takenOver} today={today} caption="What they took over late" />
        </Section>
      )}
    </Page>
  );
}

export { PageError as ErrorBoundary };
