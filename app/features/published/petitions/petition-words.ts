import { daysBetween, formatDay, relativeDay } from '~/ui/days';
import { formatCount, plural } from '~/ui/count';
import type { PetitionFigures } from '../figures/figures.queries.server';
import { moderationReason } from './moderation';
import type { PetitionState } from './petition';

/** What a reader is told of where a petition stands, from what is published alone. */
export interface Standing {
  readonly state: PetitionState;
  readonly closesDay: string;
  readonly closedDay: string | null;
  readonly answeredDay: string | null;
  /** By when a demand that verdicts opened again is to be answered; null where none is open. */
  readonly reopenedDueDay: string | null;
  readonly rejection: string | null;
  /** Closed under its critical mass: its signatures were deleted. */
  readonly deleted: boolean;
  /** Its organizers ended it before its day; left out where that is not read. */
  readonly ended?: 'retired' | 'merged' | null | undefined;
  readonly figures: PetitionFigures | null;
}

export interface StandingWords {
  /** `on` while it goes on, `over` afterwards, `late` where an answer is overdue. */
  readonly tone: 'on' | 'over' | 'late';
  readonly words: string;
}

/**
 * Where a petition stands, in one line; what concerns the reader most comes first.
 * @param today the UTC day, by which it opens and closes, @param companyDay the company's, by which an answer is due
 */
export function standingWords(standing: Standing, today: string, companyDay: string): StandingWords {
  const { state, closesDay, closedDay, answeredDay, reopenedDueDay, rejection, deleted, ended, figures } = standing;
  if (state === 'rejected') {
    const reason = rejection === null ? undefined : moderationReason(rejection)?.words;
    return { tone: 'over', words: reason ? `Rejected. ${reason}` : 'Rejected' };
  }
  if (state === 'appealed') {
    return { tone: 'on', words: 'Rejected. Its organizer appealed: another moderator decides' };
  }
  if (state === 'accepted') return { tone: 'on', words: 'Accepted, opens with the next publication' };
  if (state === 'gathering') return { tone: 'on', words: 'Looks for sponsors' };
  if (state === 'lapsed') return { tone: 'over', words: 'Found too few sponsors in time' };
  if (state === 'waiting') return { tone: 'on', words: 'Waits for a moderator' };
  if (state === 'sent-back') return { tone: 'on', words: 'Sent back to its organizer' };
  if (reopenedDueDay !== null) {
    const { tone, words } = dueWords(reopenedDueDay, companyDay);
    return { tone, words: `Open again. ${words}` };
  }
  if (answeredDay !== null) {
    const answered = `Answered on ${formatDay(answeredDay, today)}`;
    if (state !== 'open') return { tone: 'over', words: answered };
    return { tone: 'on', words: `${answered}. ${openWords(closesDay, today, ended)}` };
  }
  if (figures?.dueDay) return dueWords(figures.dueDay, companyDay);
  if (state === 'open') return { tone: 'on', words: openWords(closesDay, today, ended) };
  const closed = `${endedWords(ended)} on ${formatDay(closedDay ?? closesDay, today)}`;
  return { tone: 'over', words: deleted ? `${closed} without enough signatures to be counted` : closed };
}

/** "Answer due in 9 days", "Answer overdue by 12 days". The due day itself is not yet late. @param today the company's */
export function dueWords(dueDay: string, today: string): StandingWords {
  const over = daysBetween(dueDay, today);
  if (over > 0) return { tone: 'late', words: `Answer overdue by ${plural(over, 'day')}` };
  return { tone: 'on', words: `Answer due ${relativeDay(dueDay, today)}` };
}

function endedWords(ended: Standing['ended']): string {
  if (ended === 'retired') return 'Retired by its organizers, closed';
  return ended === 'merged' ? 'Merged into another one, closed' : 'Closed';
}

function openWords(closesDay: string, today: string, ended: Standing['ended']): string {
  if (ended === 'retired') return 'Retired by its organizers: closes with the next publication';
  if (ended === 'merged') return 'Merged into another one: closes with the next publication';
  const left = daysBetween(today, closesDay);
  if (left < 0) return 'Closes with the next publication';
  if (left === 0) return 'Closes today';
  return `Open for ${plural(left, 'more day', 'more days')}`;
}

/** The count as a drawing needs it: null where none may be shown. */
export function shownCount(figures: PetitionFigures | null): number | null {
  return figures?.signers.kind === 'shown' ? figures.signers.value : null;
}

/** What stands in a list where a count would, for a petition without one. */
export function uncountedWords(state: PetitionState, figures: PetitionFigures | null = null): string {
  switch (state) {
    case 'open':
      return figures?.signers.kind === 'withheld'
        ? `counting starts at ${formatCount(figures.signers.minimum)}`
        : 'not shown yet';
    case 'rejected':
      return 'never opened';
    case 'closed':
    case 'archived':
      return 'not shown';
    default:
      return 'not open yet';
  }
}

/** What a seal shows, in words. */
export function sealWords(figures: PetitionFigures | null): string {
  const count = shownCount(figures);
  if (count === null) return 'The number of signatures is not shown';
  const threshold = figures?.threshold;
  if (!threshold) return plural(count, 'signature');
  const rest = count >= threshold ? 'a response is due' : `a response is due at ${formatCount(threshold)}`;
  return `${plural(count, 'signature')}; ${rest}`;
}

/** How far a petition is from its threshold, in a sentence. */
export function distanceWords(figures: PetitionFigures | null): string {
  if (figures?.signers.kind !== 'shown') {
    const minimum = figures?.signers.minimum;
    return minimum ? `Counting starts at ${formatCount(minimum)}. Until then nobody sees a number, you included.` : '';
  }
  const { signers, threshold } = figures;
  const count = plural(signers.value, 'signature');
  if (threshold === null) return `${count}.`;
  const missing = threshold - signers.value;
  if (missing <= 0) return `${count}: the threshold of ${formatCount(threshold)} is reached.`;
  return `${count}: ${formatCount(missing)} more and leadership owes it a response.`;
}

/**
 * Who started a petition, in words that stand after "Started by". One whose organizer is unknown has no name, in the database
 * neither: that somebody on the register did was proved when it came (protocol 16).
 */
export function startedBy({ organizerName }: { readonly organizerName: string }): string {
  return organizerName === '' ? 'a verified employee' : organizerName;
}
