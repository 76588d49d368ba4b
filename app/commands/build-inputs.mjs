import { createHash } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Holds the digest of what the present build was made from. */
export const inputsFile = 'build/inputs.sha256';

const folders = ['app', 'db', 'public'];
const files = ['package-lock.json', 'remix.config.js', 'tsconfig.json', 'vite.config.ts', 'vite.server.config.ts'];

/** Digest of names, sizes and times of everything that the build reads: some milliseconds, and nothing is opened. */
export function digestOfInputs() {
  const hash = createHash('sha256');
  const all = folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name)),
  );
  for (const file of [...all, ...files].sort()) {
    const { size, mtimeMs } = statSync(file);
    hash.update(`${file}\0${String(size)}\0${String(mtimeMs)}\n`);
  }
  return hash.digest('hex');
}
