import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { note, report } from './report';

/*
 * From `npm run demo` to the first page: on a fresh clone of what is committed (which installs, builds, makes the database
 * and the demo company), then with an empty data folder, then warm.
 */

const aims = { clone: 60, warm: 3 } as const;
const patience = 10 * 60;

export async function measureStarts(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'rr-starts-'));
  const clone = join(folder, 'clone');
  try {
    note('cloning');
    await run('git', ['clone', '--quiet', '--no-hardlinks', process.cwd(), clone], process.cwd());
    note('starting on the fresh clone');
    const fresh = await secondsToFirstPage(clone, join(folder, 'one'));
    note('starting with an empty data folder');
    const empty = await secondsToFirstPage(clone, join(folder, 'two'));
    note('starting warm');
    const warm = Math.min(
      await secondsToFirstPage(clone, join(folder, 'two')),
      await secondsToFirstPage(clone, join(folder, 'two')),
    );
    const seconds = (value: number) => `${value.toFixed(1)} s`;
    report('From the command to the first page, on the wall clock', [
      { what: 'fresh clone, nothing installed', value: seconds(fresh), aim: `<= ${String(aims.clone)} s`, met: fresh <= aims.clone }, // prettier-ignore
      { what: 'installed and built, no data', value: seconds(empty) },
      { what: 'warm', value: seconds(warm), aim: `< ${String(aims.warm)} s`, met: warm < aims.warm },
    ]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function secondsToFirstPage(clone: string, dataDir: string): Promise<number> {
  const port = await freePort();
  const env = { ...process.env, PORT: String(port), DATA_DIR: dataDir };
  const start = performance.now();
  const child = spawn('npm', ['run', 'demo'], { cwd: clone, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  try {
    await firstPage(`http://localhost:${String(port)}/`, child, () => output);
    return (performance.now() - start) / 1000;
  } finally {
    await end(child);
  }
}

/** Asks until a page comes. Throws what the command wrote if it ends before. */
async function firstPage(url: string, child: ChildProcess, output: () => string): Promise<void> {
  const deadline = performance.now() + patience * 1000;
  while (performance.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`the demo ended:\n${output()}`);
    const response = await fetch(url).catch(() => null);
    if (response?.ok && (await response.text()).includes('</html>')) return;
    await pause();
  }
  throw new Error(`no page within ${String(patience)} s:\n${output()}`);
}

/** Ends the command and waits until all that it started is gone, the database too. npm hands no signal on: its group is asked. */
async function end({ pid }: ChildProcess): Promise<void> {
  if (pid === undefined || !isThere(pid)) return;
  process.kill(-pid, 'SIGTERM');
  while (isThere(pid)) await pause();
}

function isThere(group: number): boolean {
  try {
    return process.kill(-group, 0);
  } catch {
    return false;
  }
}

const pause = () => new Promise((resolve) => setTimeout(resolve, 20));

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function run(program: string, args: readonly string[], cwd: string): Promise<void> {
  const child = spawn(program, args, { cwd, stdio: ['ignore', 'ignore', 'inherit'] });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${String(code)}`);
}
