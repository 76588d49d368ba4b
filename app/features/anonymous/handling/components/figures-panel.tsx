import { useMemo } from 'react';
import { Card, CardNote } from '~/ui/card';
import { formatCount } from '~/ui/count';
import { Facts } from '~/ui/facts';
import { Table } from '~/ui/table';
import type { DeskConcern } from '../desk-concern';
import { deskFigures } from '../desk-figures';
import { useDesk } from './desk-context';

/** What is on this desk, in numbers. They are counted here and shown to nobody else. */
export function FiguresPanel({ concerns }: { concerns: readonly DeskConcern[] }) {
  const { desk, today, programmes } = useDesk();
  const figures = useMemo(() => deskFigures(concerns, { me: desk.me.fingerprint, today }), [concerns, desk, today]);
  return (
    <Card title="This desk">
      <Facts
        facts={[
          { term: 'Open', detail: formatCount(figures.open) },
          { term: 'Overdue', detail: formatCount(figures.late), late: figures.late > 0 },
          { term: 'Unread', detail: formatCount(figures.unread) },
          { term: 'Looked after by you', detail: formatCount(figures.mine) },
          { term: 'By nobody yet', detail: formatCount(figures.unassigned) },
        ]}
      />
      {figures.programmes.length > 0 && (
        <div className="desk-programmes">
          <Table
            caption="Open concerns by programme"
            narrow
            rows={figures.programmes}
            rowKey={({ programme }) => programme ?? ''}
            columns={[
              {
                key: 'programme',
                header: 'Programme',
                cell: ({ programme }) => (programme === null ? 'Not listed' : (programmes.get(programme) ?? programme)),
              },
              { key: 'open', header: 'Open', numeric: true, cell: ({ open }) => formatCount(open) },
              {
                key: 'late',
                header: 'Overdue',
                numeric: true,
                cell: ({ late }) => <span className={late > 0 ? 'late' : undefined}>{formatCount(late)}</span>,
              },
            ]}
          />
        </div>
      )}
      <CardNote>Counted on this device, from what you can see. Nobody else gets these numbers.</CardNote>
    </Card>
  );
}
