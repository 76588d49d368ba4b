import { toHex } from '../hash';
import { emptyRoot, MerkleError, nodeHash, rowRoot } from './merkle';
import { rangeProof } from './range-proof';
import { hashesAt, TILE_WIDTH, tileWidth } from './tile-path';

/*
 * A ledger read by its tiles (C2SP tlog-tiles): leaves, roots and proofs, computed by whoever needs them. Nothing of a tile
 * is used before it was traced back to the root: the tiles at the right edge must make that root together, and every other
 * one hashes to what the tile above it says.
 */

/** Where the tiles come from. */
export interface LedgerTreeSource {
  /** Entries under the checkpoint that is trusted. */
  readonly size: number;
  /** Ledger root of that checkpoint, 32 bytes. */
  readonly root: Uint8Array;
  /** Fetches a tile of exactly this width: 32 bytes a hash. What it gives is attacker-controlled; what it throws is passed on. */
  readonly tile: (level: number, number: number, width: number) => Promise<Uint8Array>;
  /** How many tiles are kept in memory besides the right edge, 8 KB each; 512 unless told otherwise. */
  readonly keep?: number;
}

/** A ledger whose every answer was checked against its root. All methods throw MerkleError and what fetching throws. */
export interface LedgerTree {
  readonly size: number;
  readonly root: Uint8Array;
  /** RFC 6962 leaves `first` to `first + count - 1`. @throws MerkleError `bad-size` where the ledger has fewer */
  leaves(first: number, count: number): Promise<Uint8Array[]>;
  /** Proof for `verifyInclusion`: siblings of the entry from the leaf up. */
  inclusion(index: number): Promise<Uint8Array[]>;
  /** Proof for `verifyConsistency` from an earlier size to this one. */
  consistency(fromSize: number): Promise<Uint8Array[]>;
  /** Proof for `verifyRange`: that `count` entries stand side by side from `first` on. */
  range(first: number, count: number): Promise<Uint8Array[]>;
  /** Root over the first `size` entries. */
  rootAt(size: number): Promise<Uint8Array>;
}

/** Bits of a level: a tile is a subtree of this height. */
const HEIGHT = 8;
const KEPT = 512;
/** Tiles that are fetched at once. */
const AT_ONCE = 8;

/** Opens a ledger at a checkpoint. Fetches nothing yet. */
export function openTree(source: LedgerTreeSource): LedgerTree {
  return new TiledLedger(source);
}

class TiledLedger implements LedgerTree {
  readonly size: number;
  readonly root: Uint8Array;
  readonly #source: LedgerTreeSource;
  readonly #keep: number;
  readonly #tiles = new Map<string, Promise<Uint8Array>>();
  #edge: Promise<ReadonlyMap<number, Uint8Array>> | null = null;

  constructor(source: LedgerTreeSource) {
    if (!Number.isSafeInteger(source.size) || source.size < 0) {
      throw new MerkleError('bad-size', 'Not a number of entries');
    }
    if (source.root.length !== 32) throw new MerkleError('bad-hash', 'A hash has 32 bytes');
    this.size = source.size;
    this.root = source.root;
    this.#source = source;
    this.#keep = source.keep ?? KEPT;
  }

  async leaves(first: number, count: number): Promise<Uint8Array[]> {
    this.#check(first + count);
    this.#check(first);
    if (count === 0) return [];
    const [from, to] = [Math.floor(first / TILE_WIDTH), Math.floor((first + count - 1) / TILE_WIDTH)];
    const hashes: Uint8Array[] = [];
    for (let start = from; start <= to; start += AT_ONCE) {
      const numbers = Array.from({ length: Math.min(AT_ONCE, to - start + 1) }, (_, place) => start + place);
      const tiles = await Promise.all(numbers.map((number) => this.#tile(0, number)));
      for (const tile of tiles) hashes.push(...hashesOf(tile));
    }
    const skip = first - from * TILE_WIDTH;
    return hashes.slice(skip, skip + count);
  }

  async inclusion(index: number): Promise<Uint8Array[]> {
    this.#check(index + 1);
    let [start, end] = [0, this.size];
    const path: Uint8Array[] = [];
    while (end - start > 1) {
      const middle = start + split(end - start);
      if (index < middle) {
        path.push(await this.#hash(middle, end));
        end = middle;
      } else {
        path.push(await this.#hash(start, middle));
        start = middle;
      }
    }
    return path.reverse();
  }

  async consistency(fromSize: number): Promise<Uint8Array[]> {
    this.#check(fromSize);
    if (fromSize === 0 || fromSize === this.size) return [];
    let [start, end] = [0, this.size];
    const path: Uint8Array[] = [];
    while (end !== fromSize) {
      const middle = start + split(end - start);
      if (fromSize <= middle) {
        path.push(await this.#hash(middle, end));
        end = middle;
      } else {
        path.push(await this.#hash(start, middle));
        start = middle;
      }
    }
    if (start > 0) path.push(await this.#hash(start, end));
    return path.reverse();
  }

  range(first: number, count: number): Promise<Uint8Array[]> {
    return rangeProof({ first, count, size: this.size }, (start, end) => this.#hash(start, end));
  }

  async rootAt(size: number): Promise<Uint8Array> {
    this.#check(size);
    if (size === 0) return emptyRoot();
    return this.#hash(0, size);
  }

  #check(size: number): void {
    if (!Number.isSafeInteger(size) || size < 0 || size > this.size) {
      throw new MerkleError('bad-size', 'The ledger has no such entries');
    }
  }

  /** Root over the entries from `start` to before `end`, of a subtree as RFC 6962 splits it. */
  async #hash(start: number, end: number): Promise<Uint8Array> {
    const count = end - start;
    const middle = split(count);
    if (count > 1 && count !== 2 * middle) {
      return nodeHash(await this.#hash(start, start + middle), await this.#hash(start + middle, end));
    }
    // A full subtree: some hashes side by side in one tile.
    const height = Math.round(Math.log2(count));
    const level = Math.floor(height / HEIGHT);
    const width = 2 ** (height % HEIGHT);
    const first = start / TILE_WIDTH ** level;
    const tile = await this.#tile(level, Math.floor(first / TILE_WIDTH));
    const place = first % TILE_WIDTH;
    return rowRoot(hashesOf(tile).slice(place, place + width));
  }

  /** A tile that leads to the root. */
  async #tile(level: number, number: number): Promise<Uint8Array> {
    const edge = await this.#rightEdge();
    if (tileWidth(level, number, this.size) < TILE_WIDTH) {
      const tile = edge.get(level);
      if (!tile) throw new MerkleError('bad-size', 'The ledger has no such tile');
      return tile;
    }
    const key = `${String(level)}/${String(number)}`;
    const kept = this.#tiles.get(key);
    const tile = kept ?? this.#fullTile(level, number);
    this.#tiles.delete(key);
    this.#tiles.set(key, tile);
    for (const oldest of this.#tiles.keys()) {
      if (this.#tiles.size <= this.#keep) break;
      this.#tiles.delete(oldest);
    }
    if (!kept) tile.catch(() => this.#tiles.delete(key));
    return tile;
  }

  async #fullTile(level: number, number: number): Promise<Uint8Array> {
    const bytes = await this.#fetch(level, number, TILE_WIDTH);
    const above = await this.#tile(level + 1, Math.floor(number / TILE_WIDTH));
    const place = 32 * (number % TILE_WIDTH);
    requireSame(rowRoot(hashesOf(bytes)), above.subarray(place, place + 32));
    return bytes;
  }

  async #fetch(level: number, number: number, width: number): Promise<Uint8Array> {
    const bytes = await this.#source.tile(level, number, width);
    if (bytes.length !== 32 * width) throw new MerkleError('wrong-length', 'A tile has another width');
    // Whoever fetched it may go on to change it.
    return bytes.slice();
  }

  /** The partial tiles by their level. Every full subtree that the size is made of is in one of them. */
  #rightEdge(): Promise<ReadonlyMap<number, Uint8Array>> {
    if (this.#edge) return this.#edge;
    const edge = this.#fetchEdge();
    // What could not be fetched once may be fetched later.
    edge.catch(() => {
      this.#edge = null;
    });
    this.#edge = edge;
    return edge;
  }

  async #fetchEdge(): Promise<ReadonlyMap<number, Uint8Array>> {
    const edge = new Map<number, Uint8Array>();
    const subtrees: Uint8Array[] = [];
    let levels = 0;
    while (hashesAt(levels, this.size) > 0) levels += 1;
    for (let level = levels - 1; level >= 0; level -= 1) {
      const width = hashesAt(level, this.size) % TILE_WIDTH;
      if (width === 0) continue;
      const bytes = await this.#fetch(level, Math.floor(hashesAt(level, this.size) / TILE_WIDTH), width);
      edge.set(level, bytes);
      const hashes = hashesOf(bytes);
      for (let bit = TILE_WIDTH / 2, at = 0; bit >= 1; bit /= 2) {
        if (Math.floor(width / bit) % 2 === 0) continue;
        subtrees.push(rowRoot(hashes.slice(at, at + bit)));
        at += bit;
      }
    }
    const root = this.size === 0 ? emptyRoot() : subtrees.reduceRight((right, left) => nodeHash(left, right));
    requireSame(root, this.root);
    return edge;
  }
}

/** Largest power of two below a size of at least 2 (RFC 6962, section 2.1). */
function split(size: number): number {
  let power = 1;
  while (2 * power < size) power *= 2;
  return power;
}

function hashesOf(tile: Uint8Array): Uint8Array[] {
  return Array.from({ length: tile.length / 32 }, (_, place) => tile.subarray(32 * place, 32 * (place + 1)));
}

function requireSame(computed: Uint8Array, claimed: Uint8Array): void {
  if (toHex(computed) !== toHex(claimed))
    throw new MerkleError('wrong-root', 'A tile does not lead to the ledger root');
}
