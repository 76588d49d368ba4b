import { z } from 'zod';
import { readOrMakeSecretFile } from '~/platform/keys';
import { rolesOf, type DatabaseEnvironment, type DatabaseSource, type ProcessPart } from '~/platform/environment';
import { openAnonymousDatabase, type AnonymousDatabase } from '~db/anonymous-client';
import { connectionFromUrl, openSql, type Connection, type LoginRole } from '~db/database';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '~db/embedded';
import { openIdentifiedDatabase, type IdentifiedDatabase } from '~db/identified-client';
import { migrate, newPasswords, type Passwords } from '~db/migrate';
import { openPublishedDatabase, type PublishedDatabase } from '~db/published-client';
import { migrationsFolder } from './built-files';

const embeddedDatabase = 'round_robin';

/** One client a wing, as far as this process may have it. */
export interface Databases {
  readonly identified: IdentifiedDatabase | null;
  readonly published: PublishedDatabase | null;
  readonly anonymous: AnonymousDatabase | null;
  /** Credentials of each role that this process logs in as. */
  readonly connections: Readonly<Partial<Record<LoginRole, Connection>>>;
  /** Closes the pools once their queries are done, then stops the embedded server if this process keeps it. */
  close(): Promise<void>;
}

/**
 * Opens what the parts of this process need. The embedded database, or one that is reached as its owner, is migrated first;
 * the owner's connection is then let go. Throws whatever the database says.
 */
export async function openDatabases(
  environment: DatabaseEnvironment,
  parts: readonly ProcessPart[],
): Promise<Databases> {
  const server = await startIfEmbedded(environment.database);
  try {
    const all = await prepare(environment, server);
    const connections = Object.fromEntries(
      rolesOf(parts).flatMap((role) => (all[role] ? [[role, all[role]] as const] : [])),
    ) as Partial<Record<LoginRole, Connection>>;
    return open(connections, server);
  } catch (error) {
    await server?.stop();
    throw error;
  }
}

/** Migrates where this process has the owner's credentials; what `npm run migrate` does. Throws TypeError without them. */
export async function migrateOnly(environment: DatabaseEnvironment): Promise<void> {
  if (environment.database.kind === 'roles')
    throw new TypeError('migrating needs the credentials of the owner: DATABASE_URL');
  const server = await startIfEmbedded(environment.database);
  try {
    await prepare(environment, server);
  } finally {
    await server?.stop();
  }
}

/**
 * Lends the owner's connection, to a database that is left as it is found.
 * @param work gets what `migrated` needs to bring it up to date and give the roles their passwords
 * @throws TypeError without the owner's credentials
 */
export async function withOwner<T>(
  environment: DatabaseEnvironment,
  work: (owner: Connection, migrated: () => Promise<void>) => Promise<T>,
): Promise<T> {
  const { database } = environment;
  if (database.kind === 'roles') throw new TypeError('this needs the credentials of the owner: DATABASE_URL');
  const server = await startIfEmbedded(database);
  try {
    const owner = server ? await withDatabase(server.admin) : connectionFromUrl(environmentUrl(database));
    return await work(owner, async () => {
      await prepare(environment, server);
    });
  } finally {
    await server?.stop();
  }
}

function environmentUrl(database: DatabaseSource): string {
  return database.kind === 'owner' ? database.url : '';
}

function startIfEmbedded(source: DatabaseSource): Promise<EmbeddedPostgres> | null {
  return source.kind === 'embedded' ? startEmbeddedPostgres({ folder: source.folder }) : null;
}

async function prepare(
  { database, rolePasswordsFile }: DatabaseEnvironment,
  server: EmbeddedPostgres | null,
): Promise<Partial<Record<LoginRole, Connection>>> {
  if (database.kind === 'roles') {
    return Object.fromEntries(Object.entries(database.urls).map(([role, url]) => [role, connectionFromUrl(url)]));
  }
  const owner = server ? await withDatabase(server.admin) : connectionFromUrl(environmentUrl(database));
  const passwords = await rolePasswords(rolePasswordsFile);
  await migrate(owner, { migrationsFolder, passwords });
  const as = (user: LoginRole): Connection => ({ ...owner, user, password: passwords[user] });
  return {
    identified: as('identified'),
    published: as('published'),
    anonymous: as('anonymous'),
    jobs: as('jobs'),
  };
}

async function withDatabase(admin: Connection): Promise<Connection> {
  const sql = openSql({ ...admin, max: 1 });
  try {
    const existing = await sql`select 1 from pg_database where datname = ${embeddedDatabase}`;
    if (existing.length === 0) await sql.unsafe(`create database ${embeddedDatabase}`);
  } finally {
    await sql.end({ timeout: 5 });
  }
  return { ...admin, database: embeddedDatabase };
}

// They end up in a statement that takes no parameters: nothing but base64url may stand here.
const password = z.string().regex(/^[A-Za-z0-9_-]{16,200}$/);
const passwordsFile = z.strictObject({
  identified: password,
  published: password,
  anonymous: password,
  jobs: password,
}) satisfies z.ZodType<Passwords>;

async function rolePasswords(path: string): Promise<Passwords> {
  const text = await readOrMakeSecretFile(path, () => JSON.stringify(newPasswords()));
  try {
    return passwordsFile.parse(JSON.parse(text));
  } catch {
    throw new Error(`ROLE_PASSWORDS_FILE: ${path} does not hold the passwords that this program made`);
  }
}

function open(connections: Partial<Record<LoginRole, Connection>>, server: EmbeddedPostgres | null): Databases {
  const identified = connections.identified && openIdentifiedDatabase(connections.identified);
  const published = connections.published && openPublishedDatabase(connections.published);
  const anonymous = connections.anonymous && openAnonymousDatabase(connections.anonymous);
  return {
    identified: identified?.db ?? null,
    published: published?.db ?? null,
    anonymous: anonymous?.db ?? null,
    connections,
    async close() {
      await Promise.all([identified?.close(), published?.close(), anonymous?.close()]);
      await server?.stop();
    },
  };
}
