import { duePath, type Due } from '~/features/published/answers/due';
import { workingDaysBetween, type CompanyCalendar } from '~/platform/company-calendar';
import { formatCount, plural } from '~/ui/count';
import { daysBetween, formatWeekday } from '~/ui/days';

interface Surroundings {
  readonly calendar: CompanyCalendar;
  /** The company's day. */
  readonly today: string;
  /** For links, without a trailing slash. */
  readonly publicUrl: string;
}

/** In UTF-16 code units; a pledge's words may be longer. */
const longestTitle = 200;

const what: Readonly<Record<Due['subject'], string>> = {
  petition: 'An answer to a petition',
  summary: 'An answer to a summary of concerns',
  demand: 'A better answer to a demand: most verdicts call the one that was given none',
  pledge: 'A pledge',
};

/** Where whoever is reminded goes on with it. */
function deskPath(due: Due): string {
  switch (due.subject) {
    case 'petition':
    case 'demand':
      return `/in/desk/leadership/${due.petitionId ?? ''}`;
    case 'summary':
      return `/in/desk/leadership/summaries/${due.id}`;
    case 'pledge':
      return duePath(due);
  }
}

/** "due in 5 working days", "due today", "overdue by 12 days". */
function howDue({ dueDay }: Pick<Due, 'dueDay'>, { calendar, today }: Omit<Surroundings, 'publicUrl'>): string {
  if (dueDay === today) return 'due today';
  if (dueDay < today) return `overdue by ${plural(daysBetween(dueDay, today), 'day')}`;
  const days = workingDaysBetween(calendar, today, dueDay);
  return days === 0 ? 'due before the next working day' : `due in ${plural(days, 'working day')}`;
}

function paragraph(due: Due, around: Surroundings): string {
  const { dueDay, title } = due;
  const day = formatWeekday(dueDay, around.today);
  const when = dueDay < around.today ? `It was due on ${day}.` : `The day is ${day}.`;
  const quoted = title.length > longestTitle ? `${title.slice(0, longestTitle - 1)}…` : title;
  return [
    `${what[due.subject]} is ${howDue(due, around)}.`,
    `“${quoted}”`,
    when,
    around.publicUrl + deskPath(due),
  ].join('\n');
}

/**
 * What somebody who answers for the company is reminded of: one mail for all of it, by due day. Plain text.
 * @param items at least one; what is `unowned` there goes to all of leadership
 */
export function reminderMail(
  items: readonly { readonly due: Due; readonly unowned: boolean }[],
  around: Surroundings,
): { subject: string; body: string } {
  const [first] = items;
  if (!first) throw new RangeError('nothing to remind of');
  const parts = items.map(({ due, unowned }) => {
    const words = paragraph(due, around);
    return unowned ? `${words}\n${toEverybody}` : words;
  });
  const end = `What is due and what is overdue stands in public: ${around.publicUrl}/answers`;
  const dues = items.map(({ due }) => due);
  return { subject: subjectOf(dues, first.due, around), body: `${[...parts, end].join('\n\n')}\n` };
}

const toEverybody =
  'Nobody in leadership is named who answers for it, so everybody in leadership gets this mail. Please name somebody.';

function subjectOf(dues: readonly Due[], first: Due, around: Surroundings): string {
  if (dues.length === 1) return `${first.subject === 'pledge' ? 'A pledge' : 'An answer'} is ${howDue(first, around)}`;
  const late = dues.filter(({ dueDay }) => dueDay < around.today).length;
  const waiting = `${formatCount(dues.length)} answers and pledges wait`;
  return late === 0 ? waiting : `${waiting}, ${formatCount(late)} of them overdue`;
}
