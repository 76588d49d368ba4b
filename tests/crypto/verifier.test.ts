import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { bn254 } from '@noble/curves/bn254.js';
import { beforeAll, describe, expect, it } from 'vitest';
import { asGroupRoot, asNullifier, BASE_FIELD_ORDER } from '~/crypto/semaphore/field';
import { onCurve2 } from '~/crypto/semaphore/points';
import type { ProofError } from '~/crypto/semaphore/proof';
import { parseProof, type ParsedProof, type ProofPoints } from '~/crypto/semaphore/proof';
import { VERIFICATION_KEYS } from '~/crypto/semaphore/verification-keys';
import { createVerifier, type VerificationKey, type Verifier } from '~/crypto/semaphore/verifier';
import { malleate, offSubgroupB } from '~tests/support/hostile-points';
import { createSimulator, type Simulator } from '~tests/support/simulated-proofs';

const DEPTH = 17;
let simulator: Simulator;
let verifier: Verifier;

beforeAll(async () => {
  simulator = await createSimulator();
  verifier = await createVerifier(simulator.key);
});

const statement = (nullifier = 7n) => ({
  depth: DEPTH,
  root: asGroupRoot(5n),
  nullifier: asNullifier(nullifier),
  scope: 11n,
  message: 13n,
});
const proofOf = (nullifier?: bigint) => parseProof(simulator.prove(statement(nullifier)), DEPTH);
const withPoints = (proof: ParsedProof, change: Record<number, bigint>): ParsedProof => ({
  ...proof,
  points: proof.points.map((coordinate, index) => change[index] ?? coordinate) as unknown as ProofPoints<bigint>,
});
const negated = (coordinate: bigint) => BASE_FIELD_ORDER - coordinate;
const codeOf = (proof: ParsedProof) => {
  try {
    verifier.verifyOne(proof);
    return 'valid';
  } catch (error) {
    return (error as ProofError).code;
  }
};

describe('one proof', () => {
  it('is accepted when it is valid', () => {
    expect(codeOf(proofOf())).toBe('valid');
    expect(codeOf(proofOf(8n))).toBe('valid');
  });

  it.each(['root', 'nullifier', 'scope', 'message'] as const)('is refused for another %s', (signal) => {
    const proof = proofOf();
    expect(codeOf({ ...proof, [signal]: proof[signal] + 1n })).toBe('invalid');
  });

  it('is refused with scope and message exchanged', () => {
    const proof = proofOf();
    expect(codeOf({ ...proof, scope: proof.message, message: proof.scope })).toBe('invalid');
  });

  it('is refused for one flipped bit in each coordinate, as a point that is on no curve', () => {
    const proof = proofOf();
    for (let index = 0; index < 8; index += 1) {
      const flipped = (proof.points[index] as bigint) ^ 1n;
      expect(codeOf(withPoints(proof, { [index]: flipped })), `coordinate ${index}`).toBe('off-curve');
    }
  });

  it('is refused with the point at infinity', () => {
    const proof = proofOf();
    expect(codeOf(withPoints(proof, { 0: 0n, 1: 0n }))).toBe('off-curve');
    expect(codeOf(withPoints(proof, { 2: 0n, 3: 0n, 4: 0n, 5: 0n }))).toBe('off-curve');
    expect(codeOf(withPoints(proof, { 6: 0n, 7: 0n }))).toBe('off-curve');
  });

  it('is refused with B outside the subgroup of prime order', () => {
    const [x1, x0, y1, y0] = offSubgroupB();
    expect(onCurve2([x0, x1], [y0, y1])).toBe(true);
    expect(codeOf(withPoints(proofOf(), { 2: x1, 3: x0, 4: y1, 5: y0 }))).toBe('off-subgroup');
  });

  it('is still valid as (-A, -B, C): proofs are never told apart by their bytes (B)', () => {
    const proof = proofOf();
    const [, ay, , , , , , cy] = proof.points;
    const malleated = { ...proof, points: malleate(proof.points) };
    expect(malleated.points).not.toEqual(proof.points);
    expect(codeOf(malleated)).toBe('valid');
    expect(codeOf(withPoints(proof, { 1: negated(ay) }))).toBe('invalid');
    expect(codeOf(withPoints(proof, { 7: negated(cy) }))).toBe('invalid');
  });

  it('is refused with points of another valid proof', () => {
    const [one, other] = [proofOf(), proofOf()];
    expect(codeOf(withPoints(one, { 6: other.points[6], 7: other.points[7] }))).toBe('invalid');
  });
});

describe('a batch', () => {
  it('is accepted whole when all are valid', () => {
    const proofs = Array.from({ length: 32 }, (_, index) => proofOf(BigInt(index)));
    expect(verifier.verifyBatch(proofs)).toEqual(new Array(32).fill(null));
    expect(verifier.verifyBatch([])).toEqual([]);
    expect(verifier.verifyBatch(proofs.slice(0, 1))).toEqual([null]);
  });

  it('names each wrong one and why', () => {
    const [x1, x0, y1, y0] = offSubgroupB();
    const proofs = [
      proofOf(),
      { ...proofOf(), nullifier: asNullifier(9n) },
      withPoints(proofOf(), { 2: x1, 3: x0, 4: y1, 5: y0 }),
      withPoints(proofOf(), { 0: 1n }),
      proofOf(),
    ];
    expect(verifier.verifyBatch(proofs).map((result) => result?.code ?? null)).toEqual([
      null,
      'invalid',
      'off-subgroup',
      'off-curve',
      null,
    ]);
    expect(verifier.verifyBatch(proofs.slice(2, 4)).map((result) => result?.code)).toEqual([
      'off-subgroup',
      'off-curve',
    ]);
  });

  it('finds two wrong proofs whose errors cancel without weights', () => {
    const [one, other] = [proofOf(), proofOf()];
    // C of each moved by the same point, up and down: the plain product of both equations still holds.
    const moved = (proof: ParsedProof, step: bigint) => {
      const c = bn254.G1.Point.fromAffine({ x: proof.points[6], y: proof.points[7] });
      const shift = bn254.G1.Point.BASE.multiply(5n);
      const { x, y } = c.add(step > 0n ? shift : shift.negate()).toAffine();
      return withPoints(proof, { 6: x, 7: y });
    };
    const results = verifier.verifyBatch([moved(one, 1n), moved(other, -1n)]);
    expect(results.map((result) => result?.code)).toEqual(['invalid', 'invalid']);
  });
});

describe('verification keys', () => {
  const require = createRequire(import.meta.url);
  it.each([17, 20] as const)('for depth %i are those of the package', (depth) => {
    const path = require.resolve(`@zk-kit/semaphore-artifacts/semaphore-${depth}.json`);
    const { vk_alphabeta_12: _, ...published } = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
    expect(VERIFICATION_KEYS[depth]).toEqual(published);
  });

  it('in production refuse what the test key proves', async () => {
    const production = await createVerifier(VERIFICATION_KEYS[17]);
    expect(() => production.verifyOne(proofOf())).toThrow(expect.objectContaining({ code: 'invalid' }));
  });

  it('of other shapes or with points that are none are not used', async () => {
    const broken: Partial<VerificationKey>[] = [
      { protocol: 'plonk' },
      { curve: 'bls12381' },
      { nPublic: 5 },
      { IC: simulator.key.IC.slice(1) },
      { vk_alpha_1: ['1', '3', '1'] },
      { vk_beta_2: [['1', '2'], ['3', '4'], ['1', '0']] }, // prettier-ignore
      { vk_gamma_2: [['1']] },
    ];
    for (const change of broken) {
      await expect(createVerifier({ ...simulator.key, ...change })).rejects.toThrow(RangeError);
    }
  });
});
