import type { ReactNode } from 'react';
import { classNames } from './class-names';

export interface Column<Row> {
  key: string;
  header: string;
  cell: (row: Row) => ReactNode;
  /** Ranged right, figures of one width. */
  numeric?: boolean | undefined;
  /** Names the row; the first column unless another says so. */
  rowHeader?: boolean | undefined;
}

export interface TableProps<Row> {
  caption: ReactNode;
  /** The caption is for screen readers: a heading says it already. */
  captionHidden?: boolean | undefined;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  /** Overdue. */
  isLate?: ((row: Row) => boolean) | undefined;
  /** On a phone rows become cards, unless the table is narrow enough to stay one. */
  narrow?: boolean | undefined;
}

/** Rows of data. The roles are spelt out, because a table laid out as cards would lose them in some browsers. */
export function Table<Row>({ caption, captionHidden, columns, rows, rowKey, isLate, narrow }: TableProps<Row>) {
  const rowHeader = columns.find((column) => column.rowHeader) ?? columns[0];
  return (
    <table className={classNames('table', !narrow && 'table--cards')} role="table">
      <caption className={captionHidden ? 'visually-hidden' : undefined}>{caption}</caption>
      <thead role="rowgroup">
        <tr role="row">
          {columns.map((column) => (
            <th key={column.key} scope="col" role="columnheader" className={numberClass(column)}>
              {column.header}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {rows.map((row) => (
          <tr key={rowKey(row)} role="row" className={isLate?.(row) ? 'table__late' : undefined}>
            {columns.map((column) =>
              column === rowHeader ? (
                <th key={column.key} scope="row" role="rowheader" className={numberClass(column)}>
                  {column.cell(row)}
                </th>
              ) : (
                <td key={column.key} role="cell" data-label={column.header} className={numberClass(column)}>
                  {column.cell(row)}
                </td>
              ),
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function numberClass<Row>(column: Column<Row>): string | undefined {
  return column.numeric ? 'table__number' : undefined;
}
