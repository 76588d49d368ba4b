import { eq, sql } from 'drizzle-orm';
import type { PublishedDatabase } from '~db/published-client';
import { petition, publication, tally } from '~db/schema/published';
import { nullifierPages, type NullifiersVersion } from './nullifier-pages.server';
import { publicStates } from '../petitions/petition';

/*
 * The published nullifiers of one petition as bytes: what a device finds its own acts with, and what the seal is drawn
 * from. One record a nullifier, sorted by nullifier, without a header:
 *
 *   32 bytes  nullifier, most significant first
 *    2 bytes  published acts of it, most significant first: odd, it signs; even, it has withdrawn
 *    4 bytes  edition of the petition's register that its last act was proved with, most significant first
 */
export const recordBytes = 38;

const signatures = {
  table: sql`published.signature`,
  subject: sql`petition_id`,
  columns: sql`edition`,
  record: sql`nullifier || int2send((n + 1)::int2) || int4send(edition)`,
};

/** The version of a petition's file; `unknown` for one that is not, or not yet, listed. */
export async function nullifiersVersion(db: PublishedDatabase, petitionId: string): Promise<NullifiersVersion> {
  const [row] = await db
    .select({ state: petition.state, publication: tally.publication, covered: publication.checkpointDone })
    .from(petition)
    .leftJoin(tally, eq(tally.petitionId, petition.id))
    .leftJoin(publication, eq(publication.number, tally.publication))
    .where(eq(petition.id, petitionId));
  if (!row || !publicStates.some((state) => state === row.state)) return { kind: 'unknown' };
  if (row.publication === null) return { kind: 'published', publication: 0 };
  return row.covered ? { kind: 'published', publication: row.publication } : { kind: 'under-way' };
}

/**
 * The file's bytes, page by page, in constant memory.
 * @param version that the reader was told
 * @throws NullifiersChangedError after the last page, where a publication came in between
 */
export function publishedNullifiers(
  db: PublishedDatabase,
  petitionId: string,
  version: number,
): AsyncGenerator<Uint8Array> {
  const versionNow = () => nullifiersVersion(db, petitionId);
  return nullifierPages(db, signatures, { id: petitionId, version, versionNow });
}
