import { randomBytes } from 'node:crypto';
import { asc, sql } from 'drizzle-orm';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openCheckpoint } from '~/crypto/tlog/checkpoint';
import { decodeEntry } from '~/crypto/tlog/entry';
import { followKeys, isNextKey, type ListedKey } from '~/crypto/tlog/next-key';
import { nodeNoteSigner } from '~/crypto/tlog/node-signer';
import { noteKeyPair, noteVerifier, readSignerKey } from '~/crypto/tlog/note';
import { rotateLedgerKey } from '~/features/published/ledger/ledger-keys.server';
import { refuseOldKey } from '~/server/refuse-old-key';
import type { ServerKeys } from '~/server/server-keys';
import { ledgerEntry, publication } from '~db/schema/published';
import { inTransaction } from '~db/transaction';
import { createTestDatabase, type TestDatabase } from '~tests/support/database';
import { publishedLedger, type PublishedLedger } from '~tests/support/published-ledger';

let database: TestDatabase;
let ledger: PublishedLedger;
let first: string;
beforeEach(async () => {
  database = await createTestDatabase();
  ledger = publishedLedger(database);
  first = ledger.signingKey;
});
afterEach(() => database.close());

const another = (name = 'acme/ledger') => noteKeyPair(name, randomBytes(32)).skey;
const rotate = (oldKey: string, newKey: string) =>
  rotateLedgerKey(database.published, { organisation: 'acme', oldKey, newKey, day: '2026-01-09' });
const listed = async () => ((await (await ledger.get('keys')).json()) as { ledger: ListedKey[] }).ledger;
const code = (code: string): unknown => expect.objectContaining({ code });

async function keyEntries(): Promise<{ index: number; number: unknown; key: unknown }[]> {
  const rows = await database.published.select().from(ledgerEntry).orderBy(asc(ledgerEntry.index));
  return rows.flatMap(({ index, bytes }) => {
    const { kind, number, key } = decodeEntry(bytes);
    return kind === 'ledger-key' ? [{ index, number, key }] : [];
  });
}

test('the first key is an entry under the first checkpoint, once', async () => {
  const { vkey } = readSignerKey(first);
  await ledger.append(3);
  await ledger.publish();
  await ledger.append(1);
  await ledger.publish();
  expect(await keyEntries()).toEqual([{ index: 3, number: 1, key: vkey }]);
  expect(await listed()).toEqual([{ number: 1, key: vkey, signature: '', day: '2026-01-01' }]);
});

test('a key that the one before signed for signs every checkpoint after its entry, and none before', async () => {
  await ledger.append(3);
  await ledger.publish();
  const before = await (await ledger.get('checkpoint')).text();
  const next = another();
  expect(await rotate(first, next)).toBe(2);

  // A process that was not started anew: its publication stops where it would be signed, and nothing of it counts.
  await ledger.append(1);
  await expect(ledger.publish()).rejects.toThrow(code('not-in-force'));
  expect(await (await ledger.get('checkpoint')).text()).toBe(before);
  const [, unfinished] = await database.published.select().from(publication).orderBy(asc(publication.number));
  expect(unfinished?.checkpointDone).toBe(false);

  ledger.signingKey = next;
  await ledger.publish();
  const { checkpoint, tree } = await ledger.newest();
  const [, entered] = await keyEntries();
  const keys = [first, next].map((skey) => readSignerKey(skey).vkey);
  expect(entered).toEqual({ index: 4, number: 2, key: keys[1] });
  expect(checkpoint.size).toBe(6);
  expect(await tree.leaves(0, 6)).toHaveLength(6);
  const after = await (await ledger.get('checkpoint')).text();
  expect(() => openCheckpoint(after, noteVerifier(keys[0] as string))).toThrow(code('unsigned'));
  expect(() => openCheckpoint(before, noteVerifier(keys[0] as string))).not.toThrow();
  // Whoever knows the first key finds the second, and need not believe anybody else.
  expect(followKeys('acme', keys[0] as string, await listed())).toEqual(keys);
});

test('keys go on and on, and a list that was tampered with is not followed', async () => {
  await ledger.publish();
  const keys = [first, another(), another(), another()];
  for (const [place, key] of keys.slice(1).entries()) await rotate(keys[place] as string, key);
  const vkeys = keys.map((skey) => readSignerKey(skey).vkey);
  const chain = await listed();
  expect(followKeys('acme', vkeys[0] as string, chain)).toEqual(vkeys);
  expect(followKeys('acme', vkeys[2] as string, chain)).toEqual(vkeys.slice(2));
  const foreign = readSignerKey(another()).vkey;
  expect(() => followKeys('acme', foreign, chain)).toThrow(code('unknown-key'));
  expect(() => followKeys('other', vkeys[0] as string, chain)).toThrow(code('broken-chain'));
  const change = (at: number, by: Partial<ListedKey>) => chain.map((row, place) => (place === at ? { ...row, ...by } : row)); // prettier-ignore
  for (const wrong of [
    change(2, { key: foreign }),
    change(2, { signature: chain[1]?.signature ?? '' }),
    change(3, { signature: '' }),
    change(1, { number: 3 }),
    chain.filter((_, place) => place !== 1),
  ]) {
    expect(() => followKeys('acme', vkeys[0] as string, wrong)).toThrow(code('broken-chain'));
  }
  const { number, key, signature } = chain[1] as ListedKey;
  const next = { organisation: 'acme', number, key };
  expect(isNextKey(next, signature, vkeys[0] as string)).toBe(true);
});

test('it is refused before the first publication, with any key but the one in force, and to any used or foreign one', async () => {
  await expect(rotate(first, another())).rejects.toThrow(code('no-key-yet'));
  await ledger.publish();
  const second = another();
  await expect(rotate(another(), second)).rejects.toThrow(code('not-in-force'));
  await expect(rotate(first, another('acme/receipt'))).rejects.toThrow(code('another-ledger'));
  await expect(rotate(first, first)).rejects.toThrow(code('used-before'));
  await rotate(first, second);
  expect(await rotate(first, second)).toBe(2);
  await expect(rotate(first, another())).rejects.toThrow(code('not-in-force'));
  await expect(rotate(second, first)).rejects.toThrow(code('used-before'));
  expect(await keyEntries()).toHaveLength(2);
});

test('it waits for the publication that is under way', async () => {
  await ledger.publish();
  let rotated = false;
  const rotation = await inTransaction(database.published, async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(7020191, 4)`);
    const rotation = rotate(first, another()).then(() => {
      rotated = true;
    });
    await vi.waitFor(async () => {
      const [row] = await database.identified.execute<{ waiting: boolean }>(
        sql`select exists (select from pg_locks where locktype = 'advisory' and not granted and objid = 4
          and database = (select oid from pg_database where datname = current_database())) as waiting`,
      );
      expect(row?.waiting).toBe(true);
    }, 10_000);
    expect(rotated).toBe(false);
    return [rotation];
  });
  await Promise.all(rotation);
  expect(rotated).toBe(true);
});

test('a server does not start with a key that another follows; a public key that it was given may be any that was', async () => {
  await ledger.publish();
  const [second, vkey] = [another(), readSignerKey(first).vkey];
  const holding = (skey: string): ServerKeys => ({ receipts: null, checkpoints: nodeNoteSigner(skey), codes: null, publicKeys: { receipt: '', checkpoint: '' } }); // prettier-ignore
  const told = (checkpoint: string): ServerKeys => ({ receipts: null, checkpoints: null, codes: null, publicKeys: { receipt: '', checkpoint } }); // prettier-ignore
  const start = (keys: ServerKeys) => refuseOldKey({ ...database, connections: {} }, keys);
  await start(holding(first));
  await expect(start(holding(second))).rejects.toThrow(code('not-in-force'));
  await rotate(first, second);
  await start(holding(second));
  await expect(start(holding(first))).rejects.toThrow(code('not-in-force'));
  await start(told(vkey));
  await start(told(''));
  await expect(start(told(readSignerKey(another()).vkey))).rejects.toThrow(code('unknown-key'));
});
