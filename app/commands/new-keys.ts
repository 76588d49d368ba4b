import { join } from 'node:path';
import { readOrganisation } from '~/platform/environment';
import { newSecret, writeSecretFile } from '~/platform/keys';
import { keyNames, newNoteKey, publicKeyOf } from '~/server/server-keys';

/** `npm run new-keys -- FOLDER`: makes the key files that all processes of one house share. Never replaces one. */
const folder = process.argv[2];
if (folder === undefined) {
  process.stderr.write('Usage: npm run new-keys -- FOLDER   (ORGANISATION must be set as for the server)\n');
  process.exit(2);
}
const names = keyNames(readOrganisation());
const file = (name: string) => join(folder, name);
await writeSecretFile(file('receipt.key'), newNoteKey(names.receipt));
await writeSecretFile(file('checkpoint.key'), newNoteKey(names.checkpoint));
await writeSecretFile(file('codes.key'), newSecret());
process.stdout.write(
  [
    `RECEIPT_KEY_FILE=${file('receipt.key')}`,
    `CHECKPOINT_KEY_FILE=${file('checkpoint.key')}`,
    `CODE_KEY_FILE=${file('codes.key')}`,
    `RECEIPT_PUBLIC_KEY=${await publicKeyOf(file('receipt.key'))}`,
    `CHECKPOINT_PUBLIC_KEY=${await publicKeyOf(file('checkpoint.key'))}`,
    '',
  ].join('\n'),
);
