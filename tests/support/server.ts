import { execFile, fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { demoCompany } from '~/platform/environment';
import { newSecret, writeSecretFile } from '~/platform/keys';
import { keyNames, newNoteKey } from '~/server/server-keys';
import type { LoginRole } from '~db/database';
import type { TestDatabase } from './database';

/** The real process: `build/server/start.js`, with its clock in the test's hands. */
export interface TestServer {
  /** Address without a trailing slash. */
  readonly url: string;
  readonly pid: number;
  /** What it has written to its log so far, both streams. */
  readonly log: () => string;
  /** Sets its clock; resolves once it stands there. */
  setClock(time: Date | string): Promise<void>;
  /** Sends a signal; does not wait. */
  signal(name: NodeJS.Signals): void;
  /** Resolves with its exit code, or the signal that ended it. */
  ended(): Promise<number | NodeJS.Signals>;
  /** SIGTERM, then waits for its end. */
  stop(): Promise<number | NodeJS.Signals>;
}

export interface TestServerOptions {
  /** Served with the credentials of its single roles. Without it: what `variables` say. */
  readonly database?: TestDatabase;
  /** Where its clock stands at first; default: the machine's time. */
  readonly clock?: Date | string;
  /** Over the defaults; undefined takes a variable away. */
  readonly variables?: Readonly<Record<string, string | undefined>>;
}

export const testOrganisation = 'test-company';

/** A process that did not come up; its message is what it wrote. */
export class ServerNotStartedError extends Error {
  override readonly name = 'ServerNotStartedError';
}

/** Starts the built server on a free port. Builds first if anything changed. @throws ServerNotStartedError */
export async function startTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  await ensureBuilt();
  const folder = await mkdtemp(join(tmpdir(), 'rr-server-'));
  const variables = { ...(await defaults(folder, options)), ...options.variables };
  const child = fork('build/server/start.js', {
    env: { NODE_ENV: 'production', ...variables },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let log = '';
  const collect = (chunk: Buffer) => {
    log += chunk.toString();
  };
  child.stdout?.on('data', collect);
  child.stderr?.on('data', collect);
  const ending = once(child, 'close').then(([code, signal]: (number | NodeJS.Signals | null)[]) => code ?? signal ?? 0);
  void ending.then(() => rm(folder, { recursive: true, force: true }));
  const url = await Promise.race([
    answer(child, 'serving'),
    ending.then(() => {
      throw new ServerNotStartedError(log);
    }),
  ]);
  const server: TestServer = {
    url,
    pid: child.pid ?? 0,
    log: () => log,
    async setClock(time) {
      const clock = new Date(time).toISOString();
      const stands = answer(child, 'clockSet');
      child.send({ clock });
      await stands;
    },
    signal: (name) => void child.kill(name),
    ended: () => ending,
    stop() {
      child.kill('SIGTERM');
      return ending;
    },
  };
  if (options.clock !== undefined) await server.setClock(options.clock);
  return server;
}

async function defaults(folder: string, { database, variables }: TestServerOptions): Promise<Record<string, string>> {
  const names = keyNames(variables?.['DEMO'] === '1' ? demoCompany.organisation : testOrganisation);
  const file = (name: string) => join(folder, name);
  await writeSecretFile(file('receipt.key'), newNoteKey(names.receipt));
  await writeSecretFile(file('checkpoint.key'), ledgerKeyOf(database, names.checkpoint));
  await writeSecretFile(file('codes.key'), newSecret());
  return {
    PATH: process.env['PATH'] ?? '',
    PORT: '0',
    DATA_DIR: folder,
    ORGANISATION: testOrganisation,
    ORGANISATION_NAME: 'Test Company',
    SMTP_URL: 'smtp://127.0.0.1:9',
    MAIL_FROM: 'Petitions <petitions@company.example>',
    CLOCK: 'ipc',
    RECEIPT_KEY_FILE: file('receipt.key'),
    CHECKPOINT_KEY_FILE: file('checkpoint.key'),
    CODE_KEY_FILE: file('codes.key'),
    ...(database ? roleUrls(database) : {}),
  };
}

const ledgerKeys = new Map<string, string>();

/** One ledger has one key: a second server over the same database would not start with another. */
function ledgerKeyOf(database: TestDatabase | undefined, name: string): string {
  const ledger = database?.connection('published').database ?? '';
  const key = (database && ledgerKeys.get(ledger)) ?? newNoteKey(name);
  ledgerKeys.set(ledger, key);
  return key;
}

/** The four `DATABASE_URL_…` of a test database. */
export function roleUrls(database: TestDatabase): Record<string, string> {
  const url = (role: LoginRole) => {
    const { host, port, database: name, user, password } = database.connection(role);
    return `postgres://${user}:${password}@localhost:${String(port)}/${name}?host=${encodeURIComponent(host)}`;
  };
  return {
    DATABASE_URL_IDENTIFIED: url('identified'),
    DATABASE_URL_PUBLISHED: url('published'),
    DATABASE_URL_ANONYMOUS: url('anonymous'),
    DATABASE_URL_JOBS: url('jobs'),
  };
}

let built: Promise<unknown> | undefined;

/** Builds what the servers under test run, if anything changed. */
export async function ensureBuilt(): Promise<void> {
  built ??= promisify(execFile)(process.execPath, ['app/commands/ensure-installed.mjs']);
  await built;
}

function answer(child: ChildProcess, key: 'serving' | 'clockSet'): Promise<string> {
  return new Promise((resolve) => {
    const receive = (message: unknown) => {
      if (typeof message !== 'object' || message === null || !(key in message)) return;
      child.off('message', receive);
      resolve(String((message as Record<string, unknown>)[key]));
    };
    child.on('message', receive);
  });
}
