import { DateText } from '~/ui/date-text';
import { Link } from '~/ui/link';
import { Table } from '~/ui/table';
import { duePath, dueSubjectWords, type Obligation } from '../due';
import { outcomeWords } from '../record-words';

/** Everything that a record is made of, so that anybody can count again. */
export function RecordList({
  obligations,
  today,
  caption,
}: {
  obligations: readonly Obligation[];
  today: string;
  caption: string;
}) {
  return (
    <Table
      caption={caption}
      captionHidden
      rows={obligations}
      rowKey={({ subject, id }) => `${subject} ${id}`}
      isLate={(each) => outcomeWords(each, today).late}
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
          key: 'due',
          header: 'Due on',
          cell: ({ dueDay, firstDueDay }) => (
            <>
              <DateText day={dueDay} now={today} weekday />
              {firstDueDay !== dueDay && (
                <span className="record-note">
                  promised first for <DateText day={firstDueDay} now={today} weekday />
                </span>
              )}
            </>
          ),
        },
        {
          key: 'ended',
          header: 'Ended on',
          cell: ({ endedDay }) => (endedDay === null ? '–' : <DateText day={endedDay} now={today} weekday />),
        },
        {
          key: 'outcome',
          header: 'What became of it',
          cell: (each) => {
            const { late, words } = outcomeWords(each, today);
            return late ? <span className="late record-counter">{words}</span> : words;
          },
        },
      ]}
    />
  );
}
