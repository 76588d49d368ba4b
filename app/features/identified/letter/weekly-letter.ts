import type { Due } from '~/features/published/answers/due';
import { duePath, dueSubjectWords } from '~/features/published/answers/due';
import type { NewsItem, NewsKind } from '~/features/published/news/news';
import { addDays } from '~/platform/clock';
import { addWorkingDays, dayOfWeek, type CompanyCalendar } from '~/platform/company-calendar';
import { plural } from '~/ui/count';
import { formatDay } from '~/ui/days';

const days = 7;
const monday = 1;
const thursday = 4;

/** The Monday of a day's week. */
export function mondayOf(day: string): string {
  return addDays(day, -((dayOfWeek(day) - monday + days) % days));
}

/** The day on which a week's letter is sent: its Monday, or the first working day after it. @param day any of the week */
export function letterDay(calendar: CompanyCalendar, day: string): string {
  return addWorkingDays(calendar, addDays(mondayOf(day), -1), 1);
}

/** A day's week as ISO 8601 writes it: '2026-W48'. Its year is that of its Thursday. */
export function weekOf(day: string): string {
  const middle = addDays(mondayOf(day), thursday - monday);
  const year = middle.slice(0, 4);
  const first = mondayOf(`${year}-01-04`);
  const passed = (Date.parse(`${mondayOf(day)}T00:00:00Z`) - Date.parse(`${first}T00:00:00Z`)) / 86_400_000;
  return `${year}-W${String(passed / days + 1).padStart(2, '0')}`;
}

/** How far ahead the letter looks for what is due. */
export const daysAhead = 14;

/** How many things it names of each kind; the rest is counted. */
const longest = 15;

const headings: Readonly<Record<NewsKind, string>> = {
  petition: 'Petitions that opened and closed',
  update: 'News from organizers',
  organizing: 'Ended by their organizers',
  statement: 'What leadership said',
  due: 'What leadership now owes',
  programme: 'What is monitored',
};

const order: readonly NewsKind[] = ['statement', 'due', 'petition', 'organizing', 'update', 'programme'];

export interface LetterInput {
  /** Of the last week. */
  readonly news: readonly NewsItem[];
  /** What is due soon or overdue. */
  readonly due: readonly Due[];
  /** The company's. */
  readonly today: string;
  readonly organisationName: string;
  /** Without a trailing slash. */
  readonly publicUrl: string;
}

/**
 * The weekly letter: the same bytes for everybody who takes it, made of public news alone. Plain text; it loads nothing and its
 * links are the pages that everybody reads. Null where there is nothing to tell.
 */
export function weeklyLetter({ news, due, today, organisationName, publicUrl }: LetterInput): {
  subject: string;
  body: string;
} | null {
  if (news.length === 0 && due.length === 0) return null;
  const line = (title: string, path: string) => `- ${title}\n  ${publicUrl}${path}`;
  const part = (heading: string, lines: readonly string[]) =>
    lines.length === 0 ? [] : [[heading, ...cut(lines)].join('\n')];
  const body = [
    `What happened in public at ${organisationName} in the week before ${formatDay(mondayOf(today))}.`,
    ...order.flatMap((kind) =>
      part(
        headings[kind],
        news.filter((each) => each.kind === kind).map(({ title, path }) => line(title, path)),
      ),
    ),
    ...part(
      'Due by now, or soon',
      due.map((each) =>
        line(`${formatDay(each.dueDay)}: ${dueSubjectWords[each.subject]}: ${each.title}`, duePath(each)),
      ),
    ),
    [
      '—',
      'Everybody who takes this letter gets it in the same words: it says nothing of what you follow or signed, and nobody is told whether you open it. You can stop it here:',
      `${publicUrl}/in/me#letter`,
    ].join('\n'),
  ];
  return { subject: `The week at ${organisationName}, ${formatDay(mondayOf(today))}`, body: `${body.join('\n\n')}\n` };
}

function cut(lines: readonly string[]): readonly string[] {
  const more = lines.length - longest;
  return more <= 0 ? lines : [...lines.slice(0, longest), `- and ${plural(more, 'more', 'more')}`];
}
