import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openSql } from '~db/database';
import { startEmbeddedPostgres } from '~db/embedded';
import { createTestDatabase, type TestDatabase } from '~tests/support/database';
import { addPerson } from '~tests/support/people';
import { ensureBuilt } from '~tests/support/server';

/** The two programs as they are run: out of somebody's PostgreSQL, into an embedded one that is made for it. */

let folder: string;
let database: TestDatabase;
beforeAll(async () => {
  await ensureBuilt();
  folder = await mkdtemp(join(tmpdir(), 'rr-backup-'));
  database = await createTestDatabase();
  await addPerson(database.identified, { name: 'Nora Newcomer' });
});
afterAll(async () => {
  await database.close();
  await rm(folder, { recursive: true, force: true });
});

const at = (name: string) => join(folder, name);

function run(program: string, args: string[], env: Record<string, string>): Promise<{ code: number; said: string }> {
  return new Promise((resolve) => {
    const variables = { PATH: process.env['PATH'] ?? '', NODE_ENV: 'production' as const, ...env };
    execFile(process.execPath, [`build/server/${program}.js`, ...args], { env: variables }, (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code) : 0, said: stdout + stderr });
    });
  });
}

function owner(): string {
  const { host, port, database: name, user, password } = database.admin;
  return `postgres://${user}:${password}@localhost:${String(port)}/${name}?host=${encodeURIComponent(host)}`;
}

test('a key is made once; a backup is written, and comes back into an empty house and into no other', async () => {
  const made = await run('backup', ['--new-key', at('key')], {});
  expect(made.code, made.said).toBe(0);
  expect((await stat(at('key'))).mode & 0o777).toBe(0o600);
  expect(await run('backup', ['--new-key', at('key')], {})).toMatchObject({ code: 1 });
  expect(await readFile(at('key.pub'), 'utf8')).toMatch(/^age1pq1/);

  const written = await run('backup', [at('one'), '--to', at('key.pub')], { DATABASE_URL: owner() });
  expect(written.code, written.said).toBe(0);
  const [, digest = ''] = /SHA-256 of the manifest: ([0-9a-f]{64})/.exec(written.said) ?? [];
  expect(written.said).not.toContain('Nora');
  expect(await run('backup', [at('one'), '--to', at('key.pub')], { DATABASE_URL: owner() })).toMatchObject({ code: 1 });

  const target = { DATA_DIR: at('data') };
  const restore = (sha256: string) => run('restore', [at('one'), '--key', at('key'), '--sha256', sha256], target);
  expect(await restore('0'.repeat(64))).toMatchObject({
    code: 1,
    said: expect.stringContaining('Nothing was restored') as string,
  });
  const restored = await restore(digest);
  expect(restored.code, restored.said).toBe(0);
  expect(await names()).toEqual(['Nora Newcomer']);
  const again = await restore(digest);
  expect(again).toMatchObject({ code: 1, said: expect.stringContaining('holds something') as string });
  expect(await names()).toEqual(['Nora Newcomer']);
});

test('without what they need they say so, and do nothing', async () => {
  for (const args of [[], [at('two')], ['--to', at('key.pub')], [at('two'), at('three'), '--to', at('key.pub')]])
    expect(await run('backup', args, { DATABASE_URL: owner() }), args.join(' ')).toMatchObject({ code: 2 });
  for (const args of [[], [at('one')], [at('one'), '--key', at('key'), '--sha256', 'short']])
    expect(await run('restore', args, {}), args.join(' ')).toMatchObject({ code: 2 });
  await expect(stat(at('two'))).rejects.toMatchObject({ code: 'ENOENT' });
});

async function names(): Promise<string[]> {
  const server = await startEmbeddedPostgres({ folder: at('data') });
  const sql = openSql({ ...server.admin, database: 'round_robin', max: 1 });
  try {
    return (await sql<{ name: string }[]>`select name from identified.person`).map(({ name }) => name);
  } finally {
    await sql.end();
    await server.stop();
  }
}
