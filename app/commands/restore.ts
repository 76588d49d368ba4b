import { parseArgs } from 'node:util';
import { AgeError } from '~/crypto/age/age-error';
import { migrationsFolder } from '~/server/built-files';
import { withOwner } from '~/server/databases';
import { readDatabaseEnvironment } from '~/platform/environment';
import { KeyFileError, readSecretFile } from '~/platform/keys';
import { BackupError } from '~db/backup/backup-error';
import { readManifest, requireSchema, versionOfProgram } from '~db/backup/manifest';
import { checkFiles, requireEmptyDatabase, restoreBackup, type RestoreProgress } from '~db/backup/restore-backup';
import { progressLine } from './progress-line';

/** `npm run restore -- FOLDER --key FILE --sha256 DIGEST`: puts a backup into an empty database, all of it or nothing. */
const usage = `Usage: npm run restore -- FOLDER --key FILE --sha256 DIGEST

  FOLDER            of one backup
  --key FILE        secret key that opens it
  --sha256 DIGEST   of its manifest, as "npm run backup" said it

Ends with 0: everything is there. 1: nothing is.
`;

const { folder, key, digest } = readArguments();
const progress = progressLine();
const onProgress = ({ step, what, done, total }: RestoreProgress) => {
  progress.show(`${step}: ${String(Math.floor((100 * done) / Math.max(1, total)))} % ${what}`);
};
try {
  const identity = await readIdentity(key);
  const manifest = await readManifest(folder, digest);
  requireSchema(manifest.schema, versionOfProgram(migrationsFolder));
  await checkFiles(folder, manifest, onProgress);
  const environment = readDatabaseEnvironment(['identified', 'published', 'anonymous', 'jobs']);
  const ledger = await withOwner(environment, async (admin, migrated) => {
    // Before anything is done to it: it may be the house itself, in another version.
    await requireEmptyDatabase(admin);
    await migrated();
    return restoreBackup({ admin, folder, manifest, identity, onProgress });
  });
  progress.end();
  process.stdout.write(
    [
      `Restored as of ${manifest.day}: ${String(ledger.entries)} entries in the ledger, ${String(ledger.signed)} of them under its newest checkpoint.`,
      'Start it with the same ORGANISATION and the same key files as before.',
      'Whoever has seen a newer checkpoint will notice. Say in public what happened before you start: docs/operations.md, "Backups".',
      '',
    ].join('\n'),
  );
} catch (error) {
  progress.end();
  if (!(error instanceof BackupError) && !(error instanceof AgeError) && !(error instanceof KeyFileError)) throw error;
  process.stderr.write(`Nothing was restored: ${error.message}.\n`);
  process.exitCode = 1;
}

/** The key alone, or as age-keygen writes it, with lines of comment before it. */
async function readIdentity(file: string): Promise<string> {
  const lines = (await readSecretFile(file)).split('\n').map((line) => line.trim());
  return lines.find((line) => line !== '' && !line.startsWith('#')) ?? '';
}

function readArguments(): { folder: string; key: string; digest: string } {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { key: { type: 'string' }, sha256: { type: 'string' } },
    });
    const [folder, ...more] = positionals;
    const { key, sha256 } = values;
    if (folder === undefined || key === undefined || sha256 === undefined || more.length > 0) throw new Error('');
    if (!/^[0-9a-f]{64}$/i.test(sha256)) throw new Error('--sha256 takes 64 hexadecimal characters.');
    return { folder, key, digest: sha256 };
  } catch (error) {
    const why = error instanceof Error && error.message !== '' ? `${error.message}\n\n` : '';
    process.stderr.write(why + usage);
    process.exit(2);
  }
}
