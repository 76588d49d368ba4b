import { FieldError, fromBytes32, toBytes32, type GroupRoot } from './field';
import { checkDepth, nodeAbove, PoseidonTree, TreeError, type MerklePath } from './tree';

/*
 * How a register is published (protocol 2), so that reading it tells nobody who reads:
 *
 *   leaves tile t    1,024 leaves of 32 bytes, most significant byte first, places 1,024 t and following; always 32 KB
 *   upper file       every node of level 10, then of level 11, and so on to the root: 2^(depth - 9) - 1 nodes of 32 bytes
 *
 * Both are padded with the values of empty subtrees. A tile without a member need not be published.
 */

/** The level of the node over one whole tile. */
export const TILE_LEVEL = 10;
/** Leaves in one tile. */
export const TILE_LEAVES = 2 ** TILE_LEVEL;
/** Size of every tile of leaves. */
export const TILE_BYTES = TILE_LEAVES * 32;

/** Size of the upper file of a tree, in bytes: 8,160 at depth 17. @throws TreeError `depth` below 10 */
export function upperBytes(depth: number): number {
  checkDepth(depth);
  if (depth < TILE_LEVEL) throw new TreeError('depth', 'A tree of less than one tile has no tiles');
  return (2 ** (depth - TILE_LEVEL + 1) - 1) * 32;
}

/** How many tiles hold everything when the highest used place is below `places`. */
export function tileCount(places: number): number {
  return Math.ceil(places / TILE_LEAVES);
}

/** The tile of these leaves, padded with 0. @throws TreeError `wrong-size` for more than 1,024, FieldError */
export function encodeTile(leaves: readonly bigint[]): Uint8Array {
  if (leaves.length > TILE_LEAVES) throw new TreeError('wrong-size', 'A tile has 1,024 leaves');
  const bytes = new Uint8Array(TILE_BYTES);
  leaves.forEach((leaf, index) => bytes.set(toBytes32(leaf), index * 32));
  return bytes;
}

/** Tile number `tile` of a tree. @throws TreeError `index` */
export function tileOf(tree: PoseidonTree, tile: number): Uint8Array {
  return encodeTile(Array.from({ length: TILE_LEAVES }, (_, index) => tree.get(0, tile * TILE_LEAVES + index)));
}

/** The upper file of a tree. @throws TreeError `depth` below 10 */
export function upperOf(tree: PoseidonTree): Uint8Array {
  const bytes = new Uint8Array(upperBytes(tree.depth));
  for (const { level, index, offset } of upperPlaces(tree.depth)) bytes.set(toBytes32(tree.get(level, index)), offset);
  return bytes;
}

/**
 * Reads a tile.
 * @param bytes attacker-controlled
 * @throws TreeError `wrong-size`, `not-a-field-element`
 */
export function readTile(bytes: Uint8Array): bigint[] {
  if (bytes.length !== TILE_BYTES) throw new TreeError('wrong-size', `A tile has ${TILE_BYTES} bytes`);
  return Array.from({ length: TILE_LEAVES }, (_, index) => readNode(bytes, index * 32));
}

/** The nodes of an upper file that was checked: `get(level, index)` from level 10 on. */
export interface UpperNodes {
  get(level: number, index: number): bigint;
}

/**
 * Reads an upper file and checks every hash in it up to the group root.
 * @param bytes attacker-controlled
 * @param root the edition's root, from a ledger entry that the caller checked
 * @throws TreeError `depth`, `wrong-size`, `not-a-field-element`, `wrong-upper` (it contradicts itself), `wrong-root`
 */
export function readUpper(bytes: Uint8Array, depth: number, root: GroupRoot): UpperNodes {
  if (bytes.length !== upperBytes(depth)) throw new TreeError('wrong-size', 'The upper file has another size');
  const levels: bigint[][] = Array.from({ length: depth - TILE_LEVEL + 1 }, () => []);
  const get = (level: number, index: number): bigint => {
    const value = levels[level - TILE_LEVEL]?.[index];
    if (value === undefined) throw new TreeError('index', 'No such node in the upper file');
    return value;
  };
  for (const { level, index, offset } of upperPlaces(depth)) {
    const value = readNode(bytes, offset);
    levels[level - TILE_LEVEL]?.push(value);
    if (
      level > TILE_LEVEL &&
      value !== nodeAbove(level - 1, get(level - 1, index * 2), get(level - 1, index * 2 + 1))
    ) {
      throw new TreeError('wrong-upper', 'The upper file contradicts itself');
    }
  }
  if (get(depth, 0) !== root) throw new TreeError('wrong-root', 'The upper file leads to another group root');
  return { get };
}

/** The published files from which a way to the root is read. */
export interface PathFiles {
  /** The tile that holds `index`; attacker-controlled, as is `upper`. */
  readonly tile: Uint8Array;
  readonly upper: Uint8Array;
  readonly index: number;
  /** The edition's root, from a ledger entry that the caller checked. */
  readonly root: GroupRoot;
  readonly depth: number;
}

/**
 * The way of one place to the root, from published files alone: the tile is rebuilt and must be the subtree that the
 * upper file names, the upper file must lead to the edition's root (protocol 2). Nobody is asked for "my path".
 * @throws TreeError `index`, `wrong-size`, `not-a-field-element`, `wrong-tile`, `wrong-upper`, `wrong-root`, `depth`
 */
export function pathFromTiles(files: PathFiles): MerklePath {
  const steps = pathInSteps(files);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/**
 * The same for a page that goes on answering its reader meanwhile: rebuilding a tile takes a tenth of a second, and half
 * of one on a slow phone.
 * @param pause called between pieces of about ten milliseconds
 */
export async function pathFromTilesWithPauses(files: PathFiles, pause: () => Promise<void>): Promise<MerklePath> {
  const steps = pathInSteps(files);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    await pause();
  }
}

/** Leaves that are hashed in one piece. */
const STEP_LEAVES = 64;

function* pathInSteps({ tile, upper, index, root, depth }: PathFiles): Generator<void, MerklePath> {
  if (!Number.isInteger(index) || index < 0 || index >= 2 ** depth) {
    throw new TreeError('index', 'No such place in the tree');
  }
  const above = readUpper(upper, depth, root);
  yield;
  const below = new PoseidonTree(TILE_LEVEL);
  const leaves = [...readTile(tile).entries()];
  for (let start = 0; start < leaves.length; start += STEP_LEAVES) {
    below.setLeaves(leaves.slice(start, start + STEP_LEAVES));
    yield;
  }
  const low = below.pathFor(index % TILE_LEAVES);
  if (low.root !== above.get(TILE_LEVEL, index >>> TILE_LEVEL)) {
    throw new TreeError('wrong-tile', 'The tile is not the one of this edition');
  }
  const high = Array.from({ length: depth - TILE_LEVEL }, (_, step) => {
    const level = TILE_LEVEL + step;
    return above.get(level, (index >>> level) ^ 1);
  });
  return { root, leaf: low.leaf, index, siblings: [...low.siblings, ...high] };
}

function upperPlaces(depth: number): { level: number; index: number; offset: number }[] {
  const places: { level: number; index: number; offset: number }[] = [];
  for (let level = TILE_LEVEL; level <= depth; level += 1) {
    for (let index = 0; index < 2 ** (depth - level); index += 1) {
      places.push({ level, index, offset: places.length * 32 });
    }
  }
  return places;
}

function readNode(bytes: Uint8Array, offset: number): bigint {
  try {
    return fromBytes32(bytes.subarray(offset, offset + 32));
  } catch (error) {
    if (error instanceof FieldError) throw new TreeError('not-a-field-element', error.message);
    throw error;
  }
}
