import { Tag } from '~/ui/tag';
import { Table, type Column } from '~/ui/table';
import type { Difference, RefusedLine } from '../roster.queries.server';

const person: Column<Difference> = {
  key: 'person',
  header: 'Person',
  cell: ({ before, after, personNumber }) => (
    <>
      {(after ?? before)?.name} <span className="small soft">{personNumber}</span>
    </>
  ),
};

const line: Column<Difference> = { key: 'line', header: 'Line', numeric: true, cell: (row) => row.line };

const joinerColumns: Column<Difference>[] = [
  person,
  { key: 'email', header: 'Work e-mail', cell: ({ after }) => after?.email },
  { key: 'unit', header: 'Unit', cell: ({ after }) => after?.unitPath },
  { key: 'kind', header: 'Joins', cell: ({ kind }) => (kind === 'returned' ? <Tag>Back again</Tag> : 'New') },
  line,
];

const leaverColumns: Column<Difference>[] = [
  person,
  { key: 'email', header: 'Work e-mail', cell: ({ before }) => before?.email },
  { key: 'unit', header: 'Unit', cell: ({ before }) => before?.unitPath },
  { key: 'why', header: 'Why', cell: (row) => (row.line === null ? 'Not in the file' : `Left, says line ${row.line}`) },
];

const changeColumns: Column<Difference>[] = [
  person,
  { key: 'name', header: 'Name', cell: (row) => <Change row={row} of="name" /> },
  { key: 'email', header: 'Work e-mail', cell: (row) => <Change row={row} of="email" /> },
  { key: 'unit', header: 'Unit', cell: (row) => <Change row={row} of="unitPath" /> },
  line,
];

const columnsOf = { joiners: joinerColumns, leavers: leaverColumns, changes: changeColumns };

export interface DifferenceTableProps {
  tab: keyof typeof columnsOf;
  caption: string;
  rows: readonly Difference[];
}

/** People whom an upload would add, remove or change. */
export function DifferenceTable({ tab, caption, rows }: DifferenceTableProps) {
  return (
    <Table caption={caption} captionHidden columns={columnsOf[tab]} rows={rows} rowKey={(row) => row.personNumber} />
  );
}

/** Old and new value of what changes, in words for those who do not see the arrow. */
function Change({ row: { before, after }, of }: { row: Difference; of: 'name' | 'email' | 'unitPath' }) {
  if (!before || !after || before[of] === after[of]) return <span className="soft">as before</span>;
  return (
    <>
      <del>{before[of]}</del> <span aria-hidden="true">→</span>
      <span className="visually-hidden">becomes</span> <ins>{after[of]}</ins>
    </>
  );
}

const refusedColumns: Column<RefusedLine>[] = [
  { key: 'line', header: 'Line', cell: (row) => `Line ${row.line}` },
  { key: 'number', header: 'Employee number', cell: (row) => row.personNumber ?? <span className="soft">not readable</span> }, // prettier-ignore
  { key: 'reason', header: 'Reason', cell: (row) => row.refusal },
];

/** Lines that could not be taken, with the reason. */
export function RefusedTable({ caption, rows }: { caption: string; rows: readonly RefusedLine[] }) {
  return (
    <Table caption={caption} captionHidden columns={refusedColumns} rows={rows} rowKey={(row) => String(row.line)} />
  );
}
