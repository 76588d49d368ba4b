import { DateText } from '~/ui/date-text';
import type { Milestone } from '../pledge';

/** What is to be done on the way, by day. */
export function PledgeMilestones({ milestones, today }: { milestones: readonly Milestone[]; today: string }) {
  if (milestones.length === 0) return <p className="soft">None were named.</p>;
  return (
    <ul>
      {milestones.map(({ text, day }) => (
        <li key={text}>
          {text}: <DateText day={day} now={today} relative="also" />
        </li>
      ))}
    </ul>
  );
}
