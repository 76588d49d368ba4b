import { asc, eq, inArray, max } from 'drizzle-orm';
import { compareClientFiles, decodeClientManifest } from '~/crypto/client-manifest';
import { fromHex, toHex } from '~/crypto/hash';
import { encodeEntry, entryLeaf } from '~/crypto/tlog/entry';
import type { Database } from '~db/database';
import { checkpoint, ledgerEntry } from '~db/schema/published';
import { clientRelease } from '~db/schema/published-ledger';
import type { LedgerEntry } from '../ledger/ledger-entry';

/** A build of the client that was served here. */
export interface ClientRelease {
  /** Hex of the SHA-256 of its manifest. */
  readonly digest: string;
  /** When it was first served. */
  readonly day: string;
  /** Where it stands in the ledger; null where it does not, which an honest house never shows. */
  readonly entry: number | null;
  /** Whether a checkpoint covers it: the next publication signs what was noted since the last. */
  readonly signed: boolean;
  /** How many files browsers may be served. */
  readonly files: number;
  /** How many files differ from the release before it in the ledger, added and removed ones included; null for the first. */
  readonly differing: number | null;
}

/** Every release, in the order of the ledger. */
export async function clientReleases(db: Database): Promise<readonly ClientRelease[]> {
  const rows = await db.select().from(clientRelease).orderBy(asc(clientRelease.day), asc(clientRelease.digest));
  const leaves = rows.map((row) => leafOf(toHex(row.digest), row.day));
  const places = new Map<string, number>();
  if (leaves.length > 0) {
    const found = await db
      .select({ index: ledgerEntry.index, leafHash: ledgerEntry.leafHash })
      .from(ledgerEntry)
      .where(inArray(ledgerEntry.leafHash, leaves));
    for (const { index, leafHash } of found) places.set(toHex(leafHash), index);
  }
  const [last] = await db.select({ size: max(checkpoint.size) }).from(checkpoint);
  const placed = rows
    .map((row, at) => ({ ...row, entry: places.get(toHex(leaves[at] ?? row.digest)) ?? null }))
    .sort((one, other) => (one.entry ?? Infinity) - (other.entry ?? Infinity));
  let before: ReturnType<typeof decodeClientManifest> | null = null;
  return placed.map(({ digest, day, entry, manifest }) => {
    const files = decodeClientManifest(manifest);
    const difference = before && compareClientFiles(before, files);
    before = files;
    return {
      digest: toHex(digest),
      day,
      entry,
      signed: entry !== null && entry < (last?.size ?? 0),
      files: Object.keys(files).length,
      differing: difference && Object.values(difference).flat().length,
    };
  });
}

/** The manifest of one release, as it is in the ledger; null where there is none with this digest. */
export async function clientManifest(db: Database, digest: string): Promise<string | null> {
  if (!/^[0-9a-f]{64}$/.test(digest)) return null;
  const [row] = await db
    .select({ manifest: clientRelease.manifest })
    .from(clientRelease)
    .where(eq(clientRelease.digest, Buffer.from(fromHex(digest))));
  return row?.manifest ?? null;
}

function leafOf(manifest: string, day: string): Buffer {
  const entry: LedgerEntry = { v: 1, kind: 'client-release', manifest, day };
  return Buffer.from(entryLeaf(encodeEntry(entry)));
}
