import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '~/crypto/hash';
import { emptyRoot, Frontier, leafHash, verifyConsistency, verifyInclusion } from '~/crypto/tlog/merkle';
import { mth, path, subproof } from '~tests/support/merkle-definition';
import { CONSISTENCY, ENTRIES, INCLUSION, ROOTS } from '~tests/vectors/rfc6962';

type Hash = Uint8Array;
const leavesOf = (count: number) =>
  Array.from({ length: count }, (_, index) => leafHash(Uint8Array.of(index, index >> 8)));
const vectorLeaves = ENTRIES.map((entry) => leafHash(fromHex(entry)));
const root = (size: number) => fromHex(ROOTS[size] as string);

const flip = (hash: Hash, bit: number) =>
  hash.map((byte, index) => (index === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));

describe('the frontier', () => {
  it('has the roots of the RFC 6962 vectors', () => {
    const frontier = new Frontier();
    expect(toHex(frontier.root())).toBe(ROOTS[0]);
    vectorLeaves.forEach((leaf, index) => {
      frontier.append(leaf);
      expect(toHex(frontier.root())).toBe(ROOTS[index + 1]);
      expect(frontier.size).toBe(index + 1);
    });
  });

  it('has the root of the definition at every size, kept and taken up again at any of them', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 70 }), fc.integer({ min: 0, max: 70 }), (one, other) => {
        const [early, size] = [Math.min(one, other), Math.max(one, other)];
        const leaves = leavesOf(size);
        const first = new Frontier();
        for (const leaf of leaves.slice(0, early)) first.append(leaf);
        expect(first.subtrees.length).toBeLessThanOrEqual(7);
        const second = new Frontier(first.size, first.subtrees);
        for (const leaf of leaves.slice(early)) second.append(leaf);
        expect(second.root()).toEqual(mth(leaves));
        expect(first.root()).toEqual(mth(leaves.slice(0, early)));
      }),
    );
  });

  it('is not taken up with subtrees that do not make its size', () => {
    expect(() => new Frontier(3, [root(1)])).toThrow(expect.objectContaining({ code: 'wrong-length' }));
    expect(() => new Frontier(0, [root(1)])).toThrow(expect.objectContaining({ code: 'wrong-length' }));
    expect(() => new Frontier(1, [root(1).slice(1)])).toThrow(expect.objectContaining({ code: 'bad-hash' }));
    expect(() => new Frontier(-1)).toThrow(expect.objectContaining({ code: 'bad-size' }));
    expect(() => new Frontier().append(new Uint8Array(31))).toThrow(expect.objectContaining({ code: 'bad-hash' }));
  });
});

describe('an inclusion proof', () => {
  it.each(INCLUSION)('of the vectors holds: entry $index of $size', ({ index, size, proof }) => {
    const leaf = vectorLeaves[index] as Hash;
    expect(() => verifyInclusion({ index, size, leaf, proof: proof.map(fromHex), root: root(size) })).not.toThrow();
  });

  it('holds for every entry and for nothing else', () => {
    const place = fc.integer({ min: 1, max: 40 }).chain((size) => fc.tuple(fc.constant(size), fc.nat(size - 1)));
    fc.assert(
      fc.property(place, fc.nat(255), ([size, index], bit) => {
        const leaves = leavesOf(size);
        const input = { index, size, leaf: leaves[index] as Hash, proof: path(index, leaves), root: mth(leaves) };
        expect(() => verifyInclusion(input)).not.toThrow();
        const wrong = [
          { ...input, leaf: flip(input.leaf, bit) },
          { ...input, root: flip(input.root, bit) },
          { ...input, index: size },
          { ...input, proof: [...input.proof, input.root] },
          ...(size > 1 ? [{ ...input, index: (index + 1) % size }, { ...input, proof: input.proof.slice(1) }] : []), // prettier-ignore
          ...input.proof.map((_, at) => ({
            ...input,
            proof: input.proof.map((hash, each) => (each === at ? flip(hash, bit) : hash)),
          })),
        ];
        for (const each of wrong) expect(() => verifyInclusion(each)).toThrow();
      }),
      { numRuns: 40 },
    );
  });

  it('is refused for an empty ledger and for numbers that are none', () => {
    const input = { index: 0, size: 1, leaf: vectorLeaves[0] as Hash, proof: [], root: root(1) };
    for (const change of [{ size: 0 }, { index: -1 }, { index: 0.5 }, { size: 2 ** 53 }]) {
      expect(() => verifyInclusion({ ...input, ...change })).toThrow(expect.objectContaining({ code: 'bad-size' }));
    }
  });
});

describe('a consistency proof', () => {
  it.each(CONSISTENCY)('of the vectors holds: $from to $to', ({ from, to, proof }) => {
    const input = { fromSize: from, fromRoot: root(from), toSize: to, toRoot: root(to), proof: proof.map(fromHex) };
    expect(() => verifyConsistency(input)).not.toThrow();
  });

  it('holds between every two sizes and for nothing else', () => {
    const sizes = fc
      .integer({ min: 1, max: 40 })
      .chain((to) => fc.tuple(fc.integer({ min: 1, max: to }), fc.constant(to)));
    fc.assert(
      fc.property(sizes, fc.nat(255), ([fromSize, toSize], bit) => {
        const leaves = leavesOf(toSize);
        const [fromRoot, toRoot] = [mth(leaves.slice(0, fromSize)), mth(leaves)];
        const proof = fromSize === toSize ? [] : subproof(fromSize, leaves, true);
        const input = { fromSize, fromRoot, toSize, toRoot, proof };
        expect(() => verifyConsistency(input)).not.toThrow();
        const wrong = [
          { ...input, fromRoot: flip(fromRoot, bit) },
          { ...input, toRoot: flip(toRoot, bit) },
          { ...input, proof: [...proof, toRoot] },
          { ...input, fromSize: toSize + 1 },
          ...(proof.length > 0 ? [{ ...input, proof: proof.slice(1) }, { ...input, proof: proof.slice(0, -1) }] : []), // prettier-ignore
          ...proof.map((_, at) => ({
            ...input,
            proof: proof.map((hash, each) => (each === at ? flip(hash, bit) : hash)),
          })),
        ];
        for (const each of wrong) expect(() => verifyConsistency(each)).toThrow();
      }),
      { numRuns: 40 },
    );
  });

  it('finds a ledger that was rewritten', () => {
    const leaves = leavesOf(20);
    const rewritten = leaves.map((leaf, index) => (index === 3 ? leafHash(Uint8Array.of(99)) : leaf));
    expect(() =>
      verifyConsistency({
        fromSize: 9,
        fromRoot: mth(leaves.slice(0, 9)),
        toSize: 20,
        toRoot: mth(rewritten),
        proof: subproof(9, rewritten, true),
      }),
    ).toThrow(expect.objectContaining({ code: 'wrong-root' }));
  });

  it('begins from an empty ledger without proof', () => {
    const input = { fromSize: 0, fromRoot: emptyRoot(), toSize: 5, toRoot: root(5), proof: [] };
    expect(() => verifyConsistency(input)).not.toThrow();
    expect(() => verifyConsistency({ ...input, fromRoot: root(1) })).toThrow(
      expect.objectContaining({ code: 'wrong-root' }),
    );
    expect(() => verifyConsistency({ ...input, proof: [root(5)] })).toThrow(
      expect.objectContaining({ code: 'wrong-length' }),
    );
  });
});
