import { randomBytes } from 'node:crypto';
import { inject } from 'vitest';
import { openAnonymousDatabase, type AnonymousDatabase } from '~db/anonymous-client';
import { openSql, type Connection, type LoginRole } from '~db/database';
import { openIdentifiedDatabase, type IdentifiedDatabase } from '~db/identified-client';
import { openPublishedDatabase, type PublishedDatabase } from '~db/published-client';
import { templateDatabase } from './template-database';

export interface TestDatabase {
  readonly identified: IdentifiedDatabase;
  readonly published: PublishedDatabase;
  readonly anonymous: AnonymousDatabase;
  readonly admin: Connection;
  /** Credentials of one role in this database. */
  readonly connection: (role: LoginRole) => Connection;
  readonly close: () => Promise<void>;
}

/**
 * A migrated, empty database of its own, copied from the run's template; real roles and real grants.
 * @param template copied in its place, with all that is in it: whoever is connected to it is sent away first
 */
export async function createTestDatabase(template: string = templateDatabase): Promise<TestDatabase> {
  const server = inject('admin');
  const passwords = inject('passwords');
  const database = `test_${randomBytes(8).toString('hex')}`;
  if (template !== templateDatabase) {
    await administer(server, `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${template}'`);
  }
  await administer(server, `create database ${database} template ${template} strategy file_copy`);
  await administer(server, `revoke all on database ${database} from public`);
  await administer(server, `grant connect on database ${database} to identified, published, anonymous, jobs`);
  await administer(server, `grant create on database ${database} to owner`);
  const connection = (role: LoginRole): Connection => ({
    ...server,
    database,
    user: role,
    password: passwords[role],
    max: 4,
  });
  const identified = openIdentifiedDatabase(connection('identified'));
  const published = openPublishedDatabase(connection('published'));
  const anonymous = openAnonymousDatabase(connection('anonymous'));
  return {
    identified: identified.db,
    published: published.db,
    anonymous: anonymous.db,
    admin: { ...server, database },
    connection,
    close: async () => {
      await Promise.all([identified.close(), published.close(), anonymous.close()]);
      await administer(server, `drop database ${database} with (force)`);
    },
  };
}

async function administer(server: Connection, statement: string): Promise<void> {
  const sql = openSql({ ...server, max: 1 });
  try {
    await sql.unsafe(statement);
  } finally {
    await sql.end();
  }
}
