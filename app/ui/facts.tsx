import type { ReactNode } from 'react';
import { classNames } from './class-names';

export interface Fact {
  term: string;
  detail: ReactNode;
  /** Overdue. */
  late?: boolean | undefined;
}

/** Names and values, one a line; `stacked` where the values are sentences. */
export function Facts({ facts, stacked }: { facts: readonly Fact[]; stacked?: boolean }) {
  return (
    <dl className={classNames('facts', stacked && 'facts--stacked')}>
      {facts.map((fact) => (
        <div key={fact.term}>
          <dt>{fact.term}</dt>
          <dd className={fact.late ? 'late' : undefined}>{fact.detail}</dd>
        </div>
      ))}
    </dl>
  );
}
