import { z } from 'zod';

/** Where a list of summaries goes on: after this one. */
export interface SummaryCursor {
  readonly day: string;
  readonly id: string;
}

/** As it stands in an address. */
export function summaryCursorText({ day, id }: SummaryCursor): string {
  return `${day}.${id}`;
}

const cursor = z
  .string()
  .transform((text) => text.split('.'))
  .pipe(z.tuple([z.iso.date(), z.string().regex(/^[a-z2-7]{26}$/)]));

/** Reads an address. Null for anything else: a list then begins at its beginning. @param text attacker-controlled */
export function parseSummaryCursor(text: string | null): SummaryCursor | null {
  const read = cursor.safeParse(text);
  return read.success ? { day: read.data[0], id: read.data[1] } : null;
}
