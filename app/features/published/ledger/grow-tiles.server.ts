import { and, asc, desc, eq, gte, lt } from 'drizzle-orm';
import { rowRoot } from '~/crypto/tlog/merkle';
import { hashesAt, TILE_WIDTH } from '~/crypto/tlog/tile-path';
import type { Database } from '~db/database';
import { ledgerEntry } from '~db/schema/published';
import { ledgerTile } from '~db/schema/published-ledger';

/** How many hashes are read at once: the leaves below 40 hashes. */
const pageWidth = 40;

/**
 * Completes the tiles above the leaves up to a size of the ledger, within the transaction that signs it. It costs what is
 * new since the last time; where tiles are missing, because an older version signed, they are made now.
 * @throws RangeError where the ledger has fewer entries than `size`
 */
export async function growTiles(tx: Database, size: number): Promise<void> {
  for (let level = 1; hashesAt(level, size) > 0; level += 1) {
    let row = await lastTile(tx, level);
    for (let at = TILE_WIDTH * row.number + row.hashes.length / 32; at < hashesAt(level, size);) {
      if (row.hashes.length === 32 * TILE_WIDTH) row = { number: row.number + 1, hashes: Buffer.alloc(0) };
      const end = Math.min(TILE_WIDTH * (row.number + 1), hashesAt(level, size), at + pageWidth);
      row = { number: row.number, hashes: Buffer.concat([row.hashes, ...(await rootsOver(tx, level, at, end))]) };
      await tx
        .insert(ledgerTile)
        .values({ level, ...row })
        .onConflictDoUpdate({ target: [ledgerTile.level, ledgerTile.number], set: { hashes: row.hashes } });
      at = end;
    }
  }
}

async function lastTile(tx: Database, level: number): Promise<{ number: number; hashes: Buffer }> {
  const [row] = await tx
    .select({ number: ledgerTile.number, hashes: ledgerTile.hashes })
    .from(ledgerTile)
    .where(eq(ledgerTile.level, level))
    .orderBy(desc(ledgerTile.number))
    .limit(1);
  return { number: row?.number ?? 0, hashes: Buffer.from(row?.hashes ?? []) };
}

/** Hashes `from` to before `to` of a level: each is the root over a full tile of the level below. */
async function rootsOver(tx: Database, level: number, from: number, to: number): Promise<Uint8Array[]> {
  const below = level === 1 ? await leavesBelow(tx, from, to) : await tilesBelow(tx, level - 1, from, to);
  if (below.length !== (to - from) * TILE_WIDTH) throw new RangeError('the ledger has fewer entries than its size');
  return Array.from({ length: to - from }, (_, place) =>
    rowRoot(below.slice(TILE_WIDTH * place, TILE_WIDTH * (place + 1))),
  );
}

async function leavesBelow(tx: Database, from: number, to: number): Promise<Uint8Array[]> {
  const rows = await tx
    .select({ leaf: ledgerEntry.leafHash })
    .from(ledgerEntry)
    .where(and(gte(ledgerEntry.index, TILE_WIDTH * from), lt(ledgerEntry.index, TILE_WIDTH * to)))
    .orderBy(asc(ledgerEntry.index));
  return rows.map(({ leaf }) => leaf);
}

async function tilesBelow(tx: Database, level: number, from: number, to: number): Promise<Uint8Array[]> {
  const rows = await tx
    .select({ hashes: ledgerTile.hashes })
    .from(ledgerTile)
    .where(and(eq(ledgerTile.level, level), gte(ledgerTile.number, from), lt(ledgerTile.number, to)))
    .orderBy(asc(ledgerTile.number));
  return rows.flatMap(({ hashes }) =>
    Array.from({ length: hashes.length / 32 }, (_, place) => hashes.subarray(32 * place, 32 * (place + 1))),
  );
}
