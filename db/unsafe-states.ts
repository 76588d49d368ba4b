import type { ISql } from 'postgres';
import { loginRoles, wings } from './database';
import { silencedTriggers } from './standing-tables';

/** Tables and functions that the grant matrix names. */
export interface KnownObjects {
  readonly tables: ReadonlySet<string>;
  readonly functions: ReadonlySet<string>;
}

/**
 * Conditions under which the grants would not be what they seem: attributes, memberships, ownership, default privileges,
 * rights that can be passed on, objects that nobody declared, triggers that do not fire.
 * One sentence each.
 */
export async function unsafeStates(sql: ISql, known: KnownObjects): Promise<string[]> {
  const roles = [...loginRoles];
  const ownSchemas = [...wings, 'migrations'];
  const found = await Promise.all([
    attributes(sql, roles),
    memberships(sql, roles),
    roleSettings(sql, roles),
    ownership(sql, ownSchemas),
    defaultPrivileges(sql),
    grantOptions(sql, roles),
    systemGrants(sql, roles),
    parameterGrants(sql, roles),
    publicGrants(sql),
    unknownTables(sql, known.tables),
    definerFunctions(sql, known.functions),
    silencedTriggers(sql),
  ]);
  return found.flat();
}

type Rows = { readonly what: string }[];

const sentences = (rows: Rows) => rows.map(({ what }) => what);

async function attributes(sql: ISql, roles: string[]): Promise<string[]> {
  return sentences(
    await sql<Rows>`
    select r.rolname || ' is ' || flag as what from pg_roles r, lateral (values
      ('SUPERUSER', r.rolsuper), ('BYPASSRLS', r.rolbypassrls), ('CREATEROLE', r.rolcreaterole),
      ('CREATEDB', r.rolcreatedb), ('REPLICATION', r.rolreplication),
      ('INHERIT', r.rolinherit and r.rolname <> 'owner'),
      ('LOGIN', r.rolcanlogin and r.rolname = 'owner'),
      ('NOLOGIN', not r.rolcanlogin and r.rolname <> 'owner')) as flags (flag, is_set)
    where r.rolname = any(${[...roles, 'owner']}) and is_set
    union all
    select 'there is no role ' || role from unnest(${[...roles, 'owner']}::text[]) role
    where not exists (select 1 from pg_roles where rolname = role)`,
  );
}

/** Nobody is one of the others. Whoever administrates the database may become them: that is what administrating is. */
async function memberships(sql: ISql, roles: string[]): Promise<string[]> {
  return sentences(
    await sql<Rows>`
    select member.rolname || ' is a member of ' || granted.rolname as what
    from pg_auth_members m join pg_roles granted on granted.oid = m.roleid join pg_roles member on member.oid = m.member
    where member.rolname = any(${[...roles, 'owner']})
      or (granted.rolname = any(${[...roles, 'owner']}) and not member.rolsuper
        and member.oid <> (select datdba from pg_database where datname = current_database()))`,
  );
}

async function roleSettings(sql: ISql, roles: string[]): Promise<string[]> {
  return sentences(
    await sql<Rows>`
    select r.rolname || ' has a setting of its own: ' || array_to_string(s.setconfig, ', ') as what
    from pg_db_role_setting s join pg_roles r on r.oid = s.setrole
    where r.rolname = any(${[...roles, 'owner']})`,
  );
}

async function ownership(sql: ISql, ownSchemas: string[]): Promise<string[]> {
  const objects = await sql<Rows>`
    with owned as (
      select 'schema ' || nspname as object, nspname as schema, nspowner as owner from pg_namespace
      union all
      select n.nspname || '.' || c.relname, n.nspname, c.relowner
      from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind in ('r', 'p', 'v', 'm', 'f', 'S')
      union all
      select 'function ' || n.nspname || '.' || p.proname, n.nspname, p.proowner
      from pg_proc p join pg_namespace n on n.oid = p.pronamespace)
    select object || ' belongs to ' || pg_get_userbyid(owner) as what from owned
    where (schema = any(${ownSchemas}) and pg_get_userbyid(owner) <> 'owner')
      or (schema <> all(${ownSchemas}) and pg_get_userbyid(owner) = any(${[...loginRoles]}))`;
  const database = await sql<Rows>`
    select 'the database belongs to ' || pg_get_userbyid(datdba) as what from pg_database
    where datname = current_database() and pg_get_userbyid(datdba) = any(${[...loginRoles]})`;
  return sentences([...objects, ...database]);
}

/** Exactly one default is declared: what `owner` creates is executable by nobody else. */
async function defaultPrivileges(sql: ISql): Promise<string[]> {
  const rows = await sql<{ role: string; schema: string; type: string; acl: string }[]>`
    select pg_get_userbyid(defaclrole) as role, coalesce(nspname, '') as schema, defaclobjtype::text as type,
      defaclacl::text as acl
    from pg_default_acl left join pg_namespace n on n.oid = defaclnamespace`;
  const declared = { role: 'owner', schema: '', type: 'f', acl: '{owner=X/owner}' };
  const isDeclared = (row: (typeof rows)[number]) =>
    row.role === declared.role && row.schema === '' && row.type === declared.type && row.acl === declared.acl;
  return [
    ...rows
      .filter((row) => !isDeclared(row))
      .map(
        ({ role, schema, type, acl }) =>
          `default privileges of ${role} for "${type}"${schema && ` in ${schema}`} are ${acl}`,
      ),
    ...(rows.some(isDeclared) ? [] : ['default privileges of owner do not keep functions from PUBLIC']),
  ];
}

/** What a role may pass on could be anybody's tomorrow. */
async function grantOptions(sql: ISql, roles: string[]): Promise<string[]> {
  return sentences(
    await sql<Rows>`
    with acls as (
      select n.nspname || '.' || c.relname as object, c.relacl as acl, c.relowner as owner
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
      union all
      select n.nspname || '.' || c.relname || ' (' || a.attname || ')', a.attacl, c.relowner
      from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
      union all
      select 'function ' || p.proname, p.proacl, p.proowner from pg_proc p
      union all
      select 'schema ' || nspname, nspacl, nspowner from pg_namespace
      union all
      select 'the database', datacl, datdba from pg_database where datname = current_database())
    select pg_get_userbyid(grantee) || ' may pass on ' || privilege_type || ' on ' || object as what
    from acls, aclexplode(acl) where is_grantable and grantee <> owner and pg_get_userbyid(grantee) = any(${roles})`,
  );
}

/** Rights on PostgreSQL's own tables, columns and functions beyond those that it comes with. */
async function systemGrants(sql: ISql, roles: string[]): Promise<string[]> {
  return sentences(
    await sql<Rows>`
    with granted as (
      select 'pg_class'::regclass as class, c.oid, 0 as sub, c.oid::regclass::text as object,
        e.grantee, e.privilege_type, c.relnamespace as namespace
      from pg_class c, aclexplode(c.relacl) e
      union all
      select 'pg_class'::regclass, c.oid, a.attnum, c.oid::regclass || ' (' || a.attname || ')',
        e.grantee, e.privilege_type, c.relnamespace
      from pg_attribute a join pg_class c on c.oid = a.attrelid, aclexplode(a.attacl) e
      union all
      select 'pg_proc'::regclass, p.oid, 0, 'function ' || p.oid::regprocedure,
        e.grantee, e.privilege_type, p.pronamespace
      from pg_proc p, aclexplode(p.proacl) e)
    select case grantee when 0 then 'PUBLIC' else pg_get_userbyid(grantee) end
      || ' has ' || privilege_type || ' on ' || object as what
    from granted g
    where namespace in ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)
      and (grantee = 0 or pg_get_userbyid(grantee) = any(${roles}))
      and not exists (
        select 1 from pg_init_privs i, aclexplode(i.initprivs) e
        where i.objoid = g.oid and i.classoid = g.class and i.objsubid = g.sub
          and e.grantee = g.grantee and e.privilege_type = g.privilege_type)
      -- Functions that come without a list of rights, and the standard's views, are everybody's from the start.
      and not (g.class = 'pg_proc'::regclass and g.grantee = 0
        and not exists (select 1 from pg_init_privs i where i.objoid = g.oid and i.classoid = g.class))
      and not (namespace = 'information_schema'::regnamespace and g.grantee = 0 and g.privilege_type = 'SELECT')`,
  );
}

async function parameterGrants(sql: ISql, roles: string[]): Promise<string[]> {
  return sentences(
    await sql<Rows>`
    select case grantee when 0 then 'PUBLIC' else pg_get_userbyid(grantee) end
      || ' has ' || privilege_type || ' on parameter ' || parname as what
    from pg_parameter_acl, aclexplode(paracl) where grantee = 0 or pg_get_userbyid(grantee) = any(${roles})`,
  );
}

/** PUBLIC is everybody who will ever log in: it may do nothing here. */
async function publicGrants(sql: ISql): Promise<string[]> {
  return sentences(
    await sql<Rows>`
    with acls as (
      select n.nspname || '.' || c.relname as object, n.nspname as schema, c.relacl as acl
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
      union all
      select n.nspname || '.' || c.relname || ' (' || a.attname || ')', n.nspname, a.attacl
      from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
      union all
      select 'function ' || n.nspname || '.' || p.proname, n.nspname, coalesce(p.proacl, acldefault('f', p.proowner))
      from pg_proc p join pg_namespace n on n.oid = p.pronamespace
      union all
      select 'schema ' || nspname, nspname, nspacl from pg_namespace
      union all
      select 'the database', '', coalesce(datacl, acldefault('d', datdba))
      from pg_database where datname = current_database())
    select 'PUBLIC has ' || privilege_type || ' on ' || object as what from acls, aclexplode(acl)
    where grantee = 0 and schema !~ '^pg_' and schema <> 'information_schema'`,
  );
}

async function unknownTables(sql: ISql, known: ReadonlySet<string>): Promise<string[]> {
  const rows = await sql<{ name: string }[]>`
    select n.nspname || '.' || c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p', 'v', 'm', 'f', 'S') and n.nspname !~ '^pg_'
      and n.nspname <> 'information_schema'
      and not (n.nspname = 'migrations' and c.relname in ('applied', 'applied_id_seq'))`;
  return rows.filter(({ name }) => !known.has(name)).map(({ name }) => `${name} is not in the matrix`);
}

/** A SECURITY DEFINER function acts as its owner: each must be declared, and must not look names up where callers say. */
async function definerFunctions(sql: ISql, known: ReadonlySet<string>): Promise<string[]> {
  const rows = await sql<{ name: string; fixed: boolean }[]>`
    select n.nspname || '.' || p.proname || '(' || oidvectortypes(p.proargtypes) || ')' as name,
      coalesce(p.proconfig::text like '%search_path=pg_catalog%', false) as fixed
    from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where p.prosecdef and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'`;
  return [
    ...rows
      .filter(({ name }) => !known.has(name))
      .map(({ name }) => `${name} acts as its owner and is not in the matrix`),
    ...rows.filter(({ fixed }) => !fixed).map(({ name }) => `${name} acts as its owner without a fixed search_path`),
  ];
}
