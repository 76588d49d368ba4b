import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { get as request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliDecompressSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openCheckpoint } from '~/crypto/tlog/checkpoint';
import { entryLeaf } from '~/crypto/tlog/entry';
import { readEntryBundle } from '~/crypto/tlog/entry-bundle';
import { openTree } from '~/crypto/tlog/ledger-tree';
import { followKeys, type ListedKey } from '~/crypto/tlog/next-key';
import { noteKeyPair, noteVerifier, readSignerKey } from '~/crypto/tlog/note';
import { tilePath, tileWidth } from '~/crypto/tlog/tile-path';
import { writeSecretFile } from '~/platform/keys';
import { createTestDatabase, type TestDatabase } from '~tests/support/database';
import { publishedLedger, type PublishedLedger } from '~tests/support/published-ledger';
import { ensureBuilt, roleUrls, startTestServer, testOrganisation, type TestServer } from '~tests/support/server';

/* The ledger as a stranger has it: over HTTP, from the built server, whose key is replaced by the built command. */

let database: TestDatabase;
let ledger: PublishedLedger;
let folder: string;
let server: TestServer;
const file = (name: string) => join(folder, name);
const start = (key: string) => startTestServer({ database, variables: { CHECKPOINT_KEY_FILE: file(key) } });

beforeAll(async () => {
  [database, folder] = await Promise.all([createTestDatabase(), mkdtemp(join(tmpdir(), 'rr-ledger-'))]);
  ledger = publishedLedger(database);
  ledger.signingKey = noteKeyPair(`${testOrganisation}/ledger`, randomBytes(32)).skey;
  await writeSecretFile(file('old.key'), ledger.signingKey);
  await ledger.append(300);
  await ledger.publish();
  server = await start('old.key');
}, 120_000);
afterAll(async () => {
  await server.stop();
  await Promise.all([database.close(), rm(folder, { recursive: true })]);
});

const get = (path: string, headers: Record<string, string> = {}) => fetch(`${server.url}/ledger/${path}`, { headers });
const bytesOf = async (path: string) => new Uint8Array(await (await get(path)).arrayBuffer());
const vkey = () => readSignerKey(ledger.signingKey).vkey;

test('the files are enough to check every entry, and leave no mark', async () => {
  const note = await (await get('checkpoint')).text();
  const { size, root } = openCheckpoint(note, noteVerifier(vkey()));
  const tree = openTree({ size, root, tile: (...place) => bytesOf(tilePath(...place)) });
  const leaves = await tree.leaves(0, size);
  // The server noted which client it serves: whether that is under a checkpoint yet is its own affair.
  const last = tileWidth('entries', 1, size);
  const bundles = await Promise.all([bytesOf(tilePath('entries', 0, 256)), bytesOf(tilePath('entries', 1, last))]);
  expect(bundles.flatMap(readEntryBundle).map(entryLeaf)).toEqual(leaves);
  for (const path of ['checkpoint', 'checkpoints', 'keys', 'tile/0/000', 'tile/entries/000']) {
    const { status, headers } = await get(path, { origin: 'https://elsewhere.example' });
    expect([status, headers.get('access-control-allow-origin'), headers.get('set-cookie')]).toEqual([200, '*', null]);
  }
  expect((await get(tilePath(0, 1, last + 10))).status).toBe(404);
  expect((await get(tilePath('entries', 1, last + 10))).status).toBe(404);
});

test('entries travel compressed, hashes as they are', async () => {
  const { hostname, port } = new URL(server.url);
  const raw = (path: string) =>
    new Promise<{ encoding: string | undefined; body: Buffer }>((resolve, reject) => {
      request({ hostname, port, path, headers: { 'accept-encoding': 'br' } }, (res) => {
        const chunks: Buffer[] = [];
        res.on('data', (chunk: Buffer) => chunks.push(chunk));
        res.on('end', () => resolve({ encoding: res.headers['content-encoding'], body: Buffer.concat(chunks) }));
      }).on('error', reject);
    });
  const [entries, hashes] = [await raw('/ledger/tile/entries/000'), await raw('/ledger/tile/0/000')];
  expect([entries.encoding, hashes.encoding, hashes.body.length]).toEqual(['br', undefined, 8192]);
  const whole = brotliDecompressSync(entries.body);
  expect(readEntryBundle(whole)).toHaveLength(256);
  expect(entries.body.length).toBeLessThan(whole.length / 4);
});

test('the key is replaced by a command, and a server with the old one does not start', async () => {
  await ensureBuilt();
  const env = { NODE_ENV: 'production' as const, PATH: process.env['PATH'], ...published() };
  const rotate = (...names: string[]) =>
    promisify(execFile)(process.execPath, ['build/server/rotate-ledger-key.js', ...names.map(file)], { env });
  await expect(rotate('old.key')).rejects.toMatchObject({ code: 2 });
  await expect(rotate('missing.key', 'new.key')).rejects.toMatchObject({ code: 1 });
  const { stdout } = await rotate('old.key', 'new.key');
  const next = readSignerKey((await readFile(file('new.key'), 'utf8')).trim()).vkey;
  expect(stdout).toContain(`CHECKPOINT_PUBLIC_KEY=${next}\n`);
  expect(stdout).not.toContain('PRIVATE');
  const keys = (await (await get('keys')).json()) as { organisation: string; ledger: ListedKey[] };
  expect(followKeys(keys.organisation, vkey(), keys.ledger)).toEqual([vkey(), next]);
  await server.stop();
  await expect(start('old.key')).rejects.toThrow(/not the one in force/);
  server = await start('new.key');
  expect((await get('checkpoint')).status).toBe(200);
});

function published(): Record<string, string | undefined> {
  const { DATABASE_URL_PUBLISHED } = roleUrls(database);
  return { DATABASE_URL_PUBLISHED };
}
