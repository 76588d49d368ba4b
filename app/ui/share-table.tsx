import type { ReactNode } from 'react';
import { formatCount } from './count';
import { Table } from './table';

export interface ShareRow {
  label: string;
  count: number;
}

export interface ShareTableProps {
  /** What is counted, for whoever hears the table: a heading or a sentence says it to who sees it. */
  caption: string;
  /** Above the names of the rows, and above the counts. */
  of: string;
  counted: string;
  rows: readonly ShareRow[];
}

/** Counts that make up a whole, as bars and as figures in one: the table is the picture. */
export function ShareTable({ caption, of, counted, rows }: ShareTableProps) {
  const total = rows.reduce((sum, { count }) => sum + count, 0);
  return (
    <div className="share-table">
      <Table
        caption={caption}
        captionHidden
        narrow
        columns={[
          { key: 'label', header: of, cell: (row) => <BarOf share={shareOf(row.count, total)}>{row.label}</BarOf> },
          { key: 'count', header: counted, numeric: true, cell: (row) => formatCount(row.count) },
          { key: 'share', header: 'Share', numeric: true, cell: (row) => percent(shareOf(row.count, total)) },
        ]}
        rows={rows}
        rowKey={(row) => row.label}
      />
    </div>
  );
}

/** Words with a bar below them, as long as the share is large. @param share 0 to 1 */
export function BarOf({ share, children }: { share: number; children: ReactNode }) {
  return (
    <>
      {children}
      <svg className="bar" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">
        <rect className="bar__whole" width="100" height="1" />
        <rect className="bar__part" width={Math.round(share * 1000) / 10} height="1" />
      </svg>
    </>
  );
}

/** 0 where there is nothing to share. */
export function shareOf(count: number, total: number): number {
  return total === 0 ? 0 : count / total;
}

/** 0.571 -> "57 %", with a space that does not break. */
export function percent(share: number): string {
  return `${formatCount(Math.round(share * 100))}\u00a0%`;
}
