import { readDatabaseEnvironment } from '~/platform/environment';
import { migrateOnly } from '~/server/databases';

/** `npm run migrate`: brings the database up to date with the owner's credentials, and sets the roles' passwords. */
await migrateOnly(readDatabaseEnvironment(['identified', 'published', 'anonymous', 'jobs']));
process.stdout.write('The database is up to date.\n');
