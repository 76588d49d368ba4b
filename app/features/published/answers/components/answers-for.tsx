import { plural } from '~/ui/count';
import { DateText } from '~/ui/date-text';
import { daysBetween } from '~/ui/days';
import { Link } from '~/ui/link';
import type { OwnerSince } from '../due';

interface AnswersForProps {
  /** Everybody who answered for it, in order. Nothing is shown while there is nobody. */
  readonly owners: readonly OwnerSince[];
  /** When an answer is or was due, if it is: whoever took it over later is not to blame for the days before. */
  readonly dueDay: string | null;
  /** On the company's calendar. */
  readonly today: string;
}

/** Who answers for something in public, since when, and who did before. */
export function AnswersFor({ owners, dueDay, today }: AnswersForProps) {
  const current = owners.at(-1);
  if (!current) return null;
  const earlier = owners.slice(0, -1);
  return (
    <div className="answers-for soft small">
      <p>
        <LeaderLink owner={current} /> ({current.unit}) answers for this since{' '}
        <DateText day={current.day} now={today} />
        {takenOverLate(current.day, dueDay)}.
      </p>
      {earlier.length > 0 && (
        <p>
          Before:{' '}
          {earlier.map((owner, at) => (
            <span key={`${owner.leaderId} ${String(at)}`}>
              {at > 0 && '; '}
              <LeaderLink owner={owner} /> ({owner.unit}), from <DateText day={owner.day} now={today} />
            </span>
          ))}
          .
        </p>
      )}
    </div>
  );
}

function LeaderLink({ owner }: { owner: OwnerSince }) {
  return <Link to={`/answers/leaders/${owner.leaderId}`}>{owner.name}</Link>;
}

/** ", when it was 12 days overdue": said in fairness to whoever took it over. */
function takenOverLate(day: string, dueDay: string | null): string {
  const late = dueDay === null ? 0 : daysBetween(dueDay, day);
  return late > 0 ? `, when it was ${plural(late, 'day')} overdue` : '';
}
