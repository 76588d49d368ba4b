import { readFile, writeFile } from 'node:fs/promises';
import { generateHybridIdentity, identityToRecipient } from 'age-encryption';
import { readOrMakeSecretFile, KeyFileError } from '~/platform/keys';

/**
 * Makes the secret key that opens backups, where there is none, and beside it the recipient that anybody may have.
 * Gives what to say about it. @throws KeyFileError
 */
export async function newBackupKey(file: string): Promise<string> {
  const made = await generateHybridIdentity();
  const identity = await readOrMakeSecretFile(file, () => made);
  if (identity !== made)
    throw new KeyFileError('not-a-file', `there is something in ${file} already, and it was left alone`);
  await writeFile(`${file}.pub`, `${await identityToRecipient(identity)}\n`);
  return `${file} opens backups: keep it away from the server and from the backups.\n${file}.pub is what they are made for.\n`;
}

/** Recipients as they were given: each itself, or a file that holds one. NOT checked: that it is one. */
export async function recipientsFrom(given: readonly string[]): Promise<string[]> {
  return Promise.all(
    given.map(async (text) => {
      if (text.startsWith('age1')) return text;
      const read = await readFile(text, 'utf8').catch(() => null);
      if (read === null) throw new KeyFileError('missing', `${text} is neither a recipient nor a file`);
      return read.trim();
    }),
  );
}
