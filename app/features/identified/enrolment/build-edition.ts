import { toBytes32, type GroupRoot } from '~/crypto/semaphore/field';
import { TILE_LEAVES, tileOf, upperOf } from '~/crypto/semaphore/tiles';
import { nodeAbove, PoseidonTree, zeroSubtree } from '~/crypto/semaphore/tree';
import { packNodes, unpackNodes, type PackedLevel } from './packed-nodes';

/** All that hashing an edition needs; plain data, so that it can be handed to a thread. */
export interface EditionInput {
  readonly depth: number;
  /** Nodes of the edition before; empty for a new register. */
  readonly nodes: readonly PackedLevel[];
  /** Level 0: leaves that change. */
  readonly leaves: PackedLevel;
  /** Places of the live leaves of each unit whose root is wanted, in ascending order. */
  readonly units: readonly Int32Array[];
  /** Places of all live leaves after the change, in ascending order. */
  readonly live: Int32Array;
}

export interface BuiltEdition {
  /** Nodes whose value changed. */
  readonly changed: readonly PackedLevel[];
  /** 32 bytes. */
  readonly groupRoot: Uint8Array;
  /** Tiles in which a leaf changed, in order. */
  readonly tiles: readonly { readonly number: number; readonly bytes: Uint8Array }[];
  /** The file with the levels from 10 up. */
  readonly upper: Uint8Array;
  /** Roots of the wanted units, 32 bytes each, in the order asked for. */
  readonly unitRoots: readonly Uint8Array[];
}

/**
 * Hashes one edition of a register (protocol 2): changed nodes, files and units' roots. Takes seconds for thousands of
 * leaves: about 0.17 ms a hash.
 * @throws TreeError, FieldError when leaves or nodes are none
 */
export function buildEdition(input: EditionInput): BuiltEdition {
  const tree = new PoseidonTree(input.depth, unpackNodes(input.nodes));
  const leaves = [...unpackNodes([input.leaves])];
  const changed = tree.setLeaves(leaves.map(({ index, value }) => [index, value]));
  const touched = new Set(leaves.map(({ index }) => Math.floor(index / TILE_LEAVES)));
  return {
    changed: packNodes(changed),
    groupRoot: toBytes32(tree.root),
    tiles: [...touched].sort((a, b) => a - b).map((number) => ({ number, bytes: tileOf(tree, number) })),
    upper: upperOf(tree),
    unitRoots: input.units.map((members) => toBytes32(unitRoot(tree, members, input.live))),
  };
}

/**
 * The root of a unit's own tree (protocol 4): the register's leaves of that unit in their places, all others empty.
 * Equal to `unitTree(…).root`; where every live leaf below a node is the unit's, the register's node is taken as it is.
 * @param members places of the unit's live leaves, ascending
 * @param live places of all live leaves, ascending
 */
export function unitRoot(tree: PoseidonTree, members: Int32Array, live: Int32Array): GroupRoot {
  const root = (level: number, index: number, from: number, to: number, liveFrom: number, liveTo: number): bigint => {
    if (from === to) return zeroSubtree(level);
    if (to - from === liveTo - liveFrom) return tree.get(level, index);
    const middle = (index * 2 + 1) * 2 ** (level - 1);
    const split = firstAtLeast(members, middle, from, to);
    const liveSplit = firstAtLeast(live, middle, liveFrom, liveTo);
    return nodeAbove(
      level - 1,
      root(level - 1, index * 2, from, split, liveFrom, liveSplit),
      root(level - 1, index * 2 + 1, split, to, liveSplit, liveTo),
    );
  };
  return root(tree.depth, 0, 0, members.length, 0, live.length) as GroupRoot;
}

/** The first position in [from, to) of an ascending list whose value is at least `value`; `to` if there is none. */
function firstAtLeast(list: Int32Array, value: number, from: number, to: number): number {
  let [low, high] = [from, to];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((list[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
