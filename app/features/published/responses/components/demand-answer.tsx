import type { ReactNode } from 'react';
import { plural } from '~/ui/count';
import { DateText } from '~/ui/date-text';
import { daysBetween } from '~/ui/days';
import { Tag } from '~/ui/tag';
import type { ResponseItem } from '../response';
import { ItemAnswer } from './published-response';

export interface DemandAnswerProps {
  /** Null where leadership has not answered this demand. */
  item: ResponseItem | null;
  /** The day since which a missing answer stands open; null while nobody owes one. */
  openSince: string | null;
  /** Whether it was due then; else leadership responded then, and left it out. */
  due: boolean;
  today: string;
  /** Where most verdicts called the answer none: when a better one is due, and when it was given, if it was. */
  reopened: { readonly dueDay: string; readonly endedDay: string | null } | null;
  /** What stands below an answer: what colleagues make of it. */
  children?: ReactNode;
}

/** What stands below one demand: the answer to it with its reason, or for how long there has been none. */
export function DemandAnswer({ item, openSince, due, today, reopened, children }: DemandAnswerProps) {
  if (item) {
    return (
      <>
        <ItemAnswer item={item} />
        {reopened && <Reopened {...reopened} today={today} />}
        {children}
      </>
    );
  }
  if (openSince === null) return null;
  const days = daysBetween(openSince, today);
  const since = due ? 'since an answer was due' : 'since leadership responded';
  return (
    <>
      <Tag tone={due ? 'late' : 'outline'}>No answer yet</Tag>
      {days > 0 && (
        <span className={due ? 'late' : undefined}>{`Not answered for ${plural(days, 'day')}, ${since}`}</span>
      )}
    </>
  );
}

function Reopened({ dueDay, endedDay, today }: { dueDay: string; endedDay: string | null; today: string }) {
  const late = endedDay === null && dueDay < today;
  if (endedDay !== null) {
    return (
      <p className="demands__reopened">
        Answered anew on <DateText day={endedDay} now={today} />, after most who judged the earlier answer had called it
        none.
      </p>
    );
  }
  return (
    <p className={late ? 'demands__reopened late' : 'demands__reopened'}>
      Most who judged this answer call it none. A better one {late ? 'was' : 'is'} due on{' '}
      <DateText day={dueDay} now={today} />
      {late && `: overdue by ${plural(daysBetween(dueDay, today), 'day')}`}.
    </p>
  );
}
