import type { Sql } from 'postgres';

/** Names of tables and indexes, or of files that belong to none any more, in which the bytes stand. */
export async function filesWith(sql: Sql, bytes: Uint8Array): Promise<string[]> {
  await sql`checkpoint`;
  const rows = await sql<{ name: string }[]>`
    with folder as (
      select 'base/' || oid as path from pg_database where datname = current_database()
    ), file as (
      select path || '/' || name as path, name from folder, pg_ls_dir(path) as name
    ), content as (
      select name, pg_read_binary_file(path, true) as bytes from file where (pg_stat_file(path, true)).isdir is false
    )
    select coalesce((
      select n.nspname || '.' || c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where pg_relation_filenode(c.oid)::text = split_part(split_part(name, '.', 1), '_', 1)
    ), 'file ' || name) as name
    from content where position(${Buffer.from(bytes)}::bytea in bytes) > 0 order by 1`;
  return [...new Set(rows.map(({ name }) => name))];
}
