import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { AnswersNav } from '~/features/published/answers/components/answers-nav';
import { DueTable } from '~/features/published/answers/components/due-table';
import type { Due } from '~/features/published/answers/due';
import { everythingDue } from '~/features/published/answers/due.queries.server';
import { weekWords } from '~/features/published/calendar/calendar-words';
import { holidays } from '~/features/published/calendar/holidays.queries.server';
import { PetitionList } from '~/features/published/petitions/components/petition-list';
import { listPetitions } from '~/features/published/petitions/petition-list.queries.server';
import { dayOf } from '~/platform/clock';
import { dayIn } from '~/platform/zoned-time';
import { plural } from '~/ui/count';
import { DateText } from '~/ui/date-text';
import { daysBetween } from '~/ui/days';
import { EmptyState } from '~/ui/empty-state';
import { Link } from '~/ui/link';
import { Page, PageHeader, Section } from '~/ui/page';
import { publishedWing } from './guards.server';
import { PageError } from './page-error';

export const meta: MetaFunction = () => [{ title: 'Answers · Round Robin' }];

const ANSWERED = 5;
const HOLIDAYS = 12;

/** Who waited longest stands first. */
const longestFirst = (due: readonly Due[]) => [...due].sort((a, b) => compare(a.sinceDay, b.sinceDay));
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

export async function loader({ context }: LoaderFunctionArgs) {
  const { db } = publishedWing(context);
  const { clock, settings } = context;
  const today = dayIn(settings.timeZone, clock.now());
  const [due, answered, days] = await Promise.all([
    everythingDue(db),
    listPetitions({ db, settings }, { filter: 'answered', sort: 'answered', search: '', cursor: null, size: ANSWERED }),
    holidays(db),
  ]);
  return {
    ...{ today, utcDay: dayOf(clock.now()) },
    answers: longestFirst(due.filter(({ subject }) => subject !== 'pledge')),
    pledges: due.filter(({ subject, dueDay }) => subject === 'pledge' && dueDay < today),
    answered: answered.items,
    week: weekWords(settings.workingWeek),
    holidays: days.filter(({ date }) => date >= today).slice(0, HOLIDAYS),
  };
}

/** "7 wait for an answer, 2 of them overdue: the longest by 41 days." */
function leadWords(answers: readonly Due[], today: string): string {
  if (answers.length === 0) return 'Nothing waits for an answer that leadership owes.';
  const waiting = `${plural(answers.length, 'answer is', 'answers are')} owed`;
  const late = answers.filter(({ dueDay }) => dueDay < today).map(({ dueDay }) => daysBetween(dueDay, today));
  if (late.length === 0) return `${waiting}, none of them overdue.`;
  return `${waiting}, ${String(late.length)} overdue: the longest by ${plural(Math.max(...late), 'day')}.`;
}

export default function Answers() {
  const { today, utcDay, answers, pledges, answered, week, holidays: daysOff } = useLoaderData<typeof loader>();
  return (
    <Page>
      <PageHeader title="Answers" lead={leadWords(answers, today)} />
      <AnswersNav currentPath="/answers" />
      <Section title="Awaiting a response, longest first" id="waiting">
        {answers.length === 0 ? (
          <EmptyState title="No answer is owed">
            Once a petition or a summary reaches its threshold, it stands here until it is answered.
          </EmptyState>
        ) : (
          <DueTable due={answers} today={today} caption="What waits for an answer, longest first" />
        )}
      </Section>
      {pledges.length > 0 && (
        <Section title="Pledges whose day is over" id="pledges">
          <DueTable due={pledges} today={today} caption="Overdue pledges, longest first" />
          <p className="record-more">
            <Link to="/pledges">All pledges, kept ones too</Link>
          </p>
        </Section>
      )}
      {answered.length > 0 && (
        <Section title="Answered" id="answered">
          <PetitionList petitions={answered} today={utcDay} companyDay={today} headingLevel={3} />
          <p className="record-more">
            <Link to="/petitions?show=answered">All that were answered</Link>
          </p>
        </Section>
      )}
      <Section title="How due days are counted" id="calendar">
        <div className="prose">
          <p>
            In working days, on the company’s calendar: {week}, less its holidays. A due day is fixed at the publication
            in which a threshold is reached, and stands in the public ledger. A holiday that is entered later moves
            nothing.
          </p>
          <p>
            If enough colleagues judge that a demand was not answered, its clock starts once more. Nobody is reminded
            but those who answer for it.
          </p>
        </div>
        <div className="record-more">
          <Holidays days={daysOff} today={today} />
        </div>
      </Section>
    </Page>
  );
}

function Holidays({ days, today }: { days: readonly { date: string; name: string }[]; today: string }) {
  if (days.length === 0) return <p className="soft">No holiday to come was entered.</p>;
  return (
    <ul className="plain-list" aria-label="Holidays to come">
      {days.map(({ date, name }) => (
        <li key={date}>
          <DateText day={date} now={today} weekday relative="also" /> {name}
        </li>
      ))}
    </ul>
  );
}

export { PageError as ErrorBoundary };
