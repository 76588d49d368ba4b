import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { drizzle } from 'drizzle-orm/postgres-js';
import { migrate as runMigrations } from 'drizzle-orm/postgres-js/migrator';
import type { Sql } from 'postgres';
import { applyGrants } from './apply-grants';
import { loginRoles, openSql, type Connection, type LoginRole } from './database';

export type Passwords = Readonly<Record<LoginRole, string>>;

/** Fresh passwords for the login roles: 192 random bits each. */
export function newPasswords(): Passwords {
  const password = () => randomBytes(24).toString('base64url');
  return { identified: password(), published: password(), anonymous: password(), jobs: password() };
}

export interface MigrationOptions {
  /** Folder of the migrations; default: beside this repository's `db`. */
  readonly migrationsFolder?: string;
  /** Passwords to set for the login roles; left as they are when absent. */
  readonly passwords?: Passwords;
}

/**
 * Brings a database up to date: roles, schemas owned by `owner`, migrations, grants.
 * `admin` must be a superuser, or may create roles and own the database. Idempotent; runs once at a time.
 */
export async function migrate(admin: Connection, options: MigrationOptions = {}): Promise<void> {
  const sql = openSql({ ...admin, max: 1 });
  try {
    await sql`select pg_advisory_lock(7020191, 0)`;
    await createRoles(sql, admin.database, options.passwords);
    await dropFormerQueue(sql);
    await migrateAsOwner(sql, options.migrationsFolder);
  } finally {
    await sql.end({ timeout: 5 });
  }
}

async function createRoles(sql: Sql, database: string, passwords: Passwords | undefined): Promise<void> {
  const existing = new Set(
    (await sql<{ name: string }[]>`select rolname as name from pg_roles`).map((row) => row.name),
  );
  if (!existing.has('owner')) await sql`create role owner nologin`;
  for (const role of loginRoles) {
    if (!existing.has(role)) await sql.unsafe(`create role ${role} login noinherit`);
    // A generated password is base64url: nothing in it needs quoting.
    if (passwords) await sql.unsafe(`alter role ${role} password '${passwords[role]}'`);
  }
  await sql`grant owner to current_user`;
  await sql.unsafe(`revoke all on database "${database}" from public`);
  await sql.unsafe(`grant connect on database "${database}" to ${loginRoles.join(', ')}`);
  await sql.unsafe(`grant create on database "${database}" to owner`);
  await sql`revoke all on schema public from public`;
}

async function migrateAsOwner(sql: Sql, migrationsFolder = fileURLToPath(new URL('../migrations', import.meta.url))) {
  await sql`set role owner`;
  // Functions are executable by everybody unless this says otherwise, before the first is made.
  await sql`alter default privileges for role owner revoke execute on functions from public`;
  const own = drizzle(sql, { casing: 'snake_case' });
  await runMigrations(own, { migrationsFolder, migrationsSchema: 'migrations', migrationsTable: 'applied' });
  await sql`begin`;
  await applyGrants(sql);
  await sql`commit`;
  await sql`reset role`;
}

/** Older versions kept a job queue in a schema of the role `jobs`, which now owns nothing. Another's schema is not touched. */
async function dropFormerQueue(sql: Sql): Promise<void> {
  const [former] = await sql`
    select 1 from pg_namespace where nspname = 'jobs' and pg_get_userbyid(nspowner) = 'jobs'`;
  if (!former) return;
  await sql.begin(async (tx) => {
    await tx`grant jobs to current_user`;
    await tx`set local role jobs`;
    await tx`drop schema jobs cascade`;
    await tx`reset role`;
    await tx`revoke jobs from current_user`;
  });
}
