import { plural } from '~/ui/count';
import { DateText } from '~/ui/date-text';
import { daysBetween, relativeDay } from '~/ui/days';
import { Link } from '~/ui/link';
import { Table } from '~/ui/table';
import { duePath, dueSubjectWords, type Due } from '../due';
import { overdueBy } from '../record-words';
import { OwnerLink } from './owner-link';

/** What waits, as it comes; what is overdue says by how many days, in the second accent. */
export function DueTable({ due, today, caption }: { due: readonly Due[]; today: string; caption: string }) {
  return (
    <Table
      caption={caption}
      captionHidden
      rows={due}
      rowKey={({ subject, id }) => `${subject} ${id}`}
      isLate={({ dueDay }) => dueDay < today}
      columns={[
        {
          key: 'title',
          header: 'What it is about',
          cell: (each) => (
            <>
              <Link to={duePath(each)}>{each.title}</Link>
              <span className="record-note">{dueSubjectWords[each.subject]}</span>
            </>
          ),
        },
        {
          key: 'waiting',
          header: 'Waits',
          numeric: true,
          cell: ({ sinceDay }) => plural(Math.max(0, daysBetween(sinceDay, today)), 'day'),
        },
        { key: 'due', header: 'Due on', cell: ({ dueDay }) => <DateText day={dueDay} now={today} weekday /> },
        { key: 'counter', header: 'How it stands', cell: ({ dueDay }) => <Counter dueDay={dueDay} today={today} /> },
        { key: 'owner', header: 'Who answers for it', cell: ({ owner }) => <OwnerLink owner={owner} /> },
      ]}
    />
  );
}

/** "Overdue by 12 days", "Due in 9 days". */
function Counter({ dueDay, today }: { dueDay: string; today: string }) {
  if (dueDay < today) return <span className="late record-counter">{overdueBy(dueDay, today)}</span>;
  return <span className="record-counter">Due {relativeDay(dueDay, today)}</span>;
}
