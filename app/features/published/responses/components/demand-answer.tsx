import type { ReactNode } from 'react';
import { plural } from '~/ui/count';
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
  /** What stands below an answer: what colleagues make of it. */
  children?: ReactNode;
}

/** What stands below one demand: the answer to it with its reason, or for how long there has been none. */
export function DemandAnswer({ item, openSince, due, today, children }: DemandAnswerProps) {
  if (item) {
    return (
      <>
        <ItemAnswer item={item} />
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
