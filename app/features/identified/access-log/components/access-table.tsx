import { plural } from '~/ui/count';
import { DateText } from '~/ui/date-text';
import { Table, type Column } from '~/ui/table';
import type { AccessLine } from '../access-log.queries.server';

export interface AccessTableProps {
  caption: string;
  lines: readonly AccessLine[];
  /** Today. */
  now: string;
  /** The person who reads it: their own name is "you". */
  reader: string;
}

/** Who looked at whose data, on which day, and what for. */
export function AccessTable({ caption, lines, now, reader }: AccessTableProps) {
  const columns: Column<AccessLine>[] = [
    { key: 'day', header: 'Day', cell: (line) => <DateText day={line.day} now={now} /> },
    { key: 'actor', header: 'Who looked', cell: (line) => nameOf(line.actor, line.actorName, reader) },
    {
      key: 'subject',
      header: 'At whose data',
      cell: (line) => (line.subject === null ? 'Everybody’s' : nameOf(line.subject, line.subjectName, reader)),
    },
    {
      key: 'purpose',
      header: 'What for',
      cell: (line) => (line.times === 1 ? line.purpose : `${line.purpose} (${plural(line.times, 'time')})`),
    },
  ];
  return <Table caption={caption} captionHidden columns={columns} rows={lines} rowKey={keyOf} />;
}

function keyOf({ day, actor, subject, purpose }: AccessLine): string {
  return JSON.stringify([day, actor, subject, purpose]);
}

function nameOf(number: string, name: string | null, reader: string): string {
  if (number === reader) return 'You';
  if (name !== null) return `${name} (${number})`;
  return number === 'setup' || number === 'command' ? 'Whoever runs the machine' : number;
}
