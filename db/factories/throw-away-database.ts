import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openAnonymousDatabase, type AnonymousDatabase } from '../anonymous-client';
import { openSql, type Connection, type LoginRole } from '../database';
import { startEmbeddedPostgres } from '../embedded';
import { openIdentifiedDatabase, type IdentifiedDatabase } from '../identified-client';
import { migrate, newPasswords, type Passwords } from '../migrate';
import { openPublishedDatabase, type PublishedDatabase } from '../published-client';

/** A PostgreSQL of its own with one migrated, empty database; gone when it is closed. */
export interface ThrowAwayDatabase {
  readonly identified: IdentifiedDatabase;
  readonly published: PublishedDatabase;
  readonly anonymous: AnonymousDatabase;
  /** The superuser, in this database. */
  readonly admin: Connection;
  readonly passwords: Passwords;
  readonly connection: (role: LoginRole) => Connection;
  readonly close: () => Promise<void>;
}

const name = 'round_robin';

/**
 * For tools that need a database for as long as they run. Tests have a faster one (`tests/support/database`).
 * @param options.durable with fsync, as in production: for measurements of writing
 */
export async function createThrowAwayDatabase({ durable = false } = {}): Promise<ThrowAwayDatabase> {
  const folder = await mkdtemp(join(tmpdir(), 'rr-throw-away-'));
  const server = await startEmbeddedPostgres({ folder, throwAway: !durable });
  const sql = openSql({ ...server.admin, max: 1 });
  await sql.unsafe(`create database ${name}`);
  await sql.end();
  const admin = { ...server.admin, database: name };
  const passwords = newPasswords();
  await migrate(admin, { passwords });
  const connection = (role: LoginRole): Connection => ({ ...admin, user: role, password: passwords[role] });
  const identified = openIdentifiedDatabase(connection('identified'));
  const published = openPublishedDatabase(connection('published'));
  const anonymous = openAnonymousDatabase(connection('anonymous'));
  return {
    identified: identified.db,
    published: published.db,
    anonymous: anonymous.db,
    admin,
    passwords,
    connection,
    async close() {
      await Promise.all([identified.close(), published.close(), anonymous.close()]);
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
