import { formatDay, formatWeekday } from '~/ui/days';
import { pluralWord } from '~/ui/count';
import { aboutTheWhole, type DraftState } from './draft';
import type { DraftView, ReviewerView } from './draft-view.queries.server';

/** The pages of a draft, in the order in which one goes through them. */
export const draftPages = ['write', 'look', 'review', 'publish'] as const;
export type DraftPage = (typeof draftPages)[number];

export const draftPageNames: Readonly<Record<DraftPage, string>> = {
  write: 'Write',
  look: 'Look at it',
  review: 'Review',
  publish: 'Publish',
};

export function isDraftPage(text: unknown): text is DraftPage {
  return draftPages.some((page) => page === text);
}

export const stateWords: Readonly<Record<DraftState, string>> = {
  drafting: 'Being written',
  'in-review': 'In review',
  scheduled: 'Scheduled',
};

/** 9 -> "09:00". */
export function hourWords(hour: number): string {
  return `${String(hour).padStart(2, '0')}:00`;
}

/** "Tuesday 5 May at 09:00". */
export function scheduleWords({ day, hour }: { day: string; hour: number }, today: string): string {
  return `${formatWeekday(day, today)} at ${hourWords(hour)}`;
}

/** What a reviewer said so far, and whether it is about the words that stand now. */
export function opinionWords({ opinion, isStale, day }: ReviewerView, today: string): string {
  if (opinion === null) return 'Has not said anything yet';
  const said = opinion === 'approved' ? 'Approved' : 'Asked for changes';
  const when = day === null ? '' : ` on ${formatDay(day, today)}`;
  return isStale ? `${said}${when}, of words that were changed since` : `${said}${when}`;
}

/** The name of a part of a draft that a comment is about. */
export function partWords(about: string, subjects: DraftView['subjects']): string {
  if (about === aboutTheWhole) return 'The whole';
  const subject = subjects.find(({ id }) => about.startsWith(`${id}.`));
  const demand = `Demand ${about.slice(about.lastIndexOf('.') + 1)}`;
  return subjects.length > 1 && subject ? `${demand} of “${subject.title}”` : demand;
}

/** "this petition", "these 3 petitions", "this summary". */
export function subjectWords(subjects: readonly { readonly subject: 'petition' | 'summary' }[]): string {
  const kind = subjects[0]?.subject === 'summary' ? 'summary' : 'petition';
  if (subjects.length === 1) return `this ${kind}`;
  return `these ${String(subjects.length)} ${pluralWord(subjects.length, kind)}`;
}
