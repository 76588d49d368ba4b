/** One page of a list of public data (protocol 13). */
export interface PublicPage<Item> {
  readonly v: 1;
  readonly items: readonly Item[];
  /** What to ask for next, as `?after=`; null on the last page. */
  readonly next: string | null;
}

/** Items on a page; fewer where one item may be long. */
export const pageSizes = { short: 100, long: 25 } as const;

/**
 * A page of rows in the order of their keys.
 * @param rows one more than a page holds, where there are so many
 * @param keyOf parts of a row's key; none of them has a slash but the last
 */
export function publicPage<Row extends object, Item>(
  rows: readonly Row[],
  size: number,
  { keyOf, itemOf }: { keyOf: (row: Row) => readonly (string | number)[]; itemOf: (row: Row) => Item },
): PublicPage<Item> {
  const shown = rows.slice(0, size);
  const last = shown.at(-1);
  return { v: 1, items: shown.map(itemOf), next: last && rows.length > size ? keyOf(last).join('/') : null };
}

/** A place in a list that this server never gave out. */
export class UnknownPlaceError extends Error {
  override readonly name = 'UnknownPlaceError';
}

/** What the parts of a key are. */
type Part = 'text' | 'number';
type Parts<P extends readonly Part[]> = { [I in keyof P]: P[I] extends 'number' ? number : string };

const spellings: Readonly<Record<Part, RegExp>> = {
  text: /^[\x21-\x2e\x30-\x7e]{1,64}$/,
  number: /^(?:0|[1-9][0-9]{0,8})$/,
};

/**
 * The parts of a place in a list; null for its beginning.
 * @param after attacker-controlled
 * @throws UnknownPlaceError for anything that cannot be a key of this list
 */
export function placeAfter<const P extends readonly Part[]>(after: string | null, parts: P): Parts<P> | null {
  if (after === null) return null;
  const given = after.split('/');
  if (given.length !== parts.length) throw new UnknownPlaceError();
  return parts.map((part, index) => {
    const text = given[index] ?? '';
    if (!spellings[part].test(text)) throw new UnknownPlaceError();
    return part === 'number' ? Number(text) : text;
  }) as Parts<P>;
}
