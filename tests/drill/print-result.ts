import { isBetterThanChance, type DrillRate, type DrillResult } from '~/features/published/drill/drill-result';

/** Those whom the platform promises that nobody finds. */
const promised: readonly string[] = ['as-advised', 'concern'];

/** Prints a result in columns. @returns what breaks the promise */
export function printResult({ attackers, employees, signatures, concerns, dumps }: DrillResult): string[] {
  const problems: string[] = [];
  const write = (line: string) => void process.stdout.write(`${line}\n`);
  write(`\nLeak drill: ${String(employees)} people, ${String(signatures)} signatures, ${String(concerns)} concerns, ${String(dumps)} dumps`); // prettier-ignore
  for (const { name, title, scores, weakened } of attackers) {
    write(`\n${title}   on the weakened platform: ${inWords(weakened.named)}`);
    for (const { manner, named, signed } of scores) {
      write(`  ${manner.padEnd(18)} ${inWords(named)}${signed ? `   |   has signed: ${inWords(signed)}` : ''}`);
      const isFound = isBetterThanChance(named) || (signed !== null && isBetterThanChance(signed));
      if (isFound && promised.includes(manner)) problems.push(`${name} does better than chance with ${manner}`);
    }
  }
  return problems;
}

function inWords(rate: DrillRate): string {
  const { hits, trials, low, high, chance } = rate;
  const percent = (share: number) => (100 * share).toFixed(1);
  return `${String(hits)}/${String(trials)} (${percent(low)}–${percent(high)} %, chance ${percent(chance)} %)${isBetterThanChance(rate) ? ' !' : ''}`; // prettier-ignore
}
