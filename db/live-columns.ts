import type { ISql } from 'postgres';

/** A column as the database really has it. */
export interface LiveColumn {
  readonly schema: string;
  readonly table: string;
  readonly column: string;
  /** As PostgreSQL spells it, such as `timestamp with time zone`. */
  readonly type: string;
}

/** Every column of everything that holds rows outside PostgreSQL's own schemas, in the order of the tables. */
export async function liveColumns(sql: ISql): Promise<readonly LiveColumn[]> {
  return sql<LiveColumn[]>`
    select n.nspname as schema, c.relname as table, a.attname as column, format_type(a.atttypid, a.atttypmod) as type
    from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
    where n.nspname !~ '^pg_' and n.nspname <> 'information_schema' and c.relkind in ('r', 'p', 'v', 'm', 'f')
      and a.attnum > 0 and not a.attisdropped
    order by n.nspname, c.relname, a.attnum`;
}
