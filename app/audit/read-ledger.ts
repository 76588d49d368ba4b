import { toHex } from '~/crypto/hash';
import { entryLeaf } from '~/crypto/tlog/entry';
import { EntryBundleError, readEntryBundle } from '~/crypto/tlog/entry-bundle';
import { Frontier } from '~/crypto/tlog/merkle';
import { TILE_WIDTH, tilePath, tileWidth } from '~/crypto/tlog/tile-path';
import { proofsByDigest } from './check-proofs';
import { isProved, readFact, type LedgerFact } from './entry-form';
import { SourceError, type AuditSource } from './source';

/** Bundles that are on their way at once. */
const AHEAD = 6;
const HASH = 32;

/** 256 entries, the last time fewer. */
export interface Bundle {
  /** Index of the first. */
  readonly first: number;
  readonly entries: readonly Uint8Array[];
  /** Null for an entry that is none of the protocol's. */
  readonly facts: readonly (LedgerFact | null)[];
  /** Proofs of its acts by digest; null where none were asked for. */
  readonly proofs: ReadonlyMap<string, Uint8Array> | null;
}

/** An entry whose hash is not what the tile says. */
export interface Difference {
  readonly index: number;
  readonly entry: string;
  readonly tile: string;
}

/** What the tree over the entries comes to, and what it comes to over the tiles of leaves where they differ. */
export interface LedgerTree {
  readonly size: number;
  readonly differences: readonly Difference[];
  /** Tiles of leaves that could not be had, by path. */
  readonly missingTiles: readonly string[];
  /** Roots, hex, at the sizes that were asked for; of the tiles where they differ from the entries somewhere. */
  rootAt(size: number, of: 'entries' | 'tiles'): string | undefined;
  /** Roots of all full bundles in their order: the tiles of level 1. */
  level1(of: 'entries' | 'tiles'): readonly Uint8Array[];
}

/** Entries that are not there: nothing after them can be read. */
export class LedgerGapError extends Error {
  override readonly name = 'LedgerGapError';
  constructor(
    readonly path: string,
    readonly first: number,
    readonly expected: number,
    readonly found: number,
  ) {
    super(`${path}: ${String(found)} of ${String(expected)} entries`);
  }
}

export interface LedgerReadInput {
  readonly source: AuditSource;
  readonly size: number;
  /** Sizes at which the root is wanted. */
  readonly sizes: ReadonlySet<number>;
  /** Whether the proof of an act at this place is to be fetched. */
  readonly needsProof: (index: number) => boolean;
  readonly onBundle: (bundle: Bundle) => Promise<void>;
  readonly signal?: AbortSignal;
}

/**
 * Reads every entry from the first to the last, each tile of leaves beside it, and makes the tree anew (protocol 6).
 * @throws LedgerGapError, SourceError
 */
export async function readLedger(input: LedgerReadInput): Promise<LedgerTree> {
  const { source, size, sizes, onBundle, signal } = input;
  const differences: Difference[] = [];
  const missingTiles: string[] = [];
  const entries = new Tree(sizes);
  let tiles: Tree | null = null;
  const bundles = Math.ceil(size / TILE_WIDTH);
  const ahead: Promise<Fetched>[] = [];
  const ask = (number: number) => {
    const fetched = fetchBundle(source, number, size, input.needsProof);
    // It is looked at in its turn; until then nobody may call it unhandled.
    fetched.catch(() => undefined);
    return fetched;
  };
  for (let number = 0; number < bundles; number += 1) {
    signal?.throwIfAborted();
    while (ahead.length < AHEAD && number + ahead.length < bundles) ahead.push(ask(number + ahead.length));
    const { bundle, tile, tilePath: path } = await (ahead.shift() as Promise<Fetched>);
    if (tile === null) missingTiles.push(path);
    const leaves = bundle.entries.map(entryLeaf);
    const wrong = tile ? leaves.flatMap((leaf, place) => (isLeafAt(tile, place, leaf) ? [] : [place])) : [];
    if (wrong.length > 0) tiles ??= entries.copy();
    for (const place of wrong) {
      const found = tile?.subarray(place * HASH, (place + 1) * HASH) ?? new Uint8Array();
      differences.push({ index: bundle.first + place, entry: toHex(leaves[place] as Uint8Array), tile: toHex(found) });
    }
    const tileLeaves = leaves.map((leaf, place) =>
      tile && wrong.includes(place) ? fullHash(tile.subarray(place * HASH, (place + 1) * HASH)) : leaf,
    );
    entries.append(leaves);
    tiles?.append(tileLeaves);
    await onBundle(bundle);
  }
  return {
    size,
    differences,
    missingTiles,
    rootAt: (at, of) => (of === 'tiles' && tiles ? tiles : entries).roots.get(at),
    level1: (of) => (of === 'tiles' && tiles ? tiles : entries).bundles,
  };
}

interface Fetched {
  readonly bundle: Bundle;
  readonly tile: Uint8Array | null;
  readonly tilePath: string;
}

async function fetchBundle(
  source: AuditSource,
  number: number,
  size: number,
  needsProof: (index: number) => boolean,
): Promise<Fetched> {
  const width = tileWidth('entries', number, size);
  const first = number * TILE_WIDTH;
  const path = `/ledger/${tilePath('entries', number, width)}`;
  const hashes = `/ledger/${tilePath(0, number, width)}`;
  const [entries, tile] = await Promise.all([readEntries(source, path, first, width), orNull(source.get(hashes))]);
  const facts = entries.map(readFact);
  const wanted = facts.some((fact, place) => fact !== null && isProved(fact) && needsProof(first + place));
  const proofs = wanted ? await orNull(source.get(proofPath(number, width))) : null;
  return {
    bundle: { first, entries, facts, proofs: wanted ? proofsByDigest(proofs ?? new Uint8Array()) : null },
    tile,
    tilePath: hashes,
  };
}

/** Where the proofs of a bundle are (protocol 13). */
export function proofPath(number: number, width: number): string {
  return `/data/proofs/${tilePath('entries', number, width).slice('tile/entries/'.length)}`;
}

async function readEntries(source: AuditSource, path: string, first: number, width: number): Promise<Uint8Array[]> {
  let entries: Uint8Array[];
  try {
    entries = readEntryBundle(await source.get(path));
  } catch (error) {
    const gone = error instanceof EntryBundleError || (error instanceof SourceError && error.code === 'not-found');
    if (!gone) throw error;
    throw new LedgerGapError(path, first, width, 0);
  }
  if (entries.length !== width) throw new LedgerGapError(path, first, width, entries.length);
  return entries;
}

async function orNull(body: Promise<Uint8Array>): Promise<Uint8Array | null> {
  try {
    return await body;
  } catch (error) {
    if (error instanceof SourceError && error.code === 'not-found') return null;
    throw error;
  }
}

function isLeafAt(tile: Uint8Array, place: number, leaf: Uint8Array): boolean {
  const at = place * HASH;
  if (at + HASH > tile.length) return false;
  for (let byte = 0; byte < HASH; byte += 1) if (tile[at + byte] !== leaf[byte]) return false;
  return true;
}

/** A tile that is cut off still makes some tree, if not the signed one. */
function fullHash(bytes: Uint8Array): Uint8Array {
  const hash = new Uint8Array(HASH);
  hash.set(bytes.subarray(0, HASH));
  return hash;
}

/** The tree over leaves that come bundle by bundle. */
class Tree {
  readonly roots = new Map<number, string>();
  readonly bundles: Uint8Array[] = [];
  #frontier = new Frontier();

  constructor(readonly sizes: ReadonlySet<number>) {
    this.#note();
  }

  append(leaves: readonly Uint8Array[]): void {
    for (const leaf of leaves) {
      this.#frontier.append(leaf);
      this.#note();
    }
    if (leaves.length === TILE_WIDTH) this.bundles.push(subtreeRoot(leaves));
  }

  /** Another one that begins with the same leaves. */
  copy(): Tree {
    const copy = new Tree(this.sizes);
    copy.#frontier = new Frontier(this.#frontier.size, this.#frontier.subtrees);
    for (const [size, root] of this.roots) copy.roots.set(size, root);
    copy.bundles.push(...this.bundles);
    return copy;
  }

  #note(): void {
    if (this.sizes.has(this.#frontier.size)) this.roots.set(this.#frontier.size, toHex(this.#frontier.root()));
  }
}

/** The root over hashes that stand beside each other in a tile. */
export function subtreeRoot(hashes: readonly Uint8Array[]): Uint8Array {
  const frontier = new Frontier();
  for (const hash of hashes) frontier.append(hash);
  return frontier.root();
}
