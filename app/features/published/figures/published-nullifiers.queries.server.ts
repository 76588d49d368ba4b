import { eq, sql, type SQL } from 'drizzle-orm';
import type { PublishedDatabase } from '~db/published-client';
import { petition, publication, tally } from '~db/schema/published';
import { inTransaction } from '~db/transaction';

/*
 * The published nullifiers of one petition as bytes: what a device finds its own acts with, and what the seal is drawn
 * from. One record a nullifier, sorted by nullifier, without a header:
 *
 *   32 bytes  nullifier, most significant first
 *    2 bytes  published acts of it, most significant first: odd, it signs; even, it has withdrawn
 *    4 bytes  edition of the petition's register that its last act was proved with, most significant first
 */
export const recordBytes = 38;

/** How many rows are read at once: at most 380 kB of records. */
const pageSize = 10_000;

/** The file changed while it was read: whoever reads must begin anew. */
export class NullifiersChangedError extends Error {
  override readonly name = 'NullifiersChangedError';
}

/** Which file it is: a publication's number, 0 while nothing was published of the petition. */
export type NullifiersVersion =
  | { readonly kind: 'published'; readonly publication: number }
  /** Rows stand there that no checkpoint covers yet: nothing is told until it does. */
  | { readonly kind: 'under-way' }
  | { readonly kind: 'unknown' };

/** The version of a petition's file; `unknown` for one that is not, or not yet, listed. */
export async function nullifiersVersion(db: PublishedDatabase, petitionId: string): Promise<NullifiersVersion> {
  const [row] = await db
    .select({ state: petition.state, publication: tally.publication, covered: publication.checkpointDone })
    .from(petition)
    .leftJoin(tally, eq(tally.petitionId, petition.id))
    .leftJoin(publication, eq(publication.number, tally.publication))
    .where(eq(petition.id, petitionId));
  if (!row || row.state === 'waiting' || row.state === 'sent-back') return { kind: 'unknown' };
  if (row.publication === null) return { kind: 'published', publication: 0 };
  return row.covered ? { kind: 'published', publication: row.publication } : { kind: 'under-way' };
}

/**
 * The file's bytes, page by page, in constant memory.
 * @param version that the reader was told
 * @throws NullifiersChangedError after the last page, where a publication came in between
 */
export async function* publishedNullifiers(
  db: PublishedDatabase,
  petitionId: string,
  version: number,
): AsyncGenerator<Uint8Array> {
  for (let after = ''; ;) {
    const page = await readPage(db, petitionId, after);
    if (!page?.bytes || page.last === null) break;
    yield page.bytes;
    if (!page.full) break;
    after = page.last;
  }
  const now = await nullifiersVersion(db, petitionId);
  if (now.kind !== 'published' || now.publication !== version) throw new NullifiersChangedError();
}

interface Page extends Record<string, unknown> {
  readonly bytes: Uint8Array | null;
  readonly last: string | null;
  readonly full: boolean;
}

/** Until the table was analysed PostgreSQL takes it for small, and would sort all of it for each page. */
function readPage(db: PublishedDatabase, petitionId: string, after: string): Promise<Page | undefined> {
  return inTransaction(db, async (tx) => {
    await tx.execute(sql`set local enable_bitmapscan = off`);
    const [page] = await tx.execute<Page>(pageAfter(petitionId, after));
    return page;
  });
}

/**
 * One page: the rows as the primary key has them, so that each page costs the same, then the last act of each nullifier.
 * A page that is full may end within a chain: that one is left to the next page. No chain is as long as a page.
 */
function pageAfter(petitionId: string, after: string): SQL {
  return sql`
    with page as (
      select nullifier, n, edition from published.signature
      where petition_id = ${petitionId} and nullifier > decode(${after}, 'hex')
      order by nullifier, n
      limit ${pageSize}
    ), edge as (
      select (select count(*) from page) = ${pageSize}::bigint as is_full,
        (select nullifier from page order by nullifier desc limit 1) as nullifier
    ), record as (
      select distinct on (page.nullifier) page.nullifier, page.n, page.edition from page, edge
      where not edge.is_full or page.nullifier < edge.nullifier
      order by page.nullifier, page.n desc
    )
    select string_agg(nullifier || int2send((n + 1)::int2) || int4send(edition), '' order by nullifier) as bytes,
      max(encode(nullifier, 'hex')) as last, (select is_full from edge) as full
    from record`;
}
