import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fromBytes32, toBytes32 } from '~/crypto/semaphore/field';
import { readUpper } from '~/crypto/semaphore/tiles';
import { PoseidonTree, unitTree } from '~/crypto/semaphore/tree';
import { buildEdition, unitRoot, type EditionInput } from '~/features/identified/enrolment/build-edition';
import { createEditionBuilder } from '~/features/identified/enrolment/edition-builder.server';
import { columnsOf, packLevel, packNodes, unpackNodes } from '~/features/identified/enrolment/packed-nodes';
import { bundleThread } from '~tests/support/verification-thread';

const leaf = fc.bigInt({ min: 1n, max: 2n ** 250n });
const treeOf = (leaves: readonly bigint[], depth: number) => {
  const tree = new PoseidonTree(depth);
  tree.setLeaves(leaves.entries());
  return tree;
};

describe('a unit’s root', () => {
  test('is that of its own tree, whichever leaves it has', () => {
    const place = fc.record({ leaf: fc.option(leaf), member: fc.boolean() });
    fc.assert(
      fc.property(fc.array(place, { maxLength: 32 }), (places) => {
        const tree = treeOf(places.map((each) => each.leaf ?? 0n), 5); // prettier-ignore
        const live = places.flatMap((each, index) => (each.leaf === null ? [] : [index]));
        const members = live.filter((index) => places[index]?.member);
        const root = unitRoot(tree, Int32Array.from(members), Int32Array.from(live));
        expect(root).toBe(unitTree(5, (index) => tree.get(0, index), members).root);
      }),
      { numRuns: 60 },
    );
  });
});

describe('packed nodes', () => {
  test('come back as they were', () => {
    const tree = treeOf([5n, 0n, 7n, 2n ** 253n], 4);
    const packed = packNodes(tree.nodes());
    expect(new PoseidonTree(4, unpackNodes(packed)).root).toBe(tree.root);
    const [leaves] = packed;
    expect(leaves && columnsOf(leaves).positions).toEqual([0, 2, 3]);
  });
});

function editionOf(leaves: readonly bigint[], changes: readonly (readonly [number, bigint])[]): EditionInput {
  const after = new Map([...leaves.entries(), ...changes]);
  const live = Int32Array.from([...after].filter(([, value]) => value !== 0n).map(([index]) => index)).sort();
  return {
    depth: 17,
    nodes: packNodes(treeOf(leaves, 17).nodes()),
    leaves: packLevel(0, changes.map(([index, value]) => ({ index, value: toBytes32(value) }))), // prettier-ignore
    units: [live.filter((index) => index % 3 === 0)],
    live,
  };
}

describe('an edition', () => {
  test('built on kept nodes is the one built anew', () => {
    const leaves = Array.from({ length: 40 }, (_, index) => BigInt(index + 1));
    const input = editionOf(leaves, [[3, 0n], [40, 99n], [1500, 98n]]); // prettier-ignore
    const built = buildEdition(input);
    const tree = treeOf(leaves, 17);
    tree.setLeaves([[3, 0n], [40, 99n], [1500, 98n]]); // prettier-ignore
    expect(fromBytes32(built.groupRoot)).toBe(tree.root);
    expect(built.tiles.map((tile) => tile.number)).toEqual([0, 1]);
    expect(readUpper(built.upper, 17, tree.root).get(17, 0)).toBe(tree.root);
    const kept = new PoseidonTree(17, [...unpackNodes(input.nodes), ...unpackNodes(built.changed)]);
    expect([...kept.nodes()].length).toBe([...tree.nodes()].length);
    expect(kept.root).toBe(tree.root);
    expect(fromBytes32(built.unitRoots[0] as Uint8Array)).toBe(
      unitTree(17, (index) => tree.get(0, index), input.units[0] ?? []).root,
    );
  });
});

describe('the edition builder', () => {
  let thread: { url: URL; remove: () => Promise<void> };
  beforeAll(async () => {
    thread = await bundleThread(new URL('../../app/features/identified/enrolment/register-thread.ts', import.meta.url));
  });
  afterAll(() => thread.remove());

  const many = Array.from({ length: 300 }, (_, index) => [index, BigInt(index + 1)] as const);

  test('hashes large editions in a thread, to the same result, while this one goes on', async () => {
    const input = editionOf([], many);
    let turns = 0;
    const ticking = setInterval(() => (turns += 1), 1);
    const built = await createEditionBuilder({ threadUrl: thread.url })(input);
    clearInterval(ticking);
    expect(turns).toBeGreaterThan(0);
    expect(built).toEqual(buildEdition(input));
  });

  test('hashes small ones in place: it needs no thread for them', async () => {
    const builder = createEditionBuilder({ threadUrl: new URL('file:///nowhere.mjs') });
    const small = editionOf([], many.slice(0, 5));
    expect(await builder(small)).toEqual(buildEdition(small));
    await expect(builder(editionOf([], many))).rejects.toThrow();
  });

  test('says what the thread could not do', async () => {
    const builder = createEditionBuilder({ threadUrl: thread.url });
    const outside = many.map(([index, value]) => [index + 2 ** 17, value] as const);
    await expect(builder(editionOf([], outside))).rejects.toThrow('No such place in the tree');
  });
});
