import type { DrillRate } from '~/features/published/drill/drill-result';

const z95 = 1.959963984540054;

/** Wilson's score interval: honest for few trials and for shares near 0 or 1. `z` 1.96 is 95 %. Without trials: 0 to 1. */
export function wilson(hits: number, trials: number, z: number = z95): { low: number; high: number } {
  if (trials === 0) return { low: 0, high: 1 };
  const share = hits / trials;
  const square = (z * z) / trials;
  const middle = (share + square / 2) / (1 + square);
  const half = (z * Math.sqrt((share * (1 - share)) / trials + square / (4 * trials))) / (1 + square);
  return { low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}

/** Probability of at least `hits` in `trials` independent ones, exactly (in logarithms). */
export function atLeast(hits: number, trials: number, chance: number): number {
  if (hits <= 0) return 1;
  if (chance <= 0) return 0;
  if (chance >= 1) return 1;
  let logOfBinomial = 0;
  let sum = 0;
  for (let k = 0; k <= trials; k += 1) {
    if (k > 0) logOfBinomial += Math.log((trials - k + 1) / k);
    if (k >= hits) sum += Math.exp(logOfBinomial + k * Math.log(chance) + (trials - k) * Math.log(1 - chance));
  }
  return Math.min(1, sum);
}

/**
 * @param chances of every trial; where they differ, their mean stands for all, which overstates the spread
 */
export function rateOf(hits: number, chances: readonly number[]): DrillRate {
  const trials = chances.length;
  const chance = trials === 0 ? 0 : chances.reduce((sum, each) => sum + each, 0) / trials;
  return { trials, hits, chance, ...wilson(hits, trials), byChance: atLeast(hits, trials, chance) };
}

/** Where the standard normal distribution has this share below it, to about six digits. */
export function normalQuantile(share: number): number {
  let [low, high] = [-10, 10];
  for (let step = 0; step < 60; step += 1) {
    const middle = (low + high) / 2;
    if (normalBelow(middle) < share) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Abramowitz and Stegun 7.1.26. */
function normalBelow(x: number): number {
  const t = 1 / (1 + (0.3275911 * Math.abs(x)) / Math.SQRT2);
  const series = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  const tail = (series * Math.exp(-(x * x) / 2)) / 2;
  return x < 0 ? tail : 1 - tail;
}
