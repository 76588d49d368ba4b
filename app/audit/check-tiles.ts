import { concatBytes } from '@noble/hashes/utils.js';
import { toHex } from '~/crypto/hash';
import { hashesAt, TILE_WIDTH, tilePath, tileWidth } from '~/crypto/tlog/tile-path';
import type { Check } from './recorder';
import { subtreeRoot, type LedgerTree } from './read-ledger';
import { SourceError, type AuditSource } from './source';

/**
 * Every tile above the leaves is that of the entries (protocol 6): browsers check receipts with tiles, and so nobody may be
 * given others. Tiles of leaves were compared while the entries were read.
 * @param of which leaves are those of the signed root
 */
export async function checkTiles(
  source: AuditSource,
  tree: LedgerTree,
  of: 'entries' | 'tiles',
  check: Check,
): Promise<void> {
  check.count(Math.ceil(tree.size / TILE_WIDTH));
  for (const path of tree.missingTiles) check.find('tile-differs', path, 'the hashes of its entries', 'nothing');
  if (of === 'entries') {
    for (const { index, entry, tile } of tree.differences) {
      check.find('tile-differs', `entry ${String(index)} in its tile of leaves`, entry, tile);
    }
  }
  let hashes = tree.level1(of);
  for (let level = 1; hashesAt(level, tree.size) > 0; level += 1) {
    const above: Uint8Array[] = [];
    for (let number = 0; number * TILE_WIDTH < hashes.length; number += 1) {
      const width = tileWidth(level, number, tree.size);
      const own = hashes.slice(number * TILE_WIDTH, number * TILE_WIDTH + width);
      await checkTile(source, `/ledger/${tilePath(level, number, width)}`, own, check);
      if (width === TILE_WIDTH) above.push(subtreeRoot(own));
    }
    hashes = above;
  }
}

async function checkTile(source: AuditSource, path: string, own: readonly Uint8Array[], check: Check): Promise<void> {
  check.count();
  try {
    const [expected, found] = [toHex(concatBytes(...own)), toHex(await source.get(path))];
    if (expected !== found) check.find('tile-differs', path, expected, found);
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    if (error.code === 'not-found') check.find('tile-differs', path, 'a tile', 'nothing');
    else check.cannot(error.message);
  }
}
