import { desc, eq, sql } from 'drizzle-orm';
import type { PublishedDatabase } from '~db/published-client';
import { publication } from '~db/schema/published';
import { corroborationTally, summary } from '~db/schema/published-concerns';
import { choices } from '../summaries/choices';
import { nullifierPages, type NullifiersVersion } from './nullifier-pages.server';

/*
 * The published nullifiers of one summary as bytes: what a device finds with what its key chose. One record a nullifier,
 * sorted by nullifier, without a header:
 *
 *   32 bytes  nullifier, most significant first
 *    2 bytes  the number n of its last published act, and one more, most significant first
 *    1 byte   the choice of that act: 0 me too, 1 saw it, 2 contradicts
 *    4 bytes  edition of the summary's register that it was proved with, most significant first
 */

const corroborations = {
  table: sql`published.corroboration`,
  subject: sql`summary_id`,
  columns: sql`choice, edition`,
  record: sql`nullifier || int2send((n + 1)::int2)
    || set_byte('\\x00'::bytea, 0, array_position(string_to_array(${choices.join(' ')}, ' '), choice) - 1)
    || int4send(edition)`,
};

/** The version of a summary's file: all counts of a summary name the last publication that changed one of them. */
export async function corroborationNullifiersVersion(db: PublishedDatabase, id: string): Promise<NullifiersVersion> {
  const [row] = await db
    .select({ publication: corroborationTally.publication, covered: publication.checkpointDone })
    .from(summary)
    .leftJoin(corroborationTally, eq(corroborationTally.summaryId, summary.id))
    .leftJoin(publication, eq(publication.number, corroborationTally.publication))
    .where(eq(summary.id, id))
    .orderBy(desc(corroborationTally.publication))
    .limit(1);
  if (!row) return { kind: 'unknown' };
  if (row.publication === null) return { kind: 'published', publication: 0 };
  return row.covered ? { kind: 'published', publication: row.publication } : { kind: 'under-way' };
}

/**
 * The file's bytes, page by page, in constant memory.
 * @param version that the reader was told
 * @throws NullifiersChangedError after the last page, where a publication came in between
 */
export function corroborationNullifiers(
  db: PublishedDatabase,
  id: string,
  version: number,
): AsyncGenerator<Uint8Array> {
  const versionNow = () => corroborationNullifiersVersion(db, id);
  return nullifierPages(db, corroborations, { id, version, versionNow });
}
