import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmod, chown, mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { promisify } from 'node:util';
import { note, report } from '~tests/bench/report';

const run = promisify(execFile);
const year = 365 * 24 * 60 * 60 * 1000;

/** A machine to build on. */
interface Machine {
  /** Below a temporary folder. */
  readonly folder: string;
  readonly variables: Readonly<Record<string, string>>;
  /** Who builds, where this process may choose. */
  readonly user: number;
}

const machines: readonly Machine[] = [
  { folder: 'a', variables: { TZ: 'UTC', LANG: 'C', HOME: '/root', USER: 'root' }, user: 0 },
  {
    folder: 'home/somebody-else/sources/round-robin-of-another-name',
    variables: {
      TZ: 'Pacific/Chatham',
      LANG: 'tr_TR.UTF-8',
      LC_ALL: 'tr_TR.UTF-8',
      HOME: '/nonexistent',
      USER: 'somebody-else',
      CLOCK_SHIFT: String(-3 * year),
      NODE_OPTIONS: `--import=${resolve('tests/heavy/other-machine.mjs')}`,
    },
    user: 65_534,
  },
];

/**
 * Builds two clones that differ in path, user, time zone, locale, clock and the order of folders, and compares every byte
 * that browsers get, compressed copies too (protocol 15). Throws where one differs.
 */
export async function buildTwice(): Promise<void> {
  const root = await mkdtemp(join(tmpdir(), 'rr-builds-'));
  try {
    await chmod(root, 0o755);
    // Work may be committed meanwhile.
    const { stdout } = await run('git', ['rev-parse', 'HEAD']);
    const commit = stdout.trim();
    const builds: Map<string, string>[] = [];
    for (const machine of machines) {
      note(`building as ${machine.variables['USER'] ?? ''} in ${machine.folder}`);
      builds.push(await buildOn(join(root, machine.folder), commit, machine));
    }
    const [one, other] = builds;
    const names = [...new Set(builds.flatMap((files) => [...files.keys()]))].sort();
    const differing = names.filter((name) => one?.get(name) !== other?.get(name));
    report('Two builds of one source, for browsers', [
      { what: 'files', value: String(names.length) },
      { what: 'differing', value: String(differing.length), aim: '0', met: differing.length === 0 },
    ]);
    if (differing.length > 0 || names.length < 200) throw new Error(`builds differ: ${differing.join(', ')}`);
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

/** What a machine makes of the source for browsers: digest by path. */
async function buildOn(folder: string, commit: string, { variables, user }: Machine): Promise<Map<string, string>> {
  await mkdir(folder, { recursive: true });
  await run('git', ['clone', '--quiet', '--no-hardlinks', '--no-checkout', '.', folder]);
  await run('git', ['-C', folder, 'checkout', '--quiet', commit]);
  // Hard links: the same packages at another path.
  await run('cp', ['-al', 'node_modules', join(folder, 'node_modules')]);
  const own = process.getuid?.() === 0 ? { uid: user, gid: user } : {};
  if (own.uid !== undefined) {
    await rm(join(folder, 'node_modules/.vite-temp'), { recursive: true, force: true });
    for (const name of ['', 'node_modules']) await chown(join(folder, name), user, user);
  }
  await run(process.execPath, ['app/commands/build.mjs'], {
    cwd: folder,
    env: { NODE_ENV: 'production', PATH: process.env['PATH'] ?? '', ...variables },
    maxBuffer: 1 << 26,
    ...own,
  });
  return digests(join(folder, 'build/client'));
}

async function digests(folder: string): Promise<Map<string, string>> {
  const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  const found = new Map<string, string>();
  for (const { parentPath, name } of files) {
    const path = relative(folder, join(parentPath, name));
    // Says when the sources were written, for whoever builds again in the same place.
    if (path === 'inputs.sha256') continue;
    found.set(
      path,
      createHash('sha256')
        .update(await readFile(join(parentPath, name)))
        .digest('hex'),
    );
  }
  return found;
}
