import { poseidon2 } from 'poseidon-lite/poseidon2';
import { asGroupRoot, FIELD_ORDER, type GroupRoot } from './field';

/** Depth of every register unless a setting says 20: 131,072 places (protocol 2). */
export const REGISTER_DEPTH = 17;

/** One node: level 0 holds the leaves, level `depth` the root. */
export interface TreeNode {
  readonly level: number;
  readonly index: number;
  readonly value: bigint;
}

/** A leaf and its way to the root: exactly `depth` siblings, from the leaf upwards. */
export interface MerklePath {
  readonly root: GroupRoot;
  readonly leaf: bigint;
  readonly index: number;
  readonly siblings: readonly bigint[];
}

/** A tree that was asked for what it does not have, or given what does not fit. */
export class TreeError extends Error {
  override readonly name = 'TreeError';
  constructor(
    readonly code:
      'depth' | 'index' | 'not-a-field-element' | 'wrong-size' | 'wrong-tile' | 'wrong-upper' | 'wrong-root',
    message: string,
  ) {
    super(message);
  }
}

const MAX_DEPTH = 30;
const zeroes: bigint[] = [0n];

/** The value of a subtree of this height that has no member: 0 for a leaf, then the hash of two such subtrees. */
export function zeroSubtree(level: number): bigint {
  for (let height = zeroes.length; height <= level; height += 1) {
    const below = zeroes[height - 1] as bigint;
    zeroes.push(poseidon2([below, below]));
  }
  return zeroes[level] as bigint;
}

/**
 * The node above two nodes of height `level`.
 * @returns without hashing where both are empty subtrees
 */
export function nodeAbove(level: number, left: bigint, right: bigint): bigint {
  const zero = zeroSubtree(level);
  return left === zero && right === zero ? zeroSubtree(level + 1) : poseidon2([left, right]);
}

/** @throws TreeError `depth` unless it is a whole number from 1 to 30 */
export function checkDepth(depth: number): void {
  if (!Number.isInteger(depth) || depth < 1 || depth > MAX_DEPTH) throw new TreeError('depth', 'No such depth');
}

/**
 * The register's tree (protocol 2): Poseidon, fixed depth, empty places 0. Not LeanIMT: there, whoever enrols the root of
 * a tree of her own signs once per leaf of it, as a leaf and an inner node look alike and the length of the path is
 * private; here every path has full depth.
 *
 * Only nodes that differ from an empty tree are held, so a unit's tree costs what its members cost. Building 100,000
 * leaves takes seconds; keep the nodes and construct from them.
 */
export class PoseidonTree {
  readonly #levels: Map<number, bigint>[];

  /**
   * @param depth number of levels below the root
   * @param nodes nodes kept from an earlier tree, leaves included. They are trusted: their hashes are NOT checked.
   * @throws TreeError `depth`, `index`, `not-a-field-element`
   */
  constructor(
    readonly depth: number = REGISTER_DEPTH,
    nodes: Iterable<TreeNode> = [],
  ) {
    checkDepth(depth);
    this.#levels = Array.from({ length: depth + 1 }, () => new Map<number, bigint>());
    for (const { level, index, value } of nodes) {
      this.#set(level, index, value);
    }
  }

  /** How many leaves there is room for. */
  get places(): number {
    return 2 ** this.depth;
  }

  /** The root; of an empty tree the zero subtree of full height, which is not 0. */
  get root(): GroupRoot {
    return asGroupRoot(this.get(this.depth, 0));
  }

  /** The node's value, the zero subtree's where nothing is. @throws TreeError `index` outside the tree */
  get(level: number, index: number): bigint {
    return this.#level(level, index).get(index) ?? zeroSubtree(level);
  }

  /** All nodes that differ from an empty tree, leaves first. */
  *nodes(): Generator<TreeNode> {
    for (const [level, nodes] of this.#levels.entries()) {
      for (const [index, value] of nodes) yield { level, index, value };
    }
  }

  /** A tree of its own with the same nodes. */
  copy(): PoseidonTree {
    return new PoseidonTree(this.depth, this.nodes());
  }

  /**
   * Sets leaves (0 empties a place) and computes only the nodes above those that changed, each once.
   * @param changes pairs of place and leaf; of two with the same place the later counts
   * @returns the nodes whose value changed, leaves first, root last; a value that is again the zero subtree is returned too
   * @throws TreeError `index`, `not-a-field-element`; then nothing has changed
   */
  setLeaves(changes: Iterable<readonly [index: number, leaf: bigint]>): TreeNode[] {
    const wanted = new Map(changes);
    for (const [index, leaf] of wanted) this.#check(0, index, leaf);
    const changed: TreeNode[] = [];
    let dirty = new Set<number>();
    for (const [index, leaf] of wanted) {
      if (this.get(0, index) === leaf) continue;
      this.#set(0, index, leaf);
      changed.push({ level: 0, index, value: leaf });
      dirty.add(index >>> 1);
    }
    for (let level = 1; level <= this.depth; level += 1) {
      const above = new Set<number>();
      for (const index of dirty) {
        const value = this.#hash(level, index);
        this.#set(level, index, value);
        changed.push({ level, index, value });
        above.add(index >>> 1);
      }
      dirty = above;
    }
    return changed;
  }

  /** The way from a place to the root: always exactly `depth` siblings. @throws TreeError `index` */
  pathFor(index: number): MerklePath {
    const leaf = this.get(0, index);
    const siblings = Array.from({ length: this.depth }, (_, level) => this.get(level, (index >>> level) ^ 1));
    return { root: this.root, leaf, index, siblings };
  }

  #hash(level: number, index: number): bigint {
    return nodeAbove(level - 1, this.get(level - 1, index * 2), this.get(level - 1, index * 2 + 1));
  }

  #level(level: number, index: number): Map<number, bigint> {
    const nodes = this.#levels[level];
    if (!nodes || !Number.isInteger(index) || index < 0 || index >= 2 ** (this.depth - level)) {
      throw new TreeError('index', 'No such place in the tree');
    }
    return nodes;
  }

  #check(level: number, index: number, value: bigint): Map<number, bigint> {
    const nodes = this.#level(level, index);
    if (value < 0n || value >= FIELD_ORDER) throw new TreeError('not-a-field-element', 'Not an element of the field');
    return nodes;
  }

  #set(level: number, index: number, value: bigint): void {
    const nodes = this.#check(level, index, value);
    if (value === zeroSubtree(level)) nodes.delete(index);
    else nodes.set(index, value);
  }
}

/**
 * The root of these leaves from place 0 on.
 * @throws TreeError `index` for more leaves than places, `not-a-field-element`
 */
export function rootOf(leaves: Iterable<bigint>, depth: number = REGISTER_DEPTH): GroupRoot {
  const tree = new PoseidonTree(depth);
  tree.setLeaves([...leaves].entries());
  return tree.root;
}

/**
 * A unit's own tree (protocol 4, disclosing a unit): the register's depth, the unit's leaves in their places of the
 * register, every other place empty.
 * @param leafAt the register's leaf in a place
 * @param places the places of the unit's members; a public file says which
 * @throws TreeError
 */
export function unitTree(depth: number, leafAt: (index: number) => bigint, places: Iterable<number>): PoseidonTree {
  const tree = new PoseidonTree(depth);
  tree.setLeaves(Array.from(places, (index) => [index, leafAt(index)] as const));
  return tree;
}

/** The root that a path leads to. It does not say whether that root is anybody's edition. @throws TreeError `index` */
export function rootOfPath(path: Pick<MerklePath, 'leaf' | 'index' | 'siblings'>): bigint {
  const { index, siblings } = path;
  if (!Number.isInteger(index) || index < 0 || index >= 2 ** siblings.length) {
    throw new TreeError('index', 'No such place in the tree');
  }
  return siblings.reduce(
    (node, sibling, level) =>
      (index >>> level) & 1 ? nodeAbove(level, sibling, node) : nodeAbove(level, node, sibling),
    path.leaf,
  );
}
