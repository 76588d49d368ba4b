import { asGroupRoot, type GroupRoot } from './field';
import { readTile, readUpper, TILE_LEAVES, TILE_LEVEL } from './tiles';
import { nodeAbove, PoseidonTree, TreeError, zeroSubtree, type MerklePath } from './tree';

/** All files of an edition, and who is in the unit. */
export interface UnitPathFiles {
  /** Every tile, in order; attacker-controlled, as is `upper`. */
  readonly tiles: readonly Uint8Array[];
  readonly upper: Uint8Array;
  /** The edition's root, from a ledger entry that the caller checked. */
  readonly root: GroupRoot;
  readonly depth: number;
  /** Whose way is wanted: a place in the unit. */
  readonly index: number;
  /** Places of the unit's members, from the edition's units file. Empty ones among them count for nothing. */
  readonly places: readonly number[];
}

/** Leaves that are hashed in one piece. */
const stepLeaves = 64;

/**
 * The way of one place to the root of its unit's own tree (protocol 2): the unit's leaves in their places, all others
 * empty. Every tile in which the unit has a place is rebuilt and must be the subtree that the upper file names, so that
 * nobody can be given a unit of their own.
 *
 * @param pause called between pieces of about ten milliseconds
 * @throws TreeError `index` where the place is none of the unit's, or empty; `wrong-tile`; and as `pathFromTiles`
 */
export async function unitPathFromTiles(
  { tiles, upper, root, depth, index, places }: UnitPathFiles,
  pause: () => Promise<void>,
): Promise<MerklePath> {
  const above = readUpper(upper, depth, root);
  const members = new Set(places);
  if (!members.has(index)) throw new TreeError('index', 'This place is not in the unit');
  const tops = new Map<number, bigint>();
  let own: MerklePath | null = null;
  for (const number of new Set(places.map(tileOfPlace))) {
    const tile = tiles[number];
    if (!tile) throw new TreeError('index', 'The unit has a place that was never given out');
    const leaves = readTile(tile);
    const whole = await hashTile(leaves, pause);
    if (whole.root !== above.get(TILE_LEVEL, number)) {
      throw new TreeError('wrong-tile', 'The tile is not the one of this edition');
    }
    const mine = leaves.map((leaf, place) => (members.has(number * TILE_LEAVES + place) ? leaf : 0n));
    const same = mine.every((leaf, place) => leaf === leaves[place]);
    const unit = same ? whole : await hashTile(mine, pause);
    tops.set(number, unit.root);
    if (number === tileOfPlace(index)) own = unit.pathFor(index % TILE_LEAVES);
  }
  if (!own || own.leaf === 0n) throw new TreeError('index', 'Nobody stands in this place');
  const { siblings, unitRoot } = climb(tops, depth, index);
  return { root: unitRoot, leaf: own.leaf, index, siblings: [...own.siblings, ...siblings] };
}

const tileOfPlace = (place: number) => Math.floor(place / TILE_LEAVES);

async function hashTile(leaves: readonly bigint[], pause: () => Promise<void>): Promise<PoseidonTree> {
  const tree = new PoseidonTree(TILE_LEVEL);
  const entries = [...leaves.entries()];
  for (let start = 0; start < entries.length; start += stepLeaves) {
    tree.setLeaves(entries.slice(start, start + stepLeaves));
    await pause();
  }
  return tree;
}

/** From the unit's nodes over whole tiles up to its root. */
function climb(tops: ReadonlyMap<number, bigint>, depth: number, index: number) {
  const siblings: bigint[] = [];
  let nodes = tops;
  for (let level = TILE_LEVEL; level < depth; level += 1) {
    const below = nodes;
    const get = (place: number) => below.get(place) ?? zeroSubtree(level);
    siblings.push(get((index >>> level) ^ 1));
    const parents = new Set([...below.keys()].map((place) => place >>> 1));
    nodes = new Map([...parents].map((place) => [place, nodeAbove(level, get(place * 2), get(place * 2 + 1))]));
  }
  return { siblings, unitRoot: asGroupRoot(nodes.get(0) ?? zeroSubtree(depth)) };
}
