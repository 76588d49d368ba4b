import type { ReactNode } from 'react';
import { classNames } from './class-names';

/** `late` only for what is overdue. */
export type TagTone = 'accent' | 'plain' | 'outline' | 'strong' | 'late';

export function Tag({ tone = 'plain', icon, children }: { tone?: TagTone; icon?: ReactNode; children: ReactNode }) {
  return (
    <span className={`tag tag--${tone}`}>
      {icon}
      {children}
    </span>
  );
}

/** A state in words with a dot before it: filled while it goes on, hollow when it is over, red when it is overdue. */
export function StateDot({ state, children }: { state: 'on' | 'over' | 'late'; children: ReactNode }) {
  return (
    <span className={classNames('state-dot', state !== 'over' && `state-dot--${state}`, state === 'late' && 'late')}>
      {children}
    </span>
  );
}
