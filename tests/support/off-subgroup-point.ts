import { bn254 } from '@noble/curves/bn254.js';

/** A point on the twist of another order than its group, as it is sent: x1, x0, y1, y0 in decimals. */
export function offSubgroupPoint(): [string, string, string, string] {
  const { Fp2 } = bn254.fields;
  for (let real = 1n; ; real += 1n) {
    const x = Fp2.fromBigTuple([real, 1n]);
    const square = Fp2.add(Fp2.mul(Fp2.sqr(x), x), bn254.G2.Point.CURVE().b);
    try {
      const y = Fp2.sqrt(square);
      if (bn254.G2.Point.fromAffine({ x, y }).isTorsionFree()) continue;
      return [x.c1.toString(), x.c0.toString(), y.c1.toString(), y.c0.toString()];
    } catch {
      continue;
    }
  }
}
