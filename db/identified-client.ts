import { openDatabase, type Connection, type Database, type DatabaseClient } from './database';

export type IdentifiedDatabase = Database<'identified'>;

/** The client of the identified wing. Throws TypeError if the credentials are another role's. */
export function openIdentifiedDatabase(connection: Connection): DatabaseClient<'identified'> {
  if (connection.user !== 'identified') throw new TypeError('the identified wing logs in as "identified" only');
  return openDatabase<'identified'>(connection);
}
