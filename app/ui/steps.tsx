import { classNames } from './class-names';
import { Link } from './link';

export interface Step {
  label: string;
  /** Where a finished step can be gone back to. */
  to?: string | undefined;
}

/** Where somebody is in a form of several pages. `current` counts from 0. */
export function Steps({
  steps,
  current,
  label = 'Steps',
}: {
  steps: readonly Step[];
  current: number;
  label?: string;
}) {
  return (
    <ol className={classNames('steps', steps.length > 3 && 'steps--many')} aria-label={label}>
      {steps.map((step, index) => {
        const done = index < current;
        return (
          <li
            key={step.label}
            className={done ? 'steps__done' : undefined}
            aria-current={index === current ? 'step' : undefined}
          >
            <span>
              {done && step.to ? <Link to={step.to}>{step.label}</Link> : step.label}
              {done && <span className="visually-hidden"> (done)</span>}
            </span>
          </li>
        );
      })}
    </ol>
  );
}
