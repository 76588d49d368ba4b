import { parseRoleChange, roleCommandUsage } from '~/features/identified/accounts/role-command';
import { AccountError } from '~/features/identified/accounts/account-error';
import { grantRole, withdrawRole } from '~/features/identified/accounts/change-role.server';
import { roleWords } from '~/features/identified/accounts/role';
import { systemClock } from '~/platform/clock';
import { readDatabaseEnvironment } from '~/platform/environment';
import { openDatabases } from '~/server/databases';

/** `npm run grant-role -- PERSON ROLE`: how the first administrator comes to be. Recorded like every other grant. */
const request = parseRoleChange(process.argv.slice(2));
if (request === null) {
  process.stderr.write(`${roleCommandUsage}\n`);
  process.exit(2);
}
const { act, ...change } = request;
const databases = await openDatabases(readDatabaseEnvironment(['identified']), ['identified']);
try {
  if (!databases.identified) throw new Error('this needs the credentials of the role "identified"');
  const deps = { db: databases.identified, clock: systemClock };
  const { name } = await (act === 'grant' ? grantRole : withdrawRole)(deps, change);
  const done = act === 'grant' ? 'now holds' : 'no longer holds';
  process.stdout.write(`${name} ${done} the role ${roleWords[change.role].name.toLowerCase()}; the ledger says so.\n`);
} catch (error) {
  if (!(error instanceof AccountError)) throw error;
  process.stderr.write(`Refused: ${error.code.replaceAll('-', ' ')}.\n`);
  process.exitCode = 1;
} finally {
  await databases.close();
}
