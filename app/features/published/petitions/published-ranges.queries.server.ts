import { and, asc, eq, inArray } from 'drizzle-orm';
import type { Database } from '~db/database';
import { petition, publication } from '~db/schema/published';
import { signatureRange } from '~db/schema/published-ledger';

/** Where the acts of one publication on a petition stand in the ledger. */
export interface PublishedRange {
  readonly publication: number;
  /** 'YYYY-MM-DD', also that of the entries. */
  readonly day: string;
  /** Index of the first, from 0; the others follow it. */
  readonly first: number;
  readonly entries: number;
}

/**
 * Where a petition's signatures and withdrawals stand, under the newest checkpoint only (protocol 4), in order.
 * @returns null where there is no petition that was ever open under this name
 */
export async function publishedRanges(db: Database, petitionId: string): Promise<readonly PublishedRange[] | null> {
  const [known] = await db
    .select({ id: petition.id })
    .from(petition)
    .where(and(eq(petition.id, petitionId), inArray(petition.state, ['open', 'closed', 'archived'])));
  if (!known) return null;
  const { publication: number, day, first, entries } = signatureRange;
  return db
    .select({ publication: number, day, first, entries })
    .from(signatureRange)
    .innerJoin(publication, and(eq(publication.number, number), eq(publication.checkpointDone, true)))
    .where(eq(signatureRange.petitionId, petitionId))
    .orderBy(asc(number));
}
