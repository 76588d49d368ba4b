import { concatBytes } from '@noble/hashes/utils.js';
import { leafHash, nodeHash } from '~/crypto/tlog/merkle';
import type { LedgerTreeSource } from '~/crypto/tlog/ledger-tree';
import { mth } from './merkle-definition';

/** A ledger that is served by tiles, made from the words of C2SP tlog-tiles; it keeps what was asked for. */
export interface TiledLedger extends LedgerTreeSource {
  readonly leaves: readonly Uint8Array[];
  readonly asked: string[];
}

/** @param size entries, each its number in four bytes. @param count how many of them the root and the tiles are over */
export function tiledLedger(size: number, count = size): TiledLedger {
  const leaves = manyLeaves(size);
  const asked: string[] = [];
  // Level by level, as the definition has it: the hashes of a level are the roots over 256 of the level below.
  const levels = [leaves.slice(0, count)];
  for (let below = levels[0] as Uint8Array[]; below.length >= 256;) {
    const row = Array.from({ length: Math.floor(below.length / 256) }, (_, at) =>
      foldAll(below.slice(256 * at, 256 * (at + 1))),
    );
    levels.push(row);
    below = row;
  }
  return {
    size: count,
    root: count < 2000 ? mth(levels[0] as Uint8Array[]) : rootOf(levels[0] as Uint8Array[]),
    leaves,
    asked,
    tile: (level, number, width) => {
      asked.push(`${String(level)}/${String(number)}/${String(width)}`);
      const hashes = levels[level]?.slice(256 * number, 256 * number + width) ?? [];
      if (hashes.length !== width) return Promise.reject(new Error('404'));
      return Promise.resolve(concatBytes(...hashes));
    },
  };
}

/** Its number in four bytes. */
export function bytesOfEntry(index: number): Uint8Array {
  return Uint8Array.of(index >> 24, index >> 16, index >> 8, index);
}

export function manyLeaves(count: number): Uint8Array[] {
  return Array.from({ length: count }, (_, index) => leafHash(bytesOfEntry(index)));
}

/** Root over a row, pair by pair; what has no partner goes up as it is. The same tree as RFC 6962's, in less time. */
export function rootOf(row: readonly Uint8Array[]): Uint8Array {
  return foldAll([...row]);
}

function foldAll(row: Uint8Array[]): Uint8Array {
  if (row.length === 1) return row[0] as Uint8Array;
  return foldAll(
    Array.from({ length: Math.ceil(row.length / 2) }, (_, at) => {
      const [left, right] = [row[2 * at] as Uint8Array, row[2 * at + 1]];
      return right ? nodeHash(left, right) : left;
    }),
  );
}
