import { openSql, type Connection } from '~db/database';

/** Every row of every table of every schema of ours, as text; bytes as hex. What an attacker with a dump can search. */
export async function dumpOf(admin: Connection): Promise<string> {
  const sql = openSql({ ...admin, max: 1 });
  try {
    const tables = await sql<{ name: string }[]>`
      select format('%I.%I', schemaname, tablename) as name from pg_tables
      where schemaname not in ('pg_catalog', 'information_schema') order by 1`;
    const lines: string[] = [];
    for (const { name } of tables) {
      const rows = await sql.unsafe<{ row: string }[]>(`select t::text as row from ${name} t`);
      lines.push(...rows.map(({ row }) => `${name} ${row}`));
    }
    return lines.join('\n');
  } finally {
    await sql.end();
  }
}
