import { plural } from '~/ui/count';
import { Facts } from '~/ui/facts';
import { Table } from '~/ui/table';
import type { StoredTable } from '../stored-about.queries.server';

/** Rows shown on a page; the download has them all. */
const rowsShown = 10;

/** Everything that is stored about somebody, each table to unfold: the values, and why each column exists. */
export function StoredTables({ tables }: { tables: readonly StoredTable[] }) {
  return (
    <>
      {tables.map((table) => (
        <details key={table.table}>
          <summary>
            {table.title} <span className="soft">({plural(table.rows.length, 'row')})</span>
          </summary>
          <div className="stack">
            {table.rows.slice(0, rowsShown).map((row, index) => (
              <Facts
                key={index}
                facts={Object.entries(row).map(([term, detail]) => ({ term, detail: detail || '–' }))}
              />
            ))}
            {table.rows.length > rowsShown && (
              <p className="small soft">{`The first ${plural(rowsShown, 'row')}; all of them are in the file below.`}</p>
            )}
            <Table
              caption={
                <>
                  Every column of <code>{table.table}</code>
                </>
              }
              columns={[
                { key: 'name', header: 'Column', cell: ({ name }) => <code>{name}</code> },
                { key: 'purpose', header: 'What for', cell: ({ purpose }) => purpose },
                { key: 'retention', header: 'Kept', cell: ({ retention }) => retention },
                { key: 'shown', header: 'You can read it', cell: ({ shown }) => (shown ? 'Yes' : 'No') },
              ]}
              rows={table.columns}
              rowKey={({ name }) => name}
            />
          </div>
        </details>
      ))}
    </>
  );
}
