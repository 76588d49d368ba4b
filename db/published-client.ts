import { openDatabase, type Connection, type Database, type DatabaseClient } from './database';

export type PublishedDatabase = Database<'published'>;

/** The client of the published wing. Throws TypeError if the credentials are another role's. */
export function openPublishedDatabase(connection: Connection): DatabaseClient<'published'> {
  if (connection.user !== 'published') throw new TypeError('the published wing logs in as "published" only');
  return openDatabase<'published'>(connection);
}
