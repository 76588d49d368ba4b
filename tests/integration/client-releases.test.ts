import { asc, sql } from 'drizzle-orm';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { clientManifestDigest, encodeClientManifest } from '~/crypto/client-manifest';
import { decodeEntry } from '~/crypto/tlog/entry';
import { clientManifest, clientReleases } from '~/features/published/client-releases/client-releases.queries.server';
import { noteClientRelease } from '~/features/published/client-releases/note-client-release.server';
import { publication, ledgerEntry, checkpoint } from '~db/schema/published';
import { openSql } from '~db/database';
import { createTestDatabase, type TestDatabase } from '~tests/support/database';

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(() => database.close());

const release = (files: Record<string, string>) => {
  const manifest = encodeClientManifest(files);
  return { manifest, digest: clientManifestDigest(manifest) };
};
const one = 'a'.repeat(64);
const other = 'b'.repeat(64);
const first = release({ '/assets/a.js': one, '/favicon.svg': one });
const second = release({ '/assets/a.js': other, '/assets/b.js': one });
const startOn = (day: string) => ({ db: database.published, clock: { now: () => new Date(`${day}T09:00:00Z`) } });
const entries = async () =>
  (await database.published.select().from(ledgerEntry).orderBy(asc(ledgerEntry.index))).map(({ bytes }) =>
    decodeEntry(bytes),
  );

test('the first start with other files enters them in the ledger, later starts do not', async () => {
  expect(await noteClientRelease(startOn('2026-06-10'), first)).toBe(true);
  expect(await noteClientRelease(startOn('2026-06-11'), first)).toBe(false);
  expect(await noteClientRelease(startOn('2026-06-12'), second)).toBe(true);
  // Back to the first: it is known.
  expect(await noteClientRelease(startOn('2026-06-13'), first)).toBe(false);
  expect(await entries()).toEqual([
    { v: 1, kind: 'client-release', manifest: first.digest, day: '2026-06-10' },
    { v: 1, kind: 'client-release', manifest: second.digest, day: '2026-06-12' },
  ]);
  expect(await clientManifest(database.published, second.digest)).toBe(second.manifest);
});

test('of processes that start at once one enters the release', async () => {
  const noted = await Promise.all(Array.from({ length: 4 }, () => noteClientRelease(startOn('2026-06-10'), first)));
  expect(noted.filter(Boolean)).toHaveLength(1);
  expect(await entries()).toHaveLength(1);
});

test('the list says what changed, where each stands, and what no checkpoint covers yet', async () => {
  await noteClientRelease(startOn('2026-06-10'), second);
  await noteClientRelease(startOn('2026-06-10'), first);
  await sign(1);
  expect(await clientReleases(database.published)).toEqual([
    { digest: second.digest, day: '2026-06-10', entry: 0, signed: true, files: 2, differing: null },
    { digest: first.digest, day: '2026-06-10', entry: 1, signed: false, files: 2, differing: 3 },
  ]);
});

test('a release that somebody slipped into the table is shown as not in the ledger', async () => {
  await noteClientRelease(startOn('2026-06-10'), first);
  await database.published.execute(
    sql`insert into published.client_release values (decode(${second.digest}, 'hex'), ${second.manifest}, '2026-06-10')`,
  );
  const slipped = (await clientReleases(database.published)).find(({ digest }) => digest === second.digest);
  expect(slipped).toMatchObject({ entry: null, signed: false });
});

test('what was served cannot be written anew', async () => {
  await noteClientRelease(startOn('2026-06-10'), first);
  const admin = openSql({ ...database.admin, max: 1 });
  try {
    await expect(admin`update published.client_release set day = '2026-01-01'`).rejects.toThrow();
    await expect(admin`delete from published.client_release`).rejects.toThrow();
  } finally {
    await admin.end();
  }
});

test.each(['', first.digest.toUpperCase(), 'c'.repeat(64), "' or true --"])(
  'there is no release %j',
  async (digest) => {
    await noteClientRelease(startOn('2026-06-10'), first);
    expect(await clientManifest(database.published, digest)).toBeNull();
  },
);

async function sign(size: number): Promise<void> {
  const slot = new Date('2026-06-10T18:00:00Z');
  await database.identified.insert(publication).values({ number: 1, slot, day: '2026-06-10' });
  await database.published.insert(checkpoint).values({ size, publication: 1, note: '', frontier: Buffer.alloc(32) });
}
