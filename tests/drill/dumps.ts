import { openSql, type Connection } from '~db/database';

/** One row of a table, with what PostgreSQL itself says of it. */
export interface DumpedRow {
  /** `schema.table`, or the name of what is no table: `log`, `mail`, `secret`, `statistics`, `sequence`. */
  readonly table: string;
  /** Place in the order in which rows lie in the file. */
  readonly place: number;
  /** Number of the transaction that wrote it; 0 where there is none. */
  readonly xmin: number;
  readonly values: Readonly<Record<string, unknown>>;
}

/** When a dump was taken: an attacker would wait for the best moment, so there are several. */
export type Moment =
  /** While people act, before the minute's rewriting. */
  | 'within-the-minute'
  /** After the minute's rewriting. */
  | 'after-the-minute'
  | 'after-publication'
  /** A backup of one of these moments, restored elsewhere. */
  | 'restored-backup';

/** Everything that a database holds at one moment, and what else lies on the machine. */
export interface Dump {
  readonly moment: Moment;
  /** Day of the simulated clock. */
  readonly day: string;
  /** Place in the order in which dumps were taken and backups made. */
  readonly turn: number;
  readonly rows: readonly DumpedRow[];
}

/** Bytes from which on a value stands in the dump as its length and digest only. */
const longest = 4096;

/** Every row of every table in physical order, with sequences and what the database has learned of its columns. */
export async function takeDump(
  admin: Connection,
  { moment, day, turn }: Pick<Dump, 'moment' | 'day' | 'turn'>,
  beside: readonly DumpedRow[] = [],
): Promise<Dump> {
  const sql = openSql({ ...admin, max: 1 });
  try {
    const tables = await sql<{ name: string }[]>`
      select format('%I.%I', schemaname, tablename) as name from pg_tables
      where schemaname not in ('pg_catalog', 'information_schema') order by 1`;
    const rows: DumpedRow[] = [];
    for (const { name } of tables) {
      const found = await sql.unsafe<{ xmin: string; row: Record<string, unknown> }[]>(
        `select xmin::text as xmin, to_jsonb(t) as row from ${name} t order by ctid`,
      );
      for (const [place, { xmin, row }] of found.entries()) {
        rows.push({ table: name, place, xmin: Number(xmin), values: shortened(row) });
      }
    }
    return { moment, day, turn, rows: [...rows, ...(await statistics(sql)), ...beside] };
  } finally {
    await sql.end();
  }
}

type Sql = ReturnType<typeof openSql>;

async function statistics(sql: Sql): Promise<DumpedRow[]> {
  const queries = {
    sequence: `select to_jsonb(s) as row from pg_sequences s`,
    statistics: `
      select to_jsonb(s) as row from pg_stats s where schemaname in ('identified', 'anonymous', 'published')`,
    'table-use': `select to_jsonb(s) as row from pg_stat_user_tables s`,
    'index-use': `select to_jsonb(s) as row from pg_stat_user_indexes s`,
  };
  const rows: DumpedRow[] = [];
  for (const [table, query] of Object.entries(queries)) {
    const found = await sql.unsafe<{ row: Record<string, unknown> }[]>(query);
    rows.push(...found.map(({ row }, place) => ({ table, place, xmin: 0, values: row })));
  }
  return rows;
}

/** Lines of text that lie beside the database: the log, mail, secrets. */
export function linesAsRows(table: string, lines: readonly string[]): DumpedRow[] {
  return lines.map((text, place) => ({ table, place, xmin: 0, values: { text } }));
}

/** Bytes as hex without PostgreSQL's `\x`; a ledger entry as the text that it is. */
function shortened(row: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(row).map(([column, value]) => {
      if (typeof value !== 'string' || !value.startsWith('\\x')) return [column, value];
      const hex = value.slice(2);
      if (hex.length > 2 * longest) return [column, { bytes: hex.length / 2 }];
      return [column, hex.startsWith('7b22') ? Buffer.from(hex, 'hex').toString() : hex];
    }),
  );
}
