import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHex } from '~/crypto/hash';
import { openTree } from '~/crypto/tlog/ledger-tree';
import { emptyRoot, leafHash, verifyConsistency, verifyInclusion } from '~/crypto/tlog/merkle';
import { mth, path, subproof } from '~tests/support/merkle-definition';
import { manyLeaves, rootOf, tiledLedger, type TiledLedger } from '~tests/support/tiled-ledger';
import { CONSISTENCY, ENTRIES, INCLUSION, ROOTS } from '~tests/vectors/rfc6962';

const code = (code: string): unknown => expect.objectContaining({ code });

describe('a ledger read by its tiles', () => {
  it('gives the proofs of the RFC 6962 vectors', async () => {
    const leaves = ENTRIES.map((entry) => leafHash(fromHex(entry)));
    const at = (size: number) => {
      const tile = (_: number, __: number, width: number) =>
        Promise.resolve(new Uint8Array(Buffer.concat(leaves.slice(0, width))));
      return openTree({ size, root: fromHex(ROOTS[size] as string), tile });
    };
    for (const { index, size, proof } of INCLUSION) expect(await at(size).inclusion(index)).toEqual(proof.map(fromHex));
    for (const { from, to, proof } of CONSISTENCY) expect(await at(to).consistency(from)).toEqual(proof.map(fromHex));
    for (const [size, root] of ROOTS.entries()) expect(await at(8).rootAt(size)).toEqual(fromHex(root));
  });

  it('gives what the definitions give, at every size around those where a tile or a level begins', async () => {
    const sizes = fc.oneof(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 250, max: 1030 }));
    const places = sizes.chain((size) =>
      fc.tuple(fc.constant(size), fc.nat(size - 1), fc.integer({ min: 0, max: size }), fc.nat(size)),
    );
    await fc.assert(
      fc.asyncProperty(places, async ([size, index, from, first]) => {
        const ledger = tiledLedger(size);
        const { leaves } = ledger;
        const tree = openTree(ledger);
        expect(await tree.inclusion(index)).toEqual(path(index, [...leaves]));
        expect(await tree.rootAt(from)).toEqual(mth(leaves.slice(0, from)));
        expect(await tree.consistency(from)).toEqual(
          from === 0 || from === size ? [] : subproof(from, [...leaves], true),
        );
        expect(await tree.leaves(first, size - first)).toEqual(leaves.slice(first));
      }),
      { numRuns: 25 },
    );
  });

  it('reaches over three levels of tiles, and asks only for tiles of the width that the size has', async () => {
    const size = 70_000;
    const ledger = tiledLedger(size);
    const tree = openTree(ledger);
    const leaf = ledger.leaves[12_345] as Uint8Array;
    const proof = await tree.inclusion(12_345);
    expect(() => verifyInclusion({ index: 12_345, size, leaf, proof, root: ledger.root })).not.toThrow();
    expect([...ledger.asked].sort()).toEqual(['0/273/112', '0/48/256', '1/0/256', '1/1/17', '2/0/1']);
    const early = rootOf(ledger.leaves.slice(0, 65_700));
    expect(await tree.rootAt(65_700)).toEqual(early);
    const steps = await tree.consistency(65_700);
    const claim = { fromSize: 65_700, fromRoot: early, toSize: size, toRoot: ledger.root, proof: steps };
    expect(() => verifyConsistency(claim)).not.toThrow();
  });

  it('fetches a tile once, also for those who ask at once, and again only when it was let go', async () => {
    const ledger = tiledLedger(1000);
    const tree = openTree({ ...ledger, keep: 1 });
    await Promise.all([tree.leaves(0, 10), tree.leaves(100, 10), tree.leaves(0, 256)]);
    expect(ledger.asked.filter((tile) => tile === '0/0/256')).toHaveLength(1);
    await tree.leaves(300, 1);
    await tree.leaves(0, 1);
    expect(ledger.asked.filter((tile) => tile === '0/0/256')).toHaveLength(2);
    expect(ledger.asked.filter((tile) => tile === '0/3/232')).toHaveLength(1);
  });

  it('of no entries has the root of nothing, and no leaves', async () => {
    const tree = openTree({ ...tiledLedger(0), root: emptyRoot() });
    expect(await tree.leaves(0, 0)).toEqual([]);
    expect(await tree.rootAt(0)).toEqual(emptyRoot());
    await expect(tree.inclusion(0)).rejects.toThrow(code('bad-size'));
  });

  it('has no entries beyond its size, and no sizes that are none', async () => {
    const tree = openTree(tiledLedger(300));
    for (const work of [
      tree.leaves(299, 2),
      tree.leaves(-1, 1),
      tree.leaves(0.5, 1),
      tree.inclusion(300),
      tree.consistency(301),
      tree.rootAt(301),
    ]) {
      await expect(work).rejects.toThrow(code('bad-size'));
    }
    expect(() => openTree({ ...tiledLedger(3), size: -1 })).toThrow(code('bad-size'));
    expect(() => openTree({ ...tiledLedger(3), root: new Uint8Array(31) })).toThrow(code('bad-hash'));
  });
});

describe('tiles that are not the ledger’s', () => {
  const size = 1000;
  const honest = tiledLedger(size);

  /** The ledger with one tile replaced by what `change` makes of it. */
  const lying = (which: string, change: (bytes: Uint8Array) => Uint8Array): TiledLedger => ({
    ...honest,
    tile: async (level, number, width) => {
      const bytes = await honest.tile(level, number, width);
      return `${String(level)}/${String(number)}` === which ? change(bytes) : bytes;
    },
  });
  const flip = (at: number) => (bytes: Uint8Array) => bytes.map((byte, place) => (place === at ? byte ^ 1 : byte));

  it.each([
    ['a full tile of leaves', '0/1', (tree: ReturnType<typeof openTree>) => tree.leaves(300, 1)],
    ['the last tile of leaves', '0/3', (tree: ReturnType<typeof openTree>) => tree.leaves(0, 1)],
    ['the tile above', '1/0', (tree: ReturnType<typeof openTree>) => tree.rootAt(256)],
  ])('are refused for one bit in %s, wherever it is', async (_, which, use) => {
    for (const at of [0, 31, 32, 90]) {
      await expect(use(openTree(lying(which, flip(at))))).rejects.toThrow(code('wrong-root'));
    }
  });

  it('are refused when two of them were exchanged, or one is of another ledger', async () => {
    const exchanged: TiledLedger = {
      ...honest,
      tile: (level, number, width) => honest.tile(level, level === 0 && number < 2 ? 1 - number : number, width),
    };
    await expect(openTree(exchanged).leaves(0, 1)).rejects.toThrow(code('wrong-root'));
    const other = manyLeaves(256).reverse();
    const replaced = lying('0/0', () => new Uint8Array(Buffer.concat(other)));
    await expect(openTree(replaced).inclusion(1)).rejects.toThrow(code('wrong-root'));
  });

  it('are refused when they are longer or shorter than the size asks for', async () => {
    const shorter = lying('0/0', (bytes) => bytes.slice(32));
    await expect(openTree(shorter).leaves(0, 1)).rejects.toThrow(code('wrong-length'));
    const longer = lying('0/3', (bytes) => new Uint8Array([...bytes, ...bytes.slice(0, 32)]));
    await expect(openTree(longer).leaves(0, 1)).rejects.toThrow(code('wrong-length'));
  });

  it('are refused under a root or a size that is another’s', async () => {
    await expect(openTree({ ...honest, root: new Uint8Array(32) }).leaves(0, 1)).rejects.toThrow(code('wrong-root'));
    // A server that signs a size and serves the tiles of a ledger with other entries behind it.
    const early = { ...honest, size: 999 };
    await expect(openTree(early).inclusion(0)).rejects.toThrow(code('wrong-root'));
  });

  it('may come later: what could not be fetched is asked for again', async () => {
    let fails = 2;
    const tree = openTree({
      ...honest,
      tile: (...place) => (fails-- > 0 ? Promise.reject(new Error('offline')) : honest.tile(...place)),
    });
    await expect(tree.leaves(0, 1)).rejects.toThrow('offline');
    await expect(tree.leaves(0, 1)).rejects.toThrow('offline');
    expect(await tree.leaves(0, 1)).toEqual(honest.leaves.slice(0, 1));
  });

  it('are not changed by whoever gave them after they were checked', async () => {
    const given: Uint8Array[] = [];
    const tree = openTree({
      ...honest,
      tile: async (...place) => {
        const bytes = await honest.tile(...place);
        given.push(bytes);
        return bytes;
      },
    });
    await tree.leaves(0, 300);
    for (const bytes of given) bytes.fill(0);
    expect(await tree.leaves(0, 300)).toEqual(honest.leaves.slice(0, 300));
  });
});
