import { createHash } from 'node:crypto';

/**
 * The same numbers in the same order for the same seed, on every machine: for a demo whose proofs were made beforehand.
 * Nothing about it is secret, so it must never choose anything for real people.
 * @returns whole numbers from 0 to below the bound; uneven by less than bound / 2^48
 */
export function seededBelow(seed: string): (bound: number) => number {
  let drawn = 0;
  return (bound) => {
    drawn += 1;
    return (
      createHash('sha256')
        .update(`${seed}/${String(drawn)}`)
        .digest()
        .readUIntBE(0, 6) % bound
    );
  };
}
