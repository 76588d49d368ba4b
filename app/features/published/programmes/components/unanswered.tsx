import { plural } from '~/ui/count';
import { daysBetween } from '~/ui/days';
import { Tag } from '~/ui/tag';

/** "Not answered for 41 days". @param since the day since which it stands open */
export function Unanswered({ since, today }: { since: string; today: string }) {
  const days = daysBetween(since, today);
  return <Tag tone="outline">{days > 0 ? `Not answered for ${plural(days, 'day')}` : 'Not answered yet'}</Tag>;
}
