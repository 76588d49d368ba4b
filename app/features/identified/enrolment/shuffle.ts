/** A whole number from 0 to below the bound, all equally likely. `crypto.randomInt` outside tests. */
export type RandomBelow = (bound: number) => number;

/** A copy in random order (Fisher-Yates). */
export function shuffled<T>(list: readonly T[], random: RandomBelow): T[] {
  const copy = [...list];
  for (let end = copy.length - 1; end > 0; end -= 1) {
    const other = random(end + 1);
    [copy[end], copy[other]] = [copy[other] as T, copy[end] as T];
  }
  return copy;
}
