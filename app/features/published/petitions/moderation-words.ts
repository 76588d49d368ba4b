import { formatCount, plural } from '~/ui/count';
import { moderationFigureDays, type ModerationFigures } from './moderation-record';
import type { ModerationClock } from './moderation-clock';

/** How moderators keep to their clock, in two sentences. */
export function moderationRecordWords({ waiting, overdue, decided, inTime }: ModerationFigures): string {
  const now =
    waiting === 0
      ? 'No petition waits for a moderator.'
      : `${plural(waiting, 'petition waits', 'petitions wait')} for a moderator, ${overdueWords(waiting, overdue)}.`;
  return decided === 0 ? now : `${now} ${decidedWords(decided, inTime)}`;
}

function decidedWords(decided: number, inTime: number): string {
  const days = `${String(moderationFigureDays)} days`;
  if (decided === 1)
    return `The one decision of the last ${days} ${inTime === 1 ? 'was made in time' : 'came too late'}.`;
  const made = `Of ${plural(decided, 'decision')} in the last ${days}`;
  if (inTime === decided) return `${made} every one was made in time.`;
  return `${made} ${inTime === 0 ? 'none was' : plural(inTime, 'was', 'were')} made in time.`;
}

function overdueWords(waiting: number, overdue: number): string {
  if (overdue === 0) return waiting === 1 ? 'and not longer than it should' : 'none of them longer than it should';
  if (overdue === waiting) return waiting === 1 ? 'longer than it should' : 'all of them longer than they should';
  return `${formatCount(overdue)} of them longer than ${overdue === 1 ? 'it' : 'they'} should`;
}

/** How long is left of one, for the moderators. */
export function clockWords({ left, overdue }: ModerationClock): string {
  if (overdue) return left === 0 ? 'Overdue' : `Overdue by ${plural(-left, 'working day')}`;
  return left === 0 ? 'Due today' : `${plural(left, 'working day')} left`;
}
