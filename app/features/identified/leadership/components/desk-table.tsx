import { dueSubjectWords } from '~/features/published/answers/due';
import { dueWords } from '~/features/published/petitions/petition-words';
import { formatCount } from '~/ui/count';
import { DateText } from '~/ui/date-text';
import { formatDay } from '~/ui/days';
import { Link } from '~/ui/link';
import { Table } from '~/ui/table';
import { assignPath, deskPath, draftWords, type DeskRow } from '../desk-row';

interface DeskTableProps {
  readonly rows: readonly DeskRow[];
  readonly caption: string;
  /** On the company's calendar. */
  readonly today: string;
}

/** What waits for leadership: what it is, when it is due, how far the answer is, and in whose hands. */
export function DeskTable({ rows, caption, today }: DeskTableProps) {
  return (
    <div className="leadership-desk">
      <Table
        caption={caption}
        captionHidden
        rows={rows}
        rowKey={({ subject, id }) => `${subject} ${id}`}
        isLate={({ dueDay }) => dueDay !== null && dueDay < today}
        columns={[
          {
            key: 'title',
            header: 'What it is about',
            cell: (row) => (
              <>
                <Link to={deskPath(row)}>{row.title}</Link>
                <span className="leadership-desk__kind soft">{whatItIs(row)}</span>
              </>
            ),
          },
          { key: 'due', header: 'Due', cell: ({ dueDay }) => <DueCell dueDay={dueDay} today={today} /> },
          { key: 'answer', header: 'Answer', cell: (row) => <AnswerCell row={row} today={today} /> },
          { key: 'owner', header: 'In whose hands', cell: (row) => <HandsCell row={row} /> },
        ]}
      />
    </div>
  );
}

function whatItIs({ subject, count }: DeskRow): string {
  return count === null ? dueSubjectWords[subject] : `${dueSubjectWords[subject]}, ${formatCount(count)} colleagues`;
}

function DueCell({ dueDay, today }: { dueDay: string | null; today: string }) {
  if (dueDay === null) return <span className="soft">Not due</span>;
  const late = dueDay < today;
  return (
    <span>
      <DateText day={dueDay} now={today} weekday />
      <br />
      <span className={late ? 'late' : 'soft'}>{dueWords(dueDay, today).words.replace(/^Answer (due )?/, '')}</span>
    </span>
  );
}

function AnswerCell({ row, today }: { row: DeskRow; today: string }) {
  const { subject, askedSince } = row;
  if (subject === 'pledge') return null;
  return (
    <span>
      {draftWords(row, today)}
      {askedSince !== null && (
        <>
          <br />
          <span className="soft">{`The organizer was asked on ${formatDay(askedSince, today)}`}</span>
        </>
      )}
    </span>
  );
}

function HandsCell({ row: { owner, delegate, answers } }: { row: DeskRow }) {
  return (
    <span>
      {owner === null ? <span className="soft">Nobody yet</span> : owner.name}
      {owner && !owner.inOffice && <span className="soft"> (no longer in leadership)</span>}
      {delegate && (
        <>
          <br />
          <span className="soft">
            {delegate.inOffice
              ? `${delegate.name} writes it`
              : `${delegate.name}, no longer in leadership, was to write it`}
          </span>
        </>
      )}
      {answers && (
        <>
          <br />
          <Link to={assignPath(answers)}>{owner?.inOffice ? 'Change' : 'Say who answers'}</Link>
        </>
      )}
    </span>
  );
}
