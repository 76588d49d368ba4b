import { chmod, mkdtemp, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { newSecret, readOrMakeSecretFile, readSecretFile, secretBytes, writeSecretFile } from '~/platform/keys';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rr-keys-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

describe('a file with a secret', () => {
  test.each([0o640, 0o604, 0o660, 0o644, 0o610, 0o601])('of mode %o is refused', async (mode) => {
    const path = join(folder, 'key');
    await writeFile(path, 'secret\n');
    await chmod(path, mode);
    await expect(readSecretFile(path)).rejects.toMatchObject({ code: 'readable-by-others' });
  });

  test.each([0o600, 0o400])('of mode %o is read', async (mode) => {
    const path = join(folder, 'key');
    await writeFile(path, 'secret\n');
    await chmod(path, mode);
    expect(await readSecretFile(path)).toBe('secret');
  });

  test('must be there, be a file, and hold something', async () => {
    await expect(readSecretFile(join(folder, 'none'))).rejects.toMatchObject({ code: 'missing' });
    await mkdir(join(folder, 'dir'), { mode: 0o700 });
    await expect(readSecretFile(join(folder, 'dir'))).rejects.toMatchObject({ code: 'not-a-file' });
    await writeFile(join(folder, 'empty'), '\n', { mode: 0o600 });
    await expect(readSecretFile(join(folder, 'empty'))).rejects.toMatchObject({ code: 'empty' });
  });
});

describe('a missing one', () => {
  test('is made for its owner alone, in a folder for its owner alone', async () => {
    const path = join(folder, 'deep', 'key');
    const made = await readOrMakeSecretFile(path, newSecret);
    expect(await readFile(path, 'utf8')).toBe(`${made}\n`);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect((await stat(join(folder, 'deep'))).mode & 0o777).toBe(0o700);
  });

  test('is made once, however many ask at once, and leaves nothing else behind', async () => {
    const path = join(folder, 'key');
    const all = await Promise.all(Array.from({ length: 20 }, () => readOrMakeSecretFile(path, newSecret)));
    expect(new Set(all).size).toBe(1);
    expect(await readdir(folder)).toEqual(['key']);
  });
});

test('an existing one is never replaced, nor believed if others can read it', async () => {
  const path = join(folder, 'key');
  await writeFile(path, 'old\n', { mode: 0o600 });
  await writeSecretFile(path, 'new');
  expect(await readSecretFile(path)).toBe('old');
  await chmod(path, 0o644);
  await expect(readOrMakeSecretFile(path, newSecret)).rejects.toMatchObject({ code: 'readable-by-others' });
});

test('a secret is 32 bytes, in one spelling', () => {
  const secret = newSecret();
  expect(secretBytes(secret)).toHaveLength(32);
  expect(newSecret()).not.toBe(secret);
  for (const wrong of ['', 'short', `${secret}A`, secret.slice(1), ` ${secret}`])
    expect(() => secretBytes(wrong), wrong).toThrow();
});
