import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openTree } from '~/crypto/tlog/ledger-tree';
import { verifyInclusion } from '~/crypto/tlog/merkle';
import { rangeProof, verifyRange } from '~/crypto/tlog/range-proof';
import { mth } from '~tests/support/merkle-definition';
import { manyLeaves, tiledLedger } from '~tests/support/tiled-ledger';

const leaves = manyLeaves(301);
const proofOf = (first: number, count: number, size: number) => rangeProof({ first, count, size }, (start, end) => Promise.resolve(mth(leaves.slice(start, end)))); // prettier-ignore
const range = fc
  .integer({ min: 1, max: 300 })
  .chain((size) => fc.tuple(fc.constant(size), fc.integer({ min: 0, max: size - 1 })))
  .chain(([size, first]) => fc.tuple(fc.constant(size), fc.constant(first), fc.integer({ min: 1, max: size - first })));

describe('that entries stand side by side', () => {
  test('is proved for any range of any ledger, by the definition of its root', async () => {
    await fc.assert(
      fc.asyncProperty(range, async ([size, first, count]) => {
        const proof = await proofOf(first, count, size);
        const root = mth(leaves.slice(0, size));
        verifyRange({ first, leaves: leaves.slice(first, first + count), size, proof, root });
        // No more than the two edges of the range can have beside them.
        expect(proof.length).toBeLessThanOrEqual(2 * Math.ceil(Math.log2(size + 1)));
      }),
      { numRuns: 80 },
    );
  });

  test('fails for any other entry, place, order, size or number of entries', async () => {
    await fc.assert(
      fc.asyncProperty(range, fc.nat(), async ([size, first, count], pick) => {
        const proof = await proofOf(first, count, size);
        const root = mth(leaves.slice(0, size));
        const right = leaves.slice(first, first + count);
        const fails = (change: Partial<Parameters<typeof verifyRange>[0]>) =>
          expect(() => verifyRange({ first, leaves: right, size, proof, root, ...change })).toThrow();
        const other = [...right];
        other[pick % count] = mth([]);
        fails({ leaves: other });
        fails({ root: mth(leaves.slice(0, size + 1)) });
        fails({ proof: [...proof, mth([])] });
        if (proof.length > 0) fails({ proof: proof.slice(1) });
        if (count > 1) fails({ leaves: [...right].reverse() });
        if (count > 1) fails({ leaves: right.slice(1) });
        if (first > 0) fails({ first: first - 1 });
        fails({ first: size });
        fails({ leaves: [] });
      }),
      { numRuns: 60 },
    );
  });

  test('is had from tiles, and of one entry is what an inclusion proof says', async () => {
    const ledger = tiledLedger(1000);
    const tree = openTree(ledger);
    for (const [first, count] of [
      [0, 1000],
      [0, 1],
      [999, 1],
      [255, 2],
      [256, 256],
      [511, 400],
    ] as const) {
      const proof = await tree.range(first, count);
      verifyRange({ first, leaves: ledger.leaves.slice(first, first + count), size: 1000, proof, root: tree.root });
    }
    const sorted = (hashes: readonly Uint8Array[]) => hashes.map((hash) => Buffer.from(hash).toString('hex')).sort();
    expect(sorted(await tree.range(700, 1))).toEqual(sorted(await tree.inclusion(700)));
    verifyInclusion({ index: 700, size: 1000, leaf: ledger.leaves[700] as Uint8Array, proof: await tree.inclusion(700), root: tree.root }); // prettier-ignore
  });
});
