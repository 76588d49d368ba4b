import { and, asc, desc, eq, gte, lt } from 'drizzle-orm';
import { writeEntryBundle } from '~/crypto/tlog/entry-bundle';
import { TILE_WIDTH, tileWidth, type TilePlace } from '~/crypto/tlog/tile-path';
import type { Database } from '~db/database';
import { checkpoint, ledgerEntry, publication } from '~db/schema/published';
import { cosignature, ledgerTile } from '~db/schema/published-ledger';

/** How many checkpoints are told at once. */
export const checkpointsAtOnce = 1000;

/** A checkpoint as the ledger's key signed it. */
export interface KeptCheckpoint {
  /** Entries under it. */
  readonly size: number;
  readonly publication: number;
  /** Day of its publication. */
  readonly day: string;
  /** Signed note, without cosignatures. */
  readonly note: string;
}

/** The newest checkpoint with a line of every witness that cosigned it, by name; null before the first. */
export async function witnessedCheckpoint(db: Database): Promise<string | null> {
  const [last] = await db
    .select({ size: checkpoint.size, note: checkpoint.note })
    .from(checkpoint)
    .orderBy(desc(checkpoint.size))
    .limit(1);
  if (!last) return null;
  const lines = await db
    .select({ line: cosignature.line })
    .from(cosignature)
    .where(eq(cosignature.size, last.size))
    .orderBy(asc(cosignature.witness));
  return `${last.note}${lines.map(({ line }) => `${line.trimEnd()}\n`).join('')}`;
}

/** All checkpoints from a size on, smallest first, a thousand at most. */
export async function checkpointsFrom(db: Database, from: number): Promise<KeptCheckpoint[]> {
  return db
    .select({
      size: checkpoint.size,
      publication: checkpoint.publication,
      day: publication.day,
      note: checkpoint.note,
    })
    .from(checkpoint)
    .innerJoin(publication, eq(publication.number, checkpoint.publication))
    .where(gte(checkpoint.size, from))
    .orderBy(asc(checkpoint.size))
    .limit(checkpointsAtOnce);
}

/**
 * The bytes of a tile, or of a bundle of entries, as C2SP tlog-tiles has them: only of what the newest checkpoint covers.
 * What is appended meanwhile is nobody's to see before it is signed.
 * @returns null where the ledger has no such tile of this width yet
 * @throws RangeError where entries or tiles are missing under a checkpoint
 */
export async function tileBytes(db: Database, { level, number, width }: TilePlace): Promise<Uint8Array | null> {
  const [last] = await db.select({ size: checkpoint.size }).from(checkpoint).orderBy(desc(checkpoint.size)).limit(1);
  if (width > tileWidth(level, number, last?.size ?? 0)) return null;
  if (level === 'entries') return writeEntryBundle(await entriesOf(db, number, width));
  const bytes = level === 0 ? await leavesOf(db, number, width) : await hashesOf(db, level, number);
  if (bytes.length < 32 * width) throw new RangeError('a tile that the checkpoint covers is not there');
  return bytes.subarray(0, 32 * width);
}

async function entriesOf(db: Database, number: number, width: number): Promise<Uint8Array[]> {
  const rows = await db
    .select({ bytes: ledgerEntry.bytes })
    .from(ledgerEntry)
    .where(within(number, width))
    .orderBy(asc(ledgerEntry.index));
  if (rows.length !== width) throw new RangeError('an entry that the checkpoint covers is not there');
  return rows.map(({ bytes }) => bytes);
}

async function leavesOf(db: Database, number: number, width: number): Promise<Uint8Array> {
  const rows = await db
    .select({ leaf: ledgerEntry.leafHash })
    .from(ledgerEntry)
    .where(within(number, width))
    .orderBy(asc(ledgerEntry.index));
  return Buffer.concat(rows.map(({ leaf }) => leaf));
}

function within(number: number, width: number) {
  const first = TILE_WIDTH * number;
  return and(gte(ledgerEntry.index, first), lt(ledgerEntry.index, first + width));
}

async function hashesOf(db: Database, level: number, number: number): Promise<Uint8Array> {
  const [row] = await db
    .select({ hashes: ledgerTile.hashes })
    .from(ledgerTile)
    .where(and(eq(ledgerTile.level, level), eq(ledgerTile.number, number)));
  return row?.hashes ?? new Uint8Array();
}
