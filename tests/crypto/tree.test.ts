import fc from 'fast-check';
import { poseidon2 } from 'poseidon-lite/poseidon2';
import { describe, expect, it } from 'vitest';
import { FIELD_ORDER } from '~/crypto/semaphore/field';
import {
  PoseidonTree,
  REGISTER_DEPTH,
  rootOf,
  rootOfPath,
  unitTree,
  zeroSubtree,
  type TreeNode,
} from '~/crypto/semaphore/tree';

const DEPTH = 5;
const place = fc.integer({ min: 0, max: 2 ** DEPTH - 1 });
const leaf = fc.oneof(fc.constant(0n), fc.bigInt({ min: 0n, max: FIELD_ORDER - 1n }));
const changes = fc.array(fc.tuple(place, leaf), { maxLength: 12 });

/** Every node hashed, nothing shared. */
function plainRoot(depth: number, leaves: ReadonlyMap<number, bigint>): bigint {
  let level = Array.from({ length: 2 ** depth }, (_, index) => leaves.get(index) ?? 0n);
  while (level.length > 1) {
    level = Array.from({ length: level.length / 2 }, (_, index) => {
      return poseidon2([level[index * 2] as bigint, level[index * 2 + 1] as bigint]);
    });
  }
  return level[0] as bigint;
}

describe('empty subtrees', () => {
  it('have the values that Poseidon trees elsewhere publish', () => {
    expect(zeroSubtree(0)).toBe(0n);
    expect(zeroSubtree(1)).toBe(14744269619966411208579211824598458697587494354926760081771325075741142829156n);
    expect(zeroSubtree(2)).toBe(7423237065226347324353380772367382631490014989348495481811164164159255474657n);
    expect(new PoseidonTree(20).root).toBe(zeroSubtree(20));
  });
});

describe('the tree of a register', () => {
  it('has the root that hashing every node gives, after any changes in any order', () => {
    fc.assert(
      fc.property(fc.array(changes, { maxLength: 4 }), (batches) => {
        const tree = new PoseidonTree(DEPTH);
        const leaves = new Map<number, bigint>();
        for (const batch of batches) {
          tree.setLeaves(batch);
          for (const [index, value] of batch) leaves.set(index, value);
        }
        expect(tree.root).toBe(plainRoot(DEPTH, leaves));
      }),
      { numRuns: 25 },
    );
  });

  it('returns exactly the nodes that changed, so that kept nodes are the tree', () => {
    fc.assert(
      fc.property(fc.array(changes, { maxLength: 4 }), (batches) => {
        const tree = new PoseidonTree(DEPTH);
        const kept = new Map<string, TreeNode>();
        for (const batch of batches) {
          const before = tree.copy();
          const changed = tree.setLeaves(batch);
          for (const node of changed) {
            expect(before.get(node.level, node.index)).not.toBe(node.value);
            expect(tree.get(node.level, node.index)).toBe(node.value);
            kept.set(`${node.level}/${node.index}`, node);
          }
          expect(new Set(changed.map(({ level, index }) => `${level}/${index}`)).size).toBe(changed.length);
        }
        expect(new PoseidonTree(DEPTH, kept.values()).root).toBe(tree.root);
        expect([...new PoseidonTree(DEPTH, kept.values()).nodes()]).toHaveLength([...tree.nodes()].length);
      }),
      { numRuns: 25 },
    );
  });

  it('changes nothing where nothing differs', () => {
    const tree = new PoseidonTree(DEPTH);
    tree.setLeaves([[3, 7n]]);
    expect(tree.setLeaves([[3, 7n]])).toEqual([]);
    expect(tree.setLeaves([])).toEqual([]);
    expect(tree.setLeaves([[3, 0n]])).toHaveLength(DEPTH + 1);
    expect([...tree.nodes()]).toEqual([]);
    expect(tree.root).toBe(zeroSubtree(DEPTH));
  });

  it('gives every place a path of full depth that leads to the root', () => {
    const tree = new PoseidonTree(REGISTER_DEPTH);
    tree.setLeaves([
      [0, 11n],
      [1, 12n],
      [70_000, 13n],
      [131_071, 14n],
    ]);
    for (const index of [0, 1, 2, 70_000, 131_071]) {
      const path = tree.pathFor(index);
      expect(path.siblings).toHaveLength(17);
      expect(path.leaf).toBe(tree.get(0, index));
      expect(rootOfPath(path)).toBe(tree.root);
      expect(rootOfPath({ ...path, leaf: path.leaf + 1n })).not.toBe(tree.root);
      expect(rootOfPath({ ...path, index: index ^ 4 })).not.toBe(tree.root);
    }
  });

  it('refuses places and leaves that it has not, and then is as it was', () => {
    const tree = new PoseidonTree(DEPTH);
    tree.setLeaves([[1, 5n]]);
    const root = tree.root;
    for (const index of [-1, 32, 1.5, Number.NaN]) {
      expect(() => tree.setLeaves([[0, 9n], [index, 1n]])).toThrow(expect.objectContaining({ code: 'index' })); // prettier-ignore
      expect(() => tree.pathFor(index)).toThrow(expect.objectContaining({ code: 'index' }));
    }
    for (const value of [-1n, FIELD_ORDER]) {
      expect(() => tree.setLeaves([[0, 9n], [2, value]])).toThrow(expect.objectContaining({ code: 'not-a-field-element' })); // prettier-ignore
    }
    expect(tree.root).toBe(root);
    expect(() => new PoseidonTree(0)).toThrow(expect.objectContaining({ code: 'depth' }));
    expect(() => new PoseidonTree(31)).toThrow(expect.objectContaining({ code: 'depth' }));
    expect(() => rootOf([1n, 2n, 3n], 1)).toThrow(expect.objectContaining({ code: 'index' }));
    expect(() => rootOfPath({ leaf: 1n, index: 2, siblings: [0n] })).toThrow(
      expect.objectContaining({ code: 'index' }),
    );
  });

  it('depends on the place of a leaf', () => {
    expect(rootOf([1n, 2n], DEPTH)).not.toBe(rootOf([2n, 1n], DEPTH));
    expect(rootOf([1n], DEPTH)).not.toBe(rootOf([0n, 1n], DEPTH));
    expect(rootOf([1n, 0n], DEPTH)).toBe(rootOf([1n], DEPTH));
  });
});

describe("a unit's tree", () => {
  it('holds the leaves of the unit in their places and nothing else', () => {
    const register = new PoseidonTree(DEPTH);
    register.setLeaves([1n, 2n, 3n, 4n, 5n].entries());
    const unit = unitTree(DEPTH, (index) => register.get(0, index), [1, 4]);
    expect(unit.root).toBe(plainRoot(DEPTH, new Map([[1, 2n], [4, 5n]]))); // prettier-ignore
    expect(unit.pathFor(4).leaf).toBe(5n);
    expect(unit.pathFor(0).leaf).toBe(0n);
  });
});
