import { plural } from '~/ui/count';
import { Stack } from '~/ui/page';
import { Table } from '~/ui/table';
import { readersWords, rightsWords, spaced } from '../storage-words';
import type { StoredColumn, StoredTable } from '../stored-tables';

/** Every table of a part, to unfold: who may do what with it, and why each column exists. */
export function StoredTableList({ tables }: { tables: readonly StoredTable[] }) {
  return (
    <Stack gap="tight">
      {tables.map((table) => (
        <details key={table.name} id={table.name}>
          <summary>
            {spaced(table.name)} <span className="soft">({plural(table.columns.length, 'column')})</span>
          </summary>
          <Stack>
            <RightsOf table={table} />
            <Table
              caption={
                <>
                  Every column of{' '}
                  <code>
                    {table.schema}.{table.name}
                  </code>
                </>
              }
              columns={COLUMNS}
              rows={table.columns}
              rowKey={({ name }) => name}
              isLate={({ explained }) => explained === null}
            />
          </Stack>
        </details>
      ))}
    </Stack>
  );
}

function RightsOf({ table: { rights } }: { table: StoredTable }) {
  if (rights.length === 0) return <p>No part of the site may do anything with it: only whoever sets the site up.</p>;
  return (
    <div>
      <p>What the parts of the site may do with it, by the database’s own rights:</p>
      <ul className="plain-list">
        {rights.map((held) => (
          <li key={held.role}>{rightsWords(held)}</li>
        ))}
      </ul>
    </div>
  );
}

const COLUMNS = [
  { key: 'name', header: 'Column', cell: ({ name }: StoredColumn) => spaced(name) },
  { key: 'type', header: 'Can hold', cell: ({ type }: StoredColumn) => type },
  {
    key: 'purpose',
    header: 'What for',
    cell: ({ explained }: StoredColumn) => explained?.purpose ?? 'Nobody has explained it',
  },
  { key: 'retention', header: 'Kept', cell: ({ explained }: StoredColumn) => explained?.retention ?? '–' },
  {
    key: 'readers',
    header: 'Shown to',
    cell: ({ explained }: StoredColumn) => (explained ? readersWords(explained.readers) : '–'),
  },
];
