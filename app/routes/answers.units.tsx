import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { AnswersNav } from '~/features/published/answers/components/answers-nav';
import { RecordFigures } from '~/features/published/answers/components/record-figures';
import { RecordList } from '~/features/published/answers/components/record-list';
import { RecordsTable } from '~/features/published/answers/components/records-table';
import { everythingOwed } from '~/features/published/answers/due.queries.server';
import { byLeader, byUnit, leadersOf, recordOf, standing, unitsOf } from '~/features/published/answers/record';
import { dayIn } from '~/platform/zoned-time';
import { EmptyState } from '~/ui/empty-state';
import { Link } from '~/ui/link';
import { Page, PageHeader, Section } from '~/ui/page';
import { publishedWing } from './guards.server';
import { PageError } from './page-error';

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${data?.unit ?? 'The record'} · Round Robin` },
];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const today = dayIn(context.settings.timeZone, context.clock.now());
  const owed = await everythingOwed(publishedWing(context).db);
  const unit = new URL(request.url).searchParams.get('unit');
  const party = unit === null ? null : byUnit(unit);
  // A unit that answers for nothing, and a path above those that do.
  if (party && !owed.some(({ owners }) => owners.some(party))) throw new Response(null, { status: 404 });
  const own = party ? owed.filter((each) => standing(each, party, today) !== null) : owed;
  const units = unitsOf(own).filter((each) => each !== unit);
  return {
    ...{ today, unit, record: recordOf(owed, party, today) },
    units: units
      .filter((each) => unit === null || each.startsWith(`${unit} / `))
      .map((each) => ({ name: each, to: unitPath(each), record: recordOf(owed, byUnit(each), today) })),
    leaders: leadersOf(own).map(({ leaderId, name }) => ({
      ...{ name, to: `/answers/leaders/${leaderId}` },
      record: recordOf(owed, byLeader(leaderId), today),
    })),
    counted: party ? own.filter((each) => standing(each, party, today) === 'counts') : [],
  };
}

const unitPath = (unit: string) => `/answers/units?${new URLSearchParams({ unit }).toString()}`;

export default function UnitRecord() {
  const { today, unit, record, units, leaders, counted } = useLoaderData<typeof loader>();
  return (
    <Page>
      <PageHeader
        title={unit ?? 'The record'}
        state={unit === null ? undefined : <Link to="/answers/units">The record of the company</Link>}
        lead={
          unit === null
            ? 'Everything that leadership ever owed, and what became of it.'
            : 'What this unit and those below it answered for, and what became of it.'
        }
      />
      <AnswersNav currentPath="/answers/units" />
      <RecordFigures record={record} />
      {units.length > 0 && (
        <Section title={unit === null ? 'By unit' : 'By unit below it'} id="units">
          <RecordsTable records={units} header="Unit" />
        </Section>
      )}
      {leaders.length > 0 && (
        <Section title="By who answers" id="leaders">
          <RecordsTable records={leaders} header="Who answers" />
          {unit !== null && <p className="small soft">All that they answered for, in other units too.</p>}
        </Section>
      )}
      {counted.length > 0 && (
        <Section title="What counts here" id="counted">
          <RecordList obligations={counted} today={today} caption="What counts on this record" />
        </Section>
      )}
      {unit === null && leaders.length === 0 && (
        <EmptyState title="Nobody was named yet who answers for something">
          Leadership names somebody for each answer that is due, and for each pledge.
        </EmptyState>
      )}
    </Page>
  );
}

export { PageError as ErrorBoundary };
