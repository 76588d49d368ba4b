import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { writeSecretFile } from '~/platform/keys';
import { newNoteKey } from '~/server/server-keys';
import { actualRights } from '~db/actual-rights';
import { openSql } from '~db/database';
import { createTestDatabase, type TestDatabase } from '~tests/support/database';
import { ensureBuilt, roleUrls, startTestServer, type TestServer } from '~tests/support/server';

// Ahead of the first test, whose time is not for building.
beforeAll(ensureBuilt);

const cleanups: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function testDatabase(): Promise<TestDatabase> {
  const database = await createTestDatabase();
  cleanups.push(() => database.close());
  return database;
}

async function testFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'rr-process-'));
  cleanups.push(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

async function started(options: Parameters<typeof startTestServer>[0]): Promise<TestServer> {
  const server = await startTestServer(options);
  cleanups.push(() => server.stop());
  return server;
}

/** What a process wrote that did not come up. */
function refusal(options: Parameters<typeof startTestServer>[0]): Promise<string> {
  return started(options).then(
    () => 'it started',
    (error: unknown) => String(error),
  );
}

async function administer(database: TestDatabase, statement: string): Promise<void> {
  const sql = openSql({ ...database.admin, max: 1 });
  await sql.unsafe(statement);
  await sql.end();
}

describe('a server refuses to start', () => {
  test('with a right that the matrix does not grant, and names it', async () => {
    const database = await testDatabase();
    await administer(database, 'grant select on identified.person to anonymous');
    const words = await refusal({ database });
    expect(words).toContain('anonymous has SELECT on identified.person, which the matrix does not grant');
  });

  test('without a right that it needs, and names it', async () => {
    const database = await testDatabase();
    await administer(database, 'revoke execute on function published.append_entry(bytea) from published');
    const words = await refusal({ database });
    expect(words).toContain('missing: published has EXECUTE on function published.append_entry(bytea)');
  });

  test('with wrong variables, and names all of them', async () => {
    const words = await refusal({ variables: { PORT: 'http', ORGANISATION: '', PUBLIC_URL: 'http://acme.example' } });
    expect(words).toContain('PORT must be a port number');
    expect(words).toContain('ORGANISATION is missing');
    expect(words).toContain('PUBLIC_URL must begin with https://');
  });

  test('with a key that others can read', async () => {
    const database = await testDatabase();
    const key = join(await testFolder(), 'receipt.key');
    await writeFile(key, newNoteKey('test-company/receipt'), { mode: 0o640 });
    const words = await refusal({ database, variables: { RECEIPT_KEY_FILE: key } });
    expect(words).toContain(`${key} can be read by others than its owner: chmod 600`);
  });

  test('with the key of another company', async () => {
    const database = await testDatabase();
    const key = join(await testFolder(), 'receipt.key');
    await writeSecretFile(key, newNoteKey('other-company/receipt'));
    const words = await refusal({ database, variables: { RECEIPT_KEY_FILE: key } });
    expect(words).toContain('is the key of "other-company/receipt", not of "test-company/receipt"');
  });

  test('as a demo on somebody else’s roster', async () => {
    const database = await testDatabase();
    await administer(
      database,
      `insert into identified.person (person_number, name, email, unit_path, status)
       values ('1', 'Real Person', 'person@company.test', 'Company', 'active')`,
    );
    const words = await refusal({
      database,
      variables: { DEMO: '1', ORGANISATION: undefined, ORGANISATION_NAME: undefined },
    });
    expect(words).toContain('there are other people on the roster of this database');
  });

  test('on a port that is taken', async () => {
    const database = await testDatabase();
    const first = await started({ database });
    const words = await refusal({ database, variables: { PORT: new URL(first.url).port } });
    expect(words).toContain('EADDRINUSE');
  });
});

describe('asked to stop, a server', () => {
  /** A request whose body is held back until `finish`. */
  function slowRequest(server: TestServer) {
    const req = request(`${server.url}/in/sign-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', origin: server.url },
      agent: false,
    });
    const status = new Promise<number>((resolve, reject) => {
      req.on('response', (res) => {
        res.resume();
        resolve(res.statusCode ?? 0);
      });
      req.on('error', reject);
    });
    const isSent = new Promise<void>((resolve) => req.write('email=nobody', () => resolve()));
    return { isSent, status, finish: () => req.end('%40company.example') };
  }

  const isRefused = (url: string) =>
    new Promise<boolean>((resolve) => {
      const socket = connect(Number(new URL(url).port), 'localhost');
      socket.on('connect', () => {
        socket.destroy();
        resolve(false);
      });
      socket.on('error', () => resolve(true));
    });

  test('takes nothing more, finishes what it took, and ends with 0', async () => {
    const database = await testDatabase();
    const server = await started({ database });
    const slow = slowRequest(server);
    await slow.isSent;
    // Answered only once the slow one has certainly reached the server too.
    await fetch(`${server.url}/healthz`);
    server.signal('SIGTERM');
    await vi.waitUntil(() => isRefused(server.url), { timeout: 10_000 });
    slow.finish();
    expect(await slow.status).toBeLessThan(400);
    expect(await server.ended()).toBe(0);
    expect(server.log()).toContain('"msg":"stopped"');
    const sql = openSql({ ...database.admin, max: 1 });
    const [left] = await sql`select count(*)::int as attempts from identified.sign_in_attempt`;
    await sql.end();
    expect(left?.['attempts']).toBe(1);
  });

  test('ends at once when asked a second time', async () => {
    const server = await started({ database: await testDatabase() });
    const slow = slowRequest(server);
    await slow.isSent;
    await fetch(`${server.url}/healthz`);
    const lost = expect(slow.status).rejects.toThrow();
    server.signal('SIGTERM');
    await vi.waitUntil(() => isRefused(server.url), { timeout: 10_000 });
    server.signal('SIGTERM');
    expect(await server.ended()).toBe(1);
    await lost;
  });

  test('leaves no connection behind in the database', async () => {
    const database = await testDatabase();
    const server = await started({ database });
    await fetch(`${server.url}/petitions`);
    expect(await server.stop()).toBe(0);
    const sql = openSql({ ...database.admin, max: 1 });
    // The wings' roles may stand open here too, by the test's own pools; the role `jobs` is the server's alone.
    const rows = await sql`select pid from pg_stat_activity where datname = current_database() and usename = 'jobs'`;
    await sql.end();
    expect(rows).toHaveLength(0);
  });
});

describe('with an embedded database, a server', () => {
  test('makes its database, passwords and keys, keeps them over a restart, and shows them to nobody', async () => {
    const folder = await testFolder();
    const variables = {
      DATA_DIR: folder,
      RECEIPT_KEY_FILE: undefined,
      CHECKPOINT_KEY_FILE: undefined,
      CODE_KEY_FILE: undefined,
    };
    const files = ['role-passwords.json', 'receipt.key', 'checkpoint.key', 'codes.key', 'postgres-password'];
    const read = () => Promise.all(files.map((name) => readFile(join(folder, name), 'utf8')));

    const first = await started({ variables });
    expect((await fetch(`${first.url}/petitions`)).status).toBe(200);
    const made = await read();
    for (const name of files) expect((await stat(join(folder, name))).mode & 0o777, name).toBe(0o600);
    expect(await first.stop()).toBe(0);
    await expect(stat(join(folder, 'postgres', 'postmaster.pid'))).rejects.toThrow('ENOENT');

    const second = await started({ variables });
    expect((await fetch(`${second.url}/petitions`)).status).toBe(200);
    expect(await read()).toEqual(made);
    for (const secret of made) expect(second.log()).not.toContain(secret.trim());
    expect(await second.stop()).toBe(0);
  });
});

describe('npm start', () => {
  test.each(['SIGTERM', 'SIGKILL'] as const)('ended by %s stops the server it started, gracefully', async (signal) => {
    const folder = await testFolder();
    const npm = spawn('npm', ['start', '--silent'], {
      env: {
        NODE_ENV: 'production',
        PATH: process.env['PATH'],
        HOME: folder,
        PORT: '0',
        DATA_DIR: folder,
        ORGANISATION: 'test-company',
        SMTP_URL: 'smtp://127.0.0.1:9',
        MAIL_FROM: 'petitions@company.example',
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    cleanups.push(() => Promise.resolve(npm.kill('SIGKILL')));
    let log = '';
    npm.stdout.on('data', (chunk: Buffer) => {
      log += chunk.toString();
    });
    await vi.waitUntil(() => log.includes('"msg":"serving"'), { timeout: 50_000 });
    npm.kill(signal);
    // npm itself is gone at once: the server's last words come through the pipe that it was given.
    await expect.poll(() => log, { timeout: 30_000 }).toContain('"msg":"stopped"');
    await expect(stat(join(folder, 'postgres', 'postmaster.pid'))).rejects.toThrow('ENOENT');
  });
});

describe('a server of one wing', () => {
  test('has the credentials of that wing alone, and sends the others away', async () => {
    const database = await testDatabase();
    const url = roleUrls(database);
    const server = await started({
      variables: {
        WINGS: 'anonymous',
        DATABASE_URL_ANONYMOUS: url['DATABASE_URL_ANONYMOUS'],
        CHECKPOINT_KEY_FILE: undefined,
        CODE_KEY_FILE: undefined,
        CHECKPOINT_PUBLIC_KEY: 'test-company/ledger+00000000+AA==',
        SMTP_URL: undefined,
        MAIL_FROM: undefined,
      },
    });
    const post = await fetch(`${server.url}/unseen/signatures`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
    expect(post.status).toBe(400);
    expect((await fetch(`${server.url}/in/sign-in`)).status).toBe(404);
    expect((await fetch(`${server.url}/petitions`)).status).toBe(404);
    expect((await fetch(`${server.url}/favicon.svg`)).status).toBe(200);
  });

  test('is refused the credentials of another', async () => {
    const database = await testDatabase();
    const words = await refusal({ database, variables: { WINGS: 'anonymous' } });
    expect(words).toContain('DATABASE_URL_IDENTIFIED is given to a process that serves only anonymous');
  });
});

describe('the clock', () => {
  test('decides what is due: an attempt to sign in is forgotten when its time is over', async () => {
    const database = await testDatabase();
    const server = await started({ database, clock: '2026-03-01T12:00:00Z' });
    await fetch(`${server.url}/in/sign-in`, {
      method: 'POST',
      headers: { origin: server.url, 'content-type': 'application/x-www-form-urlencoded' },
      body: 'email=nobody%40company.example',
      redirect: 'manual',
    });
    const sql = openSql({ ...database.admin, max: 1 });
    cleanups.push(() => sql.end());
    const attempts = async () => Number((await sql`select count(*) as n from identified.sign_in_attempt`)[0]?.['n']);
    expect(await attempts()).toBe(1);
    await server.setClock('2026-03-01T12:11:00Z');
    await vi.waitUntil(async () => (await attempts()) === 0, { timeout: 20_000 });
  });
});

test('jobs survive the loss of their connections', async () => {
  const database = await testDatabase();
  const server = await started({ database, clock: '2026-03-01T12:00:00Z' });
  const sql = openSql({ ...database.admin, max: 1 });
  cleanups.push(() => sql.end());
  const attempts = async () => Number((await sql`select count(*) as n from identified.sign_in_attempt`)[0]?.['n']);
  const lose = () => sql`
    select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and usename = 'jobs'`;
  for (let i = 0; i < 3; i += 1) {
    // There is none until the next turn, where a run outlived the one before.
    await vi.waitUntil(async () => (await lose()).length > 0, { timeout: 8000, interval: 50 });
    await sql`
      insert into identified.sign_in_attempt (id_hash, code_hash, expires_at)
      values ('\\x01', '\\x02', ${`2026-03-01 12:${String(i)}5:00Z`})`;
    await server.setClock(`2026-03-01T12:${String(i + 1)}1:00Z`);
    await vi.waitUntil(async () => (await attempts()) === 0, { timeout: 8000, interval: 50 });
  }
  expect(await server.stop()).toBe(0);
});

test('the jobs of a server store nothing at all, and their role may read or write nothing', async () => {
  const database = await testDatabase();
  await started({ database });
  const sql = openSql({ ...database.admin, max: 1 });
  cleanups.push(() => sql.end());
  const seen = new Set<number>();
  const everyTaskWasSeen = async () => {
    // Each task has its lock's connection for itself.
    const rows = await sql<{ pid: number }[]>`
      select pid from pg_stat_activity
      where datname = current_database() and usename = 'jobs' and query = 'commit' and state = 'idle'`;
    for (const { pid } of rows) seen.add(pid);
    return seen.size === 6;
  };
  await vi.waitUntil(everyTaskWasSeen, { timeout: 20_000, interval: 20 });
  const schemas = await sql<{ name: string }[]>`
    select nspname as name from pg_namespace where nspname !~ '^pg_' and nspname <> 'information_schema' order by 1`;
  expect(schemas.map(({ name }) => name)).toEqual(['anonymous', 'identified', 'migrations', 'public', 'published']);
  const rights = await actualRights(sql);
  expect([...rights].filter((right) => right.startsWith('jobs '))).toEqual(['jobs has CONNECT on the database']);
  const owned = await sql`select from pg_shdepend where refobjid = 'jobs'::regrole and deptype = 'o'
    and dbid = (select oid from pg_database where datname = current_database())`;
  expect(owned).toHaveLength(0);

  const jobs = openSql({ ...database.connection('jobs'), max: 1 });
  cleanups.push(() => jobs.end());
  for (const statement of [
    'create schema jobs',
    'create table public.job (name text)',
    'create temporary table job (name text)',
    'select * from identified.mail_outbox',
    'select * from migrations.applied',
  ])
    await expect(jobs.unsafe(statement), statement).rejects.toMatchObject({ code: '42501' });
});
