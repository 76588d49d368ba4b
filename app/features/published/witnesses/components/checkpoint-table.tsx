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
          cell: (row) => <CosignedBy {...row} isNewest={row === rows[0]} />,
        },
      ]}
    />
  );
}

function CosignedBy({ cosignedBy, isNewest }: Pick<Row, 'cosignedBy'> & { isNewest: boolean }) {
  // Witnesses look at the newest one: nobody comes back for an older one.
  if (cosignedBy.length === 0) return isNewest ? 'nobody yet' : 'nobody';
  return cosignedBy.map(({ witness }) => (
    <div key={witness}>
      <code translate="no">{witness}</code>
    </div>
  ));
}
