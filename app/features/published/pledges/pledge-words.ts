import { plural } from '~/ui/count';
import { daysBetween, formatDay, relativeDay } from '~/ui/days';
import { isOverdue, type PledgeStatus, type Witnessed } from './pledge';

/** Leadership's own word for where a pledge stands. */
export const statusWords: Readonly<Record<PledgeStatus, string>> = {
  'not-started': 'Not started',
  'in-progress': 'In progress',
  kept: 'Kept',
  'partly-kept': 'Partly kept',
  broken: 'Broken',
  superseded: 'Superseded',
};

export const witnessedWords: Readonly<Record<Witnessed, string>> = {
  stops: 'Something stops',
  'is-there': 'Something is there',
};

/** What a pledge's standing is told from. */
export interface PledgeDays {
  readonly status: PledgeStatus;
  readonly dueDay: string;
  /** When its status last became a final one; null while it is open. */
  readonly endedDay: string | null;
}

export interface PledgeStanding {
  /** `late` where it is overdue, and only there. */
  readonly tone: 'on' | 'over' | 'late';
  readonly words: string;
}

/** Where a pledge stands in one line: leadership's word, and what the calendar makes of it. @param today the company's day */
export function pledgeStanding({ status, dueDay, endedDay }: PledgeDays, today: string): PledgeStanding {
  const said = statusWords[status];
  if (isOverdue({ status, dueDay }, today)) {
    return { tone: 'late', words: `${said}, overdue by ${plural(daysBetween(dueDay, today), 'day')}` };
  }
  if (endedDay === null) return { tone: 'on', words: `${said}, due ${relativeDay(dueDay, today)}` };
  return { tone: 'over', words: `${said} on ${formatDay(endedDay, today)}${lateness(dueDay, endedDay)}` };
}

/** What the calendar says of the day on which a pledge was over. */
function lateness(dueDay: string, endedDay: string): string {
  const late = daysBetween(dueDay, endedDay);
  return late > 0 ? `, ${plural(late, 'day')} after it was due` : '';
}

/** The host of an address as a reader sees it; null for a path of this site. */
export function hostOf(url: string): string | null {
  return url.startsWith('/') ? null : new URL(url).host;
}
