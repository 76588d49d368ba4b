import { formatCount } from '~/ui/count';
import { DateText } from '~/ui/date-text';
import { Table } from '~/ui/table';
import type { CheckpointLine } from '../witnesses.queries.server';

type Row = Pick<CheckpointLine, 'size' | 'day' | 'cosignedBy'>;

/** Checkpoints and who cosigned each of them. */
export function CheckpointTable({ rows, today }: { rows: readonly Row[]; today: string }) {
  return (
    <Table
      caption="The newest checkpoints"
      captionHidden
      narrow
      rows={rows}
      rowKey={({ size }) => String(size)}
      columns={[
        { key: 'size', header: 'Entries', cell: ({ size }) => formatCount(size) },
        { key: 'day', header: 'Signed', cell: ({ day }) => <DateText day={day} now={today} /> },
        {
          key: 'seen',
          header: 'Cosigned by',
          cell: ({ cosignedBy }) => cosignedBy.map(({ witness }) => witness).join(', ') || 'nobody yet',
        },
      ]}
    />
  );
}
