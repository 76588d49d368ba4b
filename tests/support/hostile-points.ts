import { bn254 } from '@noble/curves/bn254.js';
import { BASE_FIELD_ORDER } from '~/crypto/semaphore/field';
import type { ProofPoints } from '~/crypto/semaphore/proof';

/** Coordinates of a point B on the twist but outside the subgroup of prime order: x1 x0 y1 y0, as proofs have them. */
export function offSubgroupB(): [bigint, bigint, bigint, bigint] {
  const { Fp2 } = bn254.fields;
  for (let real = 1n; ; real += 1n) {
    const x = Fp2.fromBigTuple([real, 1n]);
    const y = rootOf(Fp2.add(Fp2.mul(Fp2.sqr(x), x), bn254.G2.Point.CURVE().b));
    // Nearly every point of the twist is outside; x with a square root are every second.
    if (y && !bn254.G2.Point.fromAffine({ x, y }).isTorsionFree()) return [x.c1, x.c0, y.c1, y.c0];
  }
}

/** The same proof as (-A, -B, C), which verifies as well. */
export function malleate(points: ProofPoints<bigint>): ProofPoints<bigint> {
  const [ax, ay, bx1, bx0, by1, by0, cx, cy] = points;
  const negated = (coordinate: bigint) => BASE_FIELD_ORDER - coordinate;
  return [ax, negated(ay), bx1, bx0, negated(by1), negated(by0), cx, cy];
}

function rootOf(square: Parameters<typeof bn254.fields.Fp2.sqrt>[0]) {
  try {
    return bn254.fields.Fp2.sqrt(square);
  } catch {
    return null;
  }
}
