import { plural, pluralWord } from '~/ui/count';
import { Facts } from '~/ui/facts';
import { Stack } from '~/ui/page';
import { Table } from '~/ui/table';
import type { StoredTable } from '../stored-about.queries.server';

/** Rows shown on a page; the download has them all. */
const rowsShown = 10;

/** Everything that is stored about somebody: what there is, each table to unfold, and after it where there could be more. */
export function StoredTables({ tables }: { tables: readonly StoredTable[] }) {
  const full = tables.filter(({ rows }) => rows.length > 0);
  const empty = tables.filter(({ rows }) => rows.length === 0);
  return (
    <Stack gap="tight">
      {full.map((table) => (
        <StoredDetails key={table.table} table={table} />
      ))}
      {empty.length > 0 && (
        <details>
          <summary>{`${plural(empty.length, 'table')} that could hold something about you, and ${pluralWord(empty.length, 'does', 'do')} not now`}</summary>
          <Stack gap="tight">
            {empty.map((table) => (
              <StoredDetails key={table.table} table={table} />
            ))}
          </Stack>
        </details>
      )}
    </Stack>
  );
}

function StoredDetails({ table }: { table: StoredTable }) {
  const { rows, columns } = table;
  return (
    <details>
      <summary>
        {table.title} {rows.length > 0 && <span className="soft">({plural(rows.length, 'row')})</span>}
      </summary>
      <Stack>
        {rows.slice(0, rowsShown).map((row, index) => (
          <Facts
            key={index}
            facts={Object.entries(row).map(([name, value]) => ({ term: wordsOf(name), detail: value || '–' }))}
          />
        ))}
        {rows.length > rowsShown && (
          <p className="small soft">{`The first ${plural(rowsShown, 'row')}; all of them are in the file below.`}</p>
        )}
        <Table
          caption={
            <>
              Every column of <code>{table.table}</code>
            </>
          }
          columns={[
            { key: 'name', header: 'Column', cell: ({ name }) => wordsOf(name) },
            { key: 'purpose', header: 'What for', cell: ({ purpose }) => purpose },
            { key: 'retention', header: 'Kept', cell: ({ retention }) => retention },
            { key: 'shown', header: 'You can read it', cell: ({ shown }) => (shown ? 'Yes' : 'No') },
          ]}
          rows={columns}
          rowKey={({ name }) => name}
        />
      </Stack>
    </details>
  );
}

/** 'unit_path' -> 'unit path': a name that wraps where people expect it. */
function wordsOf(column: string): string {
  return column.replaceAll('_', ' ');
}
