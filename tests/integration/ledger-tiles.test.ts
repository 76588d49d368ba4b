import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { encodeEntry, entryLeaf } from '~/crypto/tlog/entry';
import { readEntryBundle } from '~/crypto/tlog/entry-bundle';
import { verifyConsistency, verifyInclusion } from '~/crypto/tlog/merkle';
import { tilePath, tileWidth } from '~/crypto/tlog/tile-path';
import { openSql } from '~db/database';
import { cosignature, ledgerTile, ledgerWitness } from '~db/schema/published-ledger';
import { createTestDatabase, type TestDatabase } from '~tests/support/database';
import { publishedLedger, someEntry, type PublishedLedger } from '~tests/support/published-ledger';

let database: TestDatabase;
let ledger: PublishedLedger;
beforeAll(async () => {
  database = await createTestDatabase();
  ledger = publishedLedger(database);
});
afterAll(() => database.close());

const status = async (path: string) => (await ledger.get(path)).status;
const bytesOf = async (path: string) => new Uint8Array(await (await ledger.get(path)).arrayBuffer());

/** What no role of the server may do. */
async function asAdmin(statement: string): Promise<void> {
  const admin = openSql(database.admin);
  try {
    await admin.unsafe(statement);
  } finally {
    await admin.end();
  }
}

test('before the first checkpoint there is nothing, whatever was appended', async () => {
  await ledger.append(300);
  expect(await status('checkpoint')).toBe(404);
  expect(await (await ledger.get('checkpoints')).json()).toEqual([]);
  expect(await status('tile/0/000')).toBe(404);
  expect(await status('tile/entries/000')).toBe(404);
  expect(await (await ledger.get('keys')).json()).toEqual({
    ...{ v: 1, organisation: 'acme', ledger: [], receipts: 'acme/receipt+00000000+AA==' },
  });
});

describe('after two publications', () => {
  let sizes: number[];
  beforeAll(async () => {
    await ledger.publish();
    await ledger.append(600);
    await ledger.publish();
    // Two entries that no checkpoint covers yet.
    await ledger.append(2);
    sizes = ((await (await ledger.get('checkpoints?from=0')).json()) as { size: number }[]).map(({ size }) => size);
  });

  test('every leaf, and every entry behind it, leads to the root that was signed', async () => {
    const { checkpoint, tree } = await ledger.newest();
    expect(sizes).toEqual([301, 901]);
    expect(checkpoint.size).toBe(901);
    const leaves = await tree.leaves(0, 901);
    for (const number of [0, 1, 2, 3]) {
      const entries = readEntryBundle(await bytesOf(tilePath('entries', number, tileWidth('entries', number, 901))));
      expect(entries.map(entryLeaf)).toEqual(leaves.slice(256 * number, 256 * (number + 1)));
    }
    const leaf = entryLeaf(encodeEntry(someEntry(500)));
    const proof = await tree.inclusion(501);
    expect(() => verifyInclusion({ index: 501, size: 901, leaf, proof, root: checkpoint.root })).not.toThrow();
  });

  test('the newer state is shown to continue the older one', async () => {
    const { checkpoint, tree } = await ledger.newest();
    const [first] = (await (await ledger.get('checkpoints')).json()) as { note: string; day: string }[];
    const fromRoot = Buffer.from(first?.note.split('\n')[2] ?? '', 'base64');
    expect(await tree.rootAt(301)).toEqual(new Uint8Array(fromRoot));
    const proof = await tree.consistency(301);
    const claim = { fromSize: 301, fromRoot, toSize: 901, toRoot: checkpoint.root, proof };
    expect(() => verifyConsistency(claim)).not.toThrow();
    expect(first?.day).toBe('2026-01-01');
    expect(await (await ledger.get('checkpoints?from=302')).json()).toHaveLength(1);
    expect(await status('checkpoints?from=-1')).toBe(400);
    expect(await status('checkpoints?from=01')).toBe(400);
  });

  test.each([
    ['tile/0/003.p/133', 200],
    ['tile/0/003.p/134', 404],
    ['tile/0/003', 404],
    ['tile/0/001.p/45', 200],
    ['tile/1/000.p/3', 200],
    ['tile/1/000.p/1', 200],
    ['tile/1/000.p/4', 404],
    ['tile/2/000.p/1', 404],
    ['tile/entries/003.p/133', 200],
    ['tile/entries/003.p/135', 404],
    ['tile/entries/004.p/1', 404],
    ['tile/0/0', 404],
    ['tile/0/x000/000', 404],
    ['tile/8/000', 404],
    ['tile/63/000', 404],
    ['tile/0/x999/x999/x999/x999/x999/999', 404],
    ['tile/', 404],
    ['tile/../checkpoint', 404],
  ])('%s is answered with %i: what the checkpoint covers, in one spelling', async (path, expected) => {
    expect(await status(path)).toBe(expected);
  });

  test('what is there is kept for ever, what is not yet there never; anybody’s page may read it', async () => {
    const [there, missing] = [await ledger.get('tile/0/000'), await ledger.get('tile/0/004')];
    expect(there.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(there.headers.get('content-type')).toBe('application/octet-stream');
    expect((await there.arrayBuffer()).byteLength).toBe(8192);
    expect(missing.headers.get('cache-control')).toBe('no-store');
    for (const path of ['tile/0/000', 'tile/0/004', 'checkpoint', 'checkpoints', 'keys']) {
      expect((await ledger.get(path)).headers.get('access-control-allow-origin')).toBe('*');
    }
    const checkpoint = await ledger.get('checkpoint');
    expect(checkpoint.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    const again = await ledger.get('checkpoint', { 'if-none-match': checkpoint.headers.get('etag') ?? '' });
    expect(again.status).toBe(304);
  });

  test('lines of witnesses stand below the newest checkpoint alone, by name', async () => {
    const key = { runBy: 'somebody', addedDay: '2026-01-01' };
    await database.identified.insert(ledgerWitness).values([
      { name: 'union.example/w', key: 'k1', ...key },
      { name: 'council.example/w', key: 'k2', ...key },
    ]);
    const at = { witnessedAt: new Date() };
    await database.published.insert(cosignature).values([
      { size: 901, witness: 'union.example/w', line: '— union.example/w AAAAAAA=', ...at },
      { size: 901, witness: 'council.example/w', line: '— council.example/w AAAAAAA=', ...at },
      { size: 301, witness: 'union.example/w', line: '— union.example/w BBBBBBB=', ...at },
    ]);
    const lines = (await (await ledger.get('checkpoint')).text()).split('\n');
    expect(lines.slice(5)).toEqual(['— council.example/w AAAAAAA=', '— union.example/w AAAAAAA=', '']);
  });
});

test('where the table of tiles is behind, the next checkpoint makes what is missing', async () => {
  const before = await database.published.select().from(ledgerTile);
  expect(before.map(({ hashes }) => hashes.length)).toEqual([96]);
  // An older version signed without tiles; or only some of them are there.
  for (const left of [0, 32]) {
    await asAdmin(
      left === 0
        ? 'delete from published.ledger_tile'
        : `update published.ledger_tile set hashes = substring(hashes from 1 for ${String(left)})`,
    );
    await expect(ledger.newest().then(({ tree }) => tree.leaves(0, 1))).rejects.toThrow();
    await ledger.append(1);
    await ledger.publish();
    const [after] = await database.published.select().from(ledgerTile);
    expect(after?.hashes.length).toBe(96);
    expect(after?.hashes).toEqual(before[0]?.hashes);
    const { checkpoint, tree } = await ledger.newest();
    expect(await tree.leaves(0, checkpoint.size)).toHaveLength(checkpoint.size);
  }
});

test('65,536 entries make a second level of tiles', async () => {
  // As append_entry would, one by one, in ten times as long.
  await asAdmin(`insert into published.ledger_entry (index, bytes, leaf_hash)
    select i, int4send(i), sha256('\\x00' || int4send(i)) from generate_series(905, 65899) as i`);
  await ledger.publish();
  const { checkpoint, tree } = await ledger.newest();
  expect(checkpoint.size).toBe(65_900);
  const proof = await tree.inclusion(40_000);
  const [leaf] = await tree.leaves(40_000, 1);
  expect(proof).toHaveLength(17);
  const claim = { index: 40_000, size: checkpoint.size, leaf: leaf as Uint8Array, proof, root: checkpoint.root };
  expect(() => verifyInclusion(claim)).not.toThrow();
  expect((await bytesOf('tile/2/000.p/1')).length).toBe(32);
});
