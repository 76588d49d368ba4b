import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { desc } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type { AuditSource } from '~/audit/source';
import { witnessKeyPair } from '~/crypto/tlog/cosignature';
import { readSignerKey, noteSigner } from '~/crypto/tlog/note';
import { appendEntry } from '~/features/published/ledger/append-entry.server';
import { signCheckpoint } from '~/features/published/ledger/sign-checkpoint.server';
import { openDeviceLedger } from '~/features/published/ledger-on-device/device-ledger';
import { demoCompany } from '~/platform/environment';
import { demoSettings } from '~/platform/settings';
import { houseAt } from '~/witness/house';
import { witnessOnce } from '~/witness/witness';
import { leftOut } from '~db/backup/backup-tables';
import { readManifest } from '~db/backup/manifest';
import { restoreBackup } from '~db/backup/restore-backup';
import { writeBackup, type WrittenBackup } from '~db/backup/write-backup';
import { publication } from '~db/schema/published';
import { openAuditedDemo, type AuditedDemo } from '~tests/support/audited-demo';
import { createTestDatabase, type TestDatabase } from '~tests/support/database';
import { houseRoutes } from '~tests/support/house-routes';
import { memoryOfDevice } from '~tests/support/ledger-in-node';
import { rowsOfTables, tablesThatTellOfArrival } from '~tests/support/rows-of-tables';

/*
 * A house of which two backups were made: one of yesterday, since when something was published, and one that holds everything
 * that was. People remember the newest checkpoint.
 */

const settings = demoSettings(demoCompany);
let folder: string;
let identity: string;
let house: TestDatabase;
let demo: AuditedDemo;
let newest: WrittenBackup & { folder: string };
let older: WrittenBackup & { folder: string };
const copies: TestDatabase[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rr-restored-'));
  identity = await generateX25519Identity();
  house = await createTestDatabase();
  demo = await openAuditedDemo(house);
  older = await backUp('older');
  await publish(house, 'a word after the backup');
  newest = await backUp('newest');
});
afterEach(async () => {
  vi.unstubAllGlobals();
  await Promise.all(copies.splice(0).map((copy) => copy.close()));
});
afterAll(async () => {
  await house.close();
  await rm(folder, { recursive: true, force: true });
});

async function backUp(name: string) {
  const recipients = [await identityToRecipient(identity)];
  const into = join(folder, name);
  return { ...(await writeBackup({ admin: house.admin, folder: into, recipients, day: '2026-11-23' })), folder: into };
}

async function restored(from: WrittenBackup & { folder: string }): Promise<TestDatabase> {
  const copy = await createTestDatabase();
  copies.push(copy);
  const manifest = await readManifest(from.folder, from.digest);
  await restoreBackup({ admin: copy.admin, folder: from.folder, manifest, identity });
  return copy;
}

/** The next publication, which signs one more entry. */
async function publish({ identified, anonymous, published }: TestDatabase, word: string): Promise<void> {
  const [last] = await published.select().from(publication).orderBy(desc(publication.number)).limit(1);
  const number = (last?.number ?? 0) + 1;
  const day = '2026-11-23';
  await identified
    .insert(publication)
    .values({ number, slot: new Date(Date.parse('2026-11-23T09:30:00Z') + 5000 * number), day, editionsDone: true });
  await appendEntry(published, { v: 1, kind: 'setting', name: word, value: 1, day });
  await anonymous.update(publication).set({ signaturesDone: true });
  const checkpointSigner = noteSigner(demo.ledgerKeys.skey);
  await signCheckpoint({ db: published, checkpointSigner, settings }, { publication: number });
}

const routesOf = ({ published }: TestDatabase): AuditSource =>
  houseRoutes({ published, settings, receipts: readSignerKey(demo.receiptKey).vkey });

/** Whatever asks from now on asks this house. */
function serve(database: TestDatabase): void {
  const source = routesOf(database);
  vi.stubGlobal('fetch', async (address: string, init?: RequestInit) => {
    if (init?.method === 'POST') return Response.json({ error: 'unknown-witness' }, { status: 403 });
    const { pathname, search } = new URL(address, source.address);
    return new Response(Buffer.from(await source.get(pathname + search)));
  });
}

/** Somebody's device and somebody's witness, which have seen all that the house published. */
async function watchers(name: string) {
  const memory = memoryOfDevice();
  const visit = () =>
    openDeviceLedger({
      organisation: settings.organisation,
      memory,
      pause: () => Promise.resolve(),
      onBroken: () => undefined,
    }).view();
  const run = () =>
    witnessOnce({
      house: houseAt('https://robin.example'),
      key: witnessKeyPair(`${name}.example/w`, new Uint8Array(32).fill(9)),
      folder: join(folder, name),
      publicFolder: join(folder, name, 'public'),
      others: () => Promise.resolve([]),
      now: () => new Date('2026-11-23T09:31:00Z'),
      pause: () => Promise.resolve(),
    });
  serve(house);
  await visit();
  await expect(run()).resolves.toMatchObject({ kind: 'cosigned', isFirst: true });
  return { visit, run };
}

describe('what holds all that was published', () => {
  test('has every row of every table, and says nothing of when any came', async () => {
    const copy = await restored(newest);
    const [before, after] = [await rowsOfTables(house.admin), await rowsOfTables(copy.admin)];
    for (const [name, rows] of Object.entries(before)) expect(after[name], name).toEqual(leftOut.has(name) ? [] : rows);
    expect(Object.values(after).filter((rows) => rows.length > 0).length).toBeGreaterThan(40);
    expect(await tablesThatTellOfArrival(copy.admin)).toEqual([]);
  });

  test('passes the auditor as the house itself does, also against the checkpoint that somebody kept', async () => {
    const kept = new TextDecoder().decode(await routesOf(house).get('/ledger/checkpoint'));
    const report = await demo.audit(routesOf(await restored(newest)), { checkpoints: [kept] });
    expect(report.verdict, JSON.stringify(report.checks)).toBe('passed');
    expect(report.checks.flatMap(({ findings }) => findings)).toEqual([]);
  });

  test('is the same house to devices and witnesses, and goes on from there', async () => {
    const { visit, run } = await watchers('same');
    const copy = await restored(newest);
    serve(copy);
    await expect(visit()).resolves.toMatchObject({ before: expect.any(Number) as number });
    await expect(run()).resolves.toMatchObject({ kind: 'cosigned', isNew: false });
    await publish(copy, 'another word');
    await expect(visit()).resolves.toBeTruthy();
    await expect(run()).resolves.toMatchObject({ kind: 'cosigned', isNew: true });
  });
});

describe('an older state', () => {
  test('is a shorter ledger to devices, witnesses and the auditor', async () => {
    const kept = new TextDecoder().decode(await routesOf(house).get('/ledger/checkpoint'));
    const { visit, run } = await watchers('shorter');
    const copy = await restored(older);
    serve(copy);
    await expect(visit()).rejects.toMatchObject({ code: 'rolled-back' });
    await expect(run()).resolves.toMatchObject({ kind: 'contradiction', contradiction: { kind: 'shorter' } });
    // By itself it is in order: only who remembers can tell.
    const alone = await demo.audit(routesOf(copy));
    expect(alone.verdict).toBe('passed');
    const held = await demo.audit(routesOf(copy), { checkpoints: [kept] });
    expect(held.verdict).toBe('fraud');
  });

  test('that goes on is another history, however much is published', async () => {
    const { visit, run } = await watchers('rewritten');
    const copy = await restored(older);
    for (const word of ['one', 'two', 'three']) await publish(copy, word);
    serve(copy);
    await expect(visit()).rejects.toMatchObject({ code: 'rewritten' });
    await expect(run()).resolves.toMatchObject({ kind: 'contradiction', contradiction: { kind: 'rewritten' } });
  });
});
