import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node';
import { Form, useActionData, useLoaderData } from '@remix-run/react';
import { weekWords } from '~/features/published/calendar/calendar-words';
import {
  CalendarError,
  calendarDays,
  changeHolidays,
  mostHolidaysAYear,
  type CalendarErrorCode,
} from '~/features/published/calendar/change-holidays.server';
import { holidayNameLength, holidaySchema } from '~/features/published/calendar/holiday.schema';
import { holidays } from '~/features/published/calendar/holidays.queries.server';
import { addDays } from '~/platform/clock';
import { dayIn } from '~/platform/zoned-time';
import { Button } from '~/ui/button';
import { DateText } from '~/ui/date-text';
import { EmptyState } from '~/ui/empty-state';
import { Field } from '~/ui/field';
import { Notice } from '~/ui/notice';
import { Page, PageHeader, Section } from '~/ui/page';
import { Table } from '~/ui/table';
import { identifiedWing, requireRole } from './guards.server';
import { PageError } from './page-error';

export const meta: MetaFunction = () => [{ title: 'Calendar · Round Robin' }];

export async function loader(args: LoaderFunctionArgs) {
  await requireRole(args, 'administrator');
  const { clock, settings } = args.context;
  const today = dayIn(settings.timeZone, clock.now());
  const all = await holidays(identifiedWing(args.context).db);
  return {
    today,
    ...{ first: addDays(today, 1), last: addDays(today, calendarDays) },
    week: weekWords(settings.workingWeek),
    holidays: all.filter(({ date }) => date > today),
    done: new URL(args.request.url).searchParams.get('done'),
  };
}

export async function action(args: ActionFunctionArgs) {
  await requireRole(args, 'administrator');
  const { clock, settings } = args.context;
  const parsed = holidaySchema.safeParse(Object.fromEntries(await args.request.formData()));
  if (!parsed.success) return data({ problem: 'Please write a day and what it is called.' }, { status: 400 });
  try {
    await changeHolidays({ db: identifiedWing(args.context).db, clock, settings }, parsed.data);
  } catch (error) {
    if (!(error instanceof CalendarError)) throw error;
    return data({ problem: refusals[error.code] }, { status: 409 });
  }
  return redirect(`/in/admin/calendar?done=${parsed.data.act}`);
}

const refusals: Readonly<Record<CalendarErrorCode, string>> = {
  'not-to-come': 'Only days to come can be changed, up to three years ahead: what was counted stands.',
  unchanged: 'Somebody did that a moment ago.',
  'too-many': `A year has at most ${String(mostHolidaysAYear)} holidays: more would put off every answer.`,
};

export default function Calendar() {
  const { today, first, last, week, holidays: days, done } = useLoaderData<typeof loader>();
  const problem = useActionData<typeof action>()?.problem;
  return (
    <Page width="reading">
      <PageHeader
        title="Calendar"
        lead={`Answers are due so many working days after a threshold is reached. The company works on ${week}, less the holidays here. Every change is an entry in the public ledger, and moves no due day that is fixed.`}
      />
      <div className="stack">
        {problem && <Notice tone="error" title={problem} />}
        {!problem && done === 'added' && <Notice tone="success" live title="Entered, and the ledger says so." />}
        {!problem && done === 'removed' && <Notice tone="success" live title="Taken off, and the ledger says so." />}
      </div>
      <Section title="Enter a holiday">
        <Form method="post" key={days.length}>
          <div className="stack">
            <input type="hidden" name="act" value="added" />
            <Field kind="date" look="short" label="Day" name="date" required min={first} max={last} />
            <Field
              label="What it is called"
              name="name"
              required
              minLength={holidayNameLength.min}
              maxLength={holidayNameLength.max}
            />
            <div>
              <Button>Enter it</Button>
            </div>
          </div>
        </Form>
      </Section>
      <Section title="Holidays to come">
        {days.length === 0 ? (
          <EmptyState title="None was entered">Until then every day of the working week counts.</EmptyState>
        ) : (
          <Table
            caption="Holidays to come"
            captionHidden
            rows={days}
            rowKey={({ date }) => date}
            columns={[
              {
                key: 'date',
                header: 'Day',
                cell: ({ date }) => <DateText day={date} now={today} weekday relative="also" />,
              },
              { key: 'name', header: 'What it is called', cell: ({ name }) => name },
              {
                key: 'remove',
                header: 'Change',
                cell: ({ date, name }) => (
                  <Form method="post">
                    <input type="hidden" name="act" value="removed" />
                    <input type="hidden" name="date" value={date} />
                    <input type="hidden" name="name" value={name} />
                    <Button tone="secondary" aria-label={`Take off: ${name}, ${date}`}>
                      Take off
                    </Button>
                  </Form>
                ),
              },
            ]}
          />
        )}
      </Section>
    </Page>
  );
}

export { PageError as ErrorBoundary };
