const figures = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 });

/** 1612 -> "1,612". */
export function formatCount(count: number): string {
  return figures.format(count);
}

/** "1 signature", "1,612 signatures". `many` is given where an s is not enough. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${pluralWord(count, one, many)}`;
}

/** The word alone: `pluralWord(1, 'person', 'people')` -> "person". */
export function pluralWord(count: number, one: string, many = `${one}s`): string {
  return count === 1 ? one : many;
}

/** A number as people read it, with figures of one width. */
export function Count({ value }: { value: number }) {
  return <span className="figures">{formatCount(value)}</span>;
}
