import { openDatabase, type Connection, type Database, type DatabaseClient } from './database';

export type AnonymousDatabase = Database<'anonymous'>;

/** The client of the anonymous wing. Throws TypeError if the credentials are another role's. */
export function openAnonymousDatabase(connection: Connection): DatabaseClient<'anonymous'> {
  if (connection.user !== 'anonymous') throw new TypeError('the anonymous wing logs in as "anonymous" only');
  return openDatabase<'anonymous'>(connection);
}
