import { randomBytes } from 'node:crypto';
import { link, mkdir, open, readFile, stat, unlink } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';

/** Why a file with a secret is not used. */
export class KeyFileError extends Error {
  override readonly name = 'KeyFileError';
  constructor(
    readonly code: 'missing' | 'readable-by-others' | 'not-a-file' | 'empty',
    message: string,
  ) {
    super(message);
  }
}

/**
 * Reads a file that holds a secret; gives its text without the last newline.
 * Does NOT check what the text is. @throws KeyFileError if anybody but its owner could read it.
 */
export async function readSecretFile(path: string): Promise<string> {
  const info = await stat(path).catch((error: unknown) => {
    if (hasCode(error, 'ENOENT')) throw new KeyFileError('missing', `there is no file ${path}`);
    throw error;
  });
  if (!info.isFile()) throw new KeyFileError('not-a-file', `${path} is not a file`);
  if ((info.mode & 0o077) !== 0)
    throw new KeyFileError('readable-by-others', `${path} can be read by others than its owner: chmod 600 ${path}`);
  const text = (await readFile(path, 'utf8')).replace(/\n$/, '');
  if (text === '') throw new KeyFileError('empty', `${path} is empty`);
  return text;
}

/** As {@link readSecretFile}, but makes the file (mode 0600) when there is none. Processes that start at once agree on one. */
export async function readOrMakeSecretFile(path: string, make: () => string): Promise<string> {
  try {
    return await readSecretFile(path);
  } catch (error) {
    if (!(error instanceof KeyFileError) || error.code !== 'missing') throw error;
  }
  await writeSecretFile(path, make());
  return readSecretFile(path);
}

/** Writes a secret to a new file of mode 0600, whole or not at all; an existing file is left as it is. */
export async function writeSecretFile(path: string, text: string): Promise<void> {
  const target = resolve(path);
  await mkdir(dirname(target), { recursive: true, mode: 0o700 });
  const draft = `${target}.${randomBytes(6).toString('hex')}`;
  const file = await open(draft, 'wx', 0o600);
  try {
    await file.writeFile(`${text}\n`);
    await file.sync();
    // A hard link, unlike a rename, never replaces what another process has just put there.
    await link(draft, target).catch((error: unknown) => {
      if (!hasCode(error, 'EEXIST')) throw error;
    });
  } finally {
    await file.close();
    await unlink(draft);
  }
}

/** 32 random bytes as base64url: the text of a key file for keyed hashes. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** Reads what {@link newSecret} made. @throws KeyFileError if it has not 32 bytes */
export function secretBytes(text: string): Uint8Array {
  const bytes = Buffer.from(text, 'base64url');
  if (bytes.length !== 32 || bytes.toString('base64url') !== text)
    throw new KeyFileError('empty', 'a secret is 32 bytes in base64url');
  return new Uint8Array(bytes);
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
