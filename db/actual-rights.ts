import type { ISql } from 'postgres';
import { loginRoles } from './database';

/** A right in words, such as `anonymous has SELECT on published.petition`. */
export type Right = string;

/** Everything that the login roles may really do to objects of ours, through whatever grant it comes. */
export async function actualRights(sql: ISql): Promise<ReadonlySet<Right>> {
  const roles = [...loginRoles];
  const found = await Promise.all([
    databaseRights(sql, roles),
    schemaRights(sql, roles),
    tableRights(sql, roles),
    columnRights(sql, roles),
    functionRights(sql, roles),
  ]);
  return new Set(found.flat());
}

type Rows = { readonly right: string }[];

const rightsOf = (rows: Rows) => rows.map(({ right }) => right);

async function databaseRights(sql: ISql, roles: string[]): Promise<Right[]> {
  return rightsOf(
    await sql<Rows>`
    select role || ' has ' || privilege || ' on the database' as right
    from unnest(${roles}::text[]) role, unnest(array['CONNECT', 'CREATE', 'TEMPORARY']) privilege
    where has_database_privilege(role, current_database(), privilege)`,
  );
}

async function schemaRights(sql: ISql, roles: string[]): Promise<Right[]> {
  return rightsOf(
    await sql<Rows>`
    select role || ' has ' || privilege || ' on schema ' || n.nspname as right
    from pg_namespace n, unnest(${roles}::text[]) role, unnest(array['USAGE', 'CREATE']) privilege
    where n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
      and has_schema_privilege(role, n.oid, privilege)`,
  );
}

/** Tables, views, sequences, whatever can be read or written. */
async function tableRights(sql: ISql, roles: string[]): Promise<Right[]> {
  return rightsOf(
    await sql<Rows>`
    select role || ' has ' || privilege || ' on ' || n.nspname || '.' || c.relname as right
    from pg_class c join pg_namespace n on n.oid = c.relnamespace, unnest(${roles}::text[]) role,
      unnest(array['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER', 'MAINTAIN', 'USAGE']) privilege
    where n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
      and c.relkind in ('r', 'p', 'v', 'm', 'f', 'S')
      and (c.relkind = 'S') = (privilege = 'USAGE' or (c.relkind = 'S' and privilege in ('SELECT', 'UPDATE')))
      and (privilege <> 'MAINTAIN' or current_setting('server_version_num')::int >= 170000)
      and case c.relkind when 'S' then has_sequence_privilege(role, c.oid, privilege)
          else has_table_privilege(role, c.oid, privilege) end`,
  );
}

/** Rights on single columns, where the role does not have them on the whole table. */
async function columnRights(sql: ISql, roles: string[]): Promise<Right[]> {
  return rightsOf(
    await sql<Rows>`
    select role || ' has ' || privilege || ' on ' || n.nspname || '.' || c.relname || ' (' || a.attname || ')' as right
    from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace,
      unnest(${roles}::text[]) role, unnest(array['SELECT', 'INSERT', 'UPDATE', 'REFERENCES']) privilege
    where n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
      and c.relkind in ('r', 'p', 'v', 'm', 'f') and not a.attisdropped
      and not has_table_privilege(role, c.oid, privilege)
      and has_column_privilege(role, c.oid, a.attnum, privilege)`,
  );
}

async function functionRights(sql: ISql, roles: string[]): Promise<Right[]> {
  return rightsOf(
    await sql<Rows>`
    select role || ' has EXECUTE on function ' || n.nspname || '.' || p.proname
      || '(' || oidvectortypes(p.proargtypes) || ')' as right
    from pg_proc p join pg_namespace n on n.oid = p.pronamespace, unnest(${roles}::text[]) role
    where n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
      and has_function_privilege(role, p.oid, 'EXECUTE')`,
  );
}
