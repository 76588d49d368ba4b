import { z } from 'zod';

const hash = z.string().regex(/^[0-9a-f]{64}$/);
const count = z.int().min(0);

/** One published edition of a register, as `/registers/:id/editions/:number` gives it (protocol 2). */
export const editionDocument = z.strictObject({
  register: z.int().min(1),
  depth: z.union([z.literal(17), z.literal(20)]),
  edition: z.int().min(1),
  day: z.iso.date(),
  /** Where it stands in the ledger: index of its entry, from 0. */
  entry: count,
  /** Places given out. */
  size: count,
  /** Places that hold a key. */
  live: count,
  /** Active people on the roster. */
  rosterSize: count,
  groupRoot: hash,
  /** SHA-256 of each tile of 1,024 leaves, in order. */
  tiles: z.array(hash).max(1024),
  /** SHA-256 of the file with the levels from 10 up. */
  upper: hash,
  /** SHA-256 of the file that says which leaf is in which unit. */
  units: hash,
});

export type EditionDocument = z.infer<typeof editionDocument>;
