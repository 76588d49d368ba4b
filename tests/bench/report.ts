/** One line of a report. */
export interface Figure {
  readonly what: string;
  readonly value: string;
  /** What it is to be, where there is an aim. */
  readonly aim?: string;
  readonly met?: boolean;
}

/** Prints figures under a heading, in columns. */
export function report(heading: string, figures: readonly Figure[]): void {
  const width = (of: (figure: Figure) => string) => Math.max(...figures.map((figure) => of(figure).length));
  const [what, value] = [width((figure) => figure.what), width((figure) => figure.value)];
  const lines = figures.map((figure) => {
    const aim = figure.aim === undefined ? '' : `   aim ${figure.aim}: ${figure.met === true ? 'met' : 'MISSED'}`;
    return `  ${figure.what.padEnd(what)}   ${figure.value.padStart(value)}${aim}`;
  });
  process.stdout.write(`\n${heading}\n${lines.join('\n')}\n`);
}

/** Tells what is being done, for whoever waits. */
export function note(text: string): void {
  process.stderr.write(`… ${text}\n`);
}

/** The value below which a share of the values lie; the values need not be sorted. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

export const milliseconds = (value: number) => `${value.toFixed(value < 10 ? 2 : 0)} ms`;
export const perSecond = (value: number) => `${value.toFixed(0)}/s`;
export const percent = (ratio: number) => `${(100 * ratio).toFixed(1)} %`;
