import { plural } from '~/ui/count';
import { daysBetween } from '~/ui/days';
import type { Obligation } from './due';
import { answerOutcome, pledgeOutcome, type AnswerOutcome, type PledgeOutcome } from './record';

/** One place of a record: what it is called, and what counts there. */
export interface Place<K> {
  readonly place: K;
  readonly label: string;
  readonly counts: string;
}

/** In the order in which they are shown. */
export const answerPlaces: readonly Place<AnswerOutcome>[] = [
  {
    place: 'onTime',
    label: 'Answered on time',
    counts: 'Every demand had an answer by the end of the due day.',
  },
  { place: 'late', label: 'Answered late', counts: 'Every demand had an answer, but after the due day.' },
  { place: 'open', label: 'Open', counts: 'A demand has no answer yet, and the due day is not over.' },
  { place: 'overdue', label: 'Overdue', counts: 'A demand has no answer, and the due day is over.' },
];

/** In the order in which they are shown: what was kept and what was broken side by side, each in the same type. */
export const pledgePlaces: readonly Place<PledgeOutcome>[] = [
  { place: 'keptOnTime', label: 'Kept on time', counts: 'Kept by the day that was promised first.' },
  { place: 'keptLate', label: 'Kept late', counts: 'Kept after the day that was promised first, put off or not.' },
  { place: 'partlyKept', label: 'Partly kept', counts: 'Leadership says that part of it was done.' },
  { place: 'broken', label: 'Broken', counts: 'Leadership says that it was not done.' },
  { place: 'superseded', label: 'Superseded', counts: 'Another pledge took its place.' },
  { place: 'open', label: 'Open', counts: 'Not ended, and the day promised last is not over.' },
  { place: 'overdue', label: 'Overdue', counts: 'Not ended, and the day promised last is over.' },
];

/** What became of one thing, in words; `late` only where it is overdue. Both days the company's. */
export function outcomeWords(
  obligation: Obligation,
  today: string,
): { readonly late: boolean; readonly words: string } {
  const outcome = obligation.subject === 'pledge' ? pledgeOutcome(obligation, today) : answerOutcome(obligation, today);
  if (outcome === 'overdue') return { late: true, words: overdueBy(obligation.dueDay, today) };
  const over = (from: string) => plural(daysBetween(from, obligation.endedDay ?? from), 'day');
  const words: Readonly<Record<Exclude<AnswerOutcome | PledgeOutcome, 'overdue'>, string>> = {
    onTime: 'Answered on time',
    late: `Answered ${over(obligation.dueDay)} late`,
    keptOnTime: 'Kept on time',
    keptLate: `Kept ${over(obligation.firstDueDay)} late`,
    partlyKept: 'Partly kept',
    broken: 'Broken',
    superseded: 'Superseded',
    open: 'Open',
  };
  return { late: false, words: words[outcome] };
}

/** The public counter. @param dueDay before `today` */
export function overdueBy(dueDay: string, today: string): string {
  return `Overdue by ${plural(daysBetween(dueDay, today), 'day')}`;
}

/** A record in one line: "12 on time, 1 late, 2 open, 0 overdue". */
export function inOneLine<K extends string>(places: readonly Place<K>[], figures: Readonly<Record<K, number>>): string {
  return places
    .map(
      ({ place, label }) =>
        `${figures[place]}\u00a0${label
          .replace(/^Answered /, '')
          .toLowerCase()
          .replaceAll(' ', '\u00a0')}`,
    )
    .join(', ');
}
