import { parseArgs } from 'node:util';
import { AgeError } from '~/crypto/age/age-error';
import { newBackupKey, recipientsFrom } from '~/server/backup-key';
import { withOwner } from '~/server/databases';
import { dayOf, systemClock } from '~/platform/clock';
import { readDatabaseEnvironment } from '~/platform/environment';
import { KeyFileError } from '~/platform/keys';
import { BackupError } from '~db/backup/backup-error';
import { writeBackup } from '~db/backup/write-backup';
import { progressLine } from './progress-line';

/** `npm run backup -- FOLDER --to RECIPIENT`: everything that is stored, encrypted, while the house goes on. */
const usage = `Usage: npm run backup -- FOLDER --to RECIPIENT [--to RECIPIENT ...]
       npm run backup -- --new-key FILE

  FOLDER           made by this, one for each backup
  --to RECIPIENT   of age: age1..., or a file that holds one
  --new-key FILE   makes the secret key that opens backups, and FILE.pub with its recipient. Keep the secret one elsewhere

Ends with 0: all of it is written. 1: nothing is.
`;

const { folder, to, newKey } = readArguments();
try {
  if (newKey !== undefined) process.stdout.write(await newBackupKey(newKey));
  if (folder !== undefined) process.stdout.write(await backUp(folder, to));
} catch (error) {
  if (!(error instanceof BackupError) && !(error instanceof AgeError) && !(error instanceof KeyFileError)) throw error;
  process.stderr.write(`Not done: ${error.message}.\n`);
  process.exitCode = 1;
}

async function backUp(into: string, given: readonly string[]): Promise<string> {
  const recipients = await recipientsFrom(given);
  const progress = progressLine();
  const { manifest, digest } = await withOwner(
    readDatabaseEnvironment(['identified', 'published', 'anonymous', 'jobs']),
    (admin) =>
      writeBackup({
        admin,
        folder: into,
        recipients,
        day: dayOf(systemClock.now()),
        onProgress: ({ table, done, total }) => {
          progress.show(`${String(Math.floor((100 * done) / Math.max(1, total)))} % ${table}`);
        },
      }),
  );
  progress.end();
  return [
    `Written to ${into}: ${manifest.files.map(({ name, bytes }) => `${name} (${bytes.toLocaleString('en-GB')} bytes)`).join(', ')}.`,
    'Note this down, apart from the backup. Without it nobody knows which backup is yours:',
    `SHA-256 of the manifest: ${digest}`,
    'No key is in it. Keep the key files of the server apart from it.',
    '',
  ].join('\n');
}

function readArguments(): { folder: string | undefined; to: readonly string[]; newKey: string | undefined } {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { to: { type: 'string', multiple: true }, 'new-key': { type: 'string' } },
    });
    const [folder, ...more] = positionals;
    const isBackup = folder !== undefined && values.to !== undefined;
    if (more.length > 0 || (folder !== undefined) !== (values.to !== undefined)) throw new Error('');
    if (!isBackup && values['new-key'] === undefined) throw new Error('');
    return { folder, to: values.to ?? [], newKey: values['new-key'] };
  } catch (error) {
    const why = error instanceof Error && error.message !== '' ? `${error.message}\n\n` : '';
    process.stderr.write(why + usage);
    process.exit(2);
  }
}
