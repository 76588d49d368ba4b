import { formatCount, plural } from '~/ui/count';
import { DateText } from '~/ui/date-text';
import { Facts } from '~/ui/facts';
import type { DrillResult } from '../drill-result';

interface DrillFactsProps {
  readonly drill: DrillResult;
  /** 'YYYY-MM-DD' */
  readonly today: string;
}

/** How large the drill was: the company, what it did, and what was taken of it. */
export function DrillFacts({ drill, today }: DrillFactsProps) {
  const mebibytes = Math.round(drill.writeAheadLogBytes / 1_048_576);
  const facts = [
    { term: 'Last run', detail: <DateText day={drill.day} now={today} /> },
    {
      term: 'Company',
      detail: `${plural(drill.employees, 'employee')}, ${formatCount(drill.enrolled)} of them on the register; ${plural(drill.leavers, 'leaver')}, ${plural(drill.newKeys, 'replaced key')}`,
    },
    {
      term: 'What they did',
      detail: `${plural(drill.signatures, 'signature')} on ${plural(drill.petitions, 'petition')}, ${plural(drill.sponsors, 'sponsor')}, ${plural(drill.started, 'petition')} started without a name and ${plural(drill.concerns, 'concern')}, in ${plural(drill.days, 'simulated day')}`,
    },
    {
      term: 'What was taken',
      detail: `${plural(drill.dumps, 'dump')} and ${plural(drill.backups, 'backup')} with ${plural(drill.rows, 'row')}, ${formatCount(mebibytes)} MiB of write-ahead log, the server’s log, all mail and all keys, those of the backups among them`,
    },
  ];
  return <Facts stacked facts={facts} />;
}
