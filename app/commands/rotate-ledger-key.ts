import { NoteError, readSignerKey } from '~/crypto/tlog/note';
import { LedgerKeyError, rotateLedgerKey } from '~/features/published/ledger/ledger-keys.server';
import { dayOf, systemClock } from '~/platform/clock';
import { readDatabaseEnvironment } from '~/platform/environment';
import { KeyFileError, readOrMakeSecretFile, readSecretFile } from '~/platform/keys';
import { openDatabases } from '~/server/databases';
import { newNoteKey, organisationOfKey, publicKeyOf } from '~/server/server-keys';

/**
 * `npm run rotate-ledger-key -- OLD NEW`: the key of the ledger in the file OLD signs for the one in NEW, which is made where
 * there is none. From then on only NEW signs checkpoints. Again with the same files it changes nothing.
 */
const [oldFile, newFile, ...rest] = process.argv.slice(2);
if (oldFile === undefined || newFile === undefined || rest.length > 0) {
  process.stderr.write('Usage: npm run rotate-ledger-key -- OLD NEW   (files; NEW is made if missing)\n');
  process.exit(2);
}
const databases = await openDatabases(readDatabaseEnvironment(['published']), ['published']);
try {
  if (!databases.published) throw new Error('this needs the credentials of the role "published"');
  const oldKey = await readSecretFile(oldFile);
  const { name } = readSignerKey(oldKey);
  const newKey = await readOrMakeSecretFile(newFile, () => newNoteKey(name));
  const organisation = organisationOfKey(name);
  const rotation = { organisation, oldKey, newKey, day: dayOf(systemClock.now()) };
  const number = await rotateLedgerKey(databases.published, rotation);
  process.stdout.write(
    [
      `Key ${String(number)} of the ledger follows; the ledger says so. From now on it signs every checkpoint.`,
      'Start every process with it; those with the old key publish nothing more:',
      `CHECKPOINT_KEY_FILE=${newFile}`,
      `CHECKPOINT_PUBLIC_KEY=${await publicKeyOf(newFile)}`,
      `Then destroy ${oldFile}.`,
      '',
    ].join('\n'),
  );
} catch (error) {
  if (!(error instanceof LedgerKeyError) && !(error instanceof NoteError) && !(error instanceof KeyFileError))
    throw error;
  process.stderr.write(`Refused: ${error.message}.\n`);
  process.exitCode = 1;
} finally {
  await databases.close();
}
