import { tablesOf } from '~db/backup/backup-tables';
import { openSql, type Connection } from '~db/database';

/** Every row as text, table by table, sorted: what is in a database, whatever order it is in. */
export async function rowsOfTables(admin: Connection): Promise<Record<string, string[]>> {
  const sql = openSql({ ...admin, max: 1 });
  try {
    const found: Record<string, string[]> = {};
    for (const { wing, name } of await tablesOf(sql)) {
      const rows = await sql.unsafe<{ row: string }[]>(`select t::text as row from "${wing}"."${name}" t order by 1`);
      found[`${wing}.${name}`] = rows.map(({ row }) => row);
    }
    return found;
  } finally {
    await sql.end();
  }
}

/** Tables whose rows lie on disk in another order than that of their keys, or were written by more than one transaction. */
export async function tablesThatTellOfArrival(admin: Connection): Promise<string[]> {
  const sql = openSql({ ...admin, max: 1 });
  try {
    const found: string[] = [];
    for (const { wing, name, order } of await tablesOf(sql)) {
      const [row] = await sql.unsafe<{ moved: number; writers: number }[]>(`
        select count(*) filter (where place <> key_place)::int as moved, count(distinct xmin)::int as writers from (
          select xmin::text, row_number() over (order by ctid) as place, row_number() over (order by ${order}) as key_place
          from "${wing}"."${name}") t`);
      if (row && (row.moved > 0 || row.writers > 1)) found.push(`${wing}.${name}`);
    }
    return found;
  } finally {
    await sql.end();
  }
}
