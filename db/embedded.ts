import {
  spawn,
  type ChildProcessByStdio,
  type SpawnOptionsWithStdioTuple,
  type StdioNull,
  type StdioPipe,
} from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { openSql, type Connection } from './database';
import { embeddedBinaries } from './embedded-binaries';

const port = 5432;
const startTimeoutMs = 15_000;
const pollMs = 25;

export interface EmbeddedPostgres {
  /** Connection of the superuser, over a unix socket with a generated password. */
  readonly admin: Connection;
  /** Stops the server ("fast": running transactions are rolled back), unless another process of ours serves it. */
  readonly stop: () => Promise<void>;
}

export interface EmbeddedOptions {
  /** Folder that holds the database and its password; made when missing, mode 0700. */
  readonly folder: string;
  /** For throw-away databases in tests only: no fsync. */
  readonly throwAway?: boolean;
}

type Server = ChildProcessByStdio<null, Readable, Readable>;

/**
 * Starts the PostgreSQL that comes with the package on a unix socket, or joins the one that already serves this folder
 * (and takes it over where the process that started it is gone).
 * Throws if it does not answer within 15 s, with the end of its log.
 */
export async function startEmbeddedPostgres({ folder, throwAway = false }: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const home = resolve(folder);
  const data = join(home, 'postgres');
  // A socket's path may have about 100 characters: a short folder named after the long one.
  const socket = join(tmpdir(), `rr-${createHash('sha256').update(home).digest('hex').slice(0, 12)}`);
  await mkdir(home, { recursive: true, mode: 0o700 });
  await mkdir(socket, { recursive: true, mode: 0o700 });
  const passwordFile = join(home, 'postgres-password');
  const bin = await embeddedBinaries();
  if (!existsSync(join(data, 'global', 'pg_control'))) await initialise(bin, data, passwordFile);
  const password = (await readFile(passwordFile, 'utf8')).trim();
  const admin: Connection = { host: socket, port, database: 'postgres', user: 'postgres', password };

  const keeperFile = join(home, 'kept-by');
  if (await answers(admin)) {
    if (await isAlive(keeperFile)) return { admin, stop: () => Promise.resolve() };
  } else {
    const server = spawnServer(join(bin, 'postgres'), [
      '-D',
      data,
      '-k',
      socket,
      '-p',
      String(port),
      ...settings(throwAway),
    ]);
    await untilReady(server, admin);
  }
  await writeFile(keeperFile, String(process.pid), { mode: 0o600 });
  return { admin, stop: () => stopPostmaster(data) };
}

function settings(throwAway: boolean): string[] {
  const values: Record<string, string> = {
    listen_addresses: '',
    // Nothing may date a row (protocol 5): no commit times, no archive, no statement in the log.
    track_commit_timestamp: 'off',
    archive_mode: 'off',
    log_statement: 'none',
    log_min_duration_statement: '-1',
    log_min_error_statement: 'panic',
    log_connections: '',
    max_connections: '200',
    ...(throwAway ? { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' } : {}),
  };
  return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

async function initialise(bin: string, data: string, passwordFile: string): Promise<void> {
  await rm(data, { recursive: true, force: true });
  await writeFile(passwordFile, `${randomBytes(24).toString('base64url')}\n`, { mode: 0o600 });
  const child = spawnServer(join(bin, 'initdb'), [
    ...['-D', data, '-U', 'postgres', '--auth=scram-sha-256', `--pwfile=${passwordFile}`],
    ...['--encoding=UTF8', '--locale=C', '--no-sync'],
  ]);
  const log = collect(child);
  const code = await new Promise<number | null>((done, fail) => child.once('error', fail).once('exit', done));
  if (code !== 0) throw new Error(`could not make the embedded database: ${log()}`);
}

/** PostgreSQL refuses to run as root; as root it is started as nobody in a user namespace of its own. */
function spawnServer(file: string, args: string[]): Server {
  const env = { NODE_ENV: process.env.NODE_ENV, PATH: process.env['PATH'] ?? '', LC_ALL: 'C', TZ: 'UTC' };
  const options = { stdio: ['ignore', 'pipe', 'pipe'], env, detached: true } satisfies SpawnOptionsWithStdioTuple<
    StdioNull,
    StdioPipe,
    StdioPipe
  >;
  return process.getuid?.() === 0
    ? spawn('unshare', ['--user', '--map-user=65534', '--map-group=65534', file, ...args], options)
    : spawn(file, args, options);
}

function collect(child: Server): () => string {
  let text = '';
  const add = (chunk: Buffer) => {
    text = (text + chunk.toString()).slice(-4000);
  };
  child.stdout.on('data', add);
  child.stderr.on('data', add);
  return () => text;
}

async function answers(admin: Connection): Promise<boolean> {
  if (!existsSync(join(admin.host, `.s.PGSQL.${String(port)}`))) return false;
  const sql = openSql({ ...admin, max: 1 });
  try {
    await sql`select 1`;
    return true;
  } catch {
    return false;
  } finally {
    await sql.end({ timeout: 1 });
  }
}

async function isAlive(keeperFile: string): Promise<boolean> {
  const pid = Number(await readFile(keeperFile, 'utf8').catch(() => ''));
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function untilReady(server: Server, admin: Connection): Promise<void> {
  const log = collect(server);
  const deadline = Date.now() + startTimeoutMs;
  while (Date.now() < deadline && server.exitCode === null) {
    if (await answers(admin)) return;
    await pause();
  }
  server.kill('SIGKILL');
  throw new Error(`the embedded database did not start: ${log()}`);
}

async function stopPostmaster(data: string): Promise<void> {
  const pidFile = join(data, 'postmaster.pid');
  const [first] = (await readFile(pidFile, 'utf8').catch(() => '')).split('\n');
  const pid = Number(first);
  if (!Number.isInteger(pid) || pid <= 0) return;
  process.kill(pid, 'SIGINT');
  const deadline = Date.now() + startTimeoutMs;
  while (existsSync(pidFile) && Date.now() < deadline) await pause();
}

const pause = () => new Promise((done) => setTimeout(done, pollMs));
