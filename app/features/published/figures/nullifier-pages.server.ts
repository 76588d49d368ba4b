import { sql, type SQL } from 'drizzle-orm';
import type { PublishedDatabase } from '~db/published-client';
import { inTransaction } from '~db/transaction';

/** The file changed while it was read: whoever reads must begin anew. */
export class NullifiersChangedError extends Error {
  override readonly name = 'NullifiersChangedError';
}

/** Which file it is: a publication's number, 0 while nothing was published of its subject. */
export type NullifiersVersion =
  | { readonly kind: 'published'; readonly publication: number }
  /** Rows stand there that no checkpoint covers yet: nothing is told until it does. */
  | { readonly kind: 'under-way' }
  | { readonly kind: 'unknown' };

/** Published acts whose nullifiers make a file. */
export interface PublishedActs {
  readonly table: SQL;
  /** The column that names what the acts are about. */
  readonly subject: SQL;
  /** Further columns that a record is made of. */
  readonly columns: SQL;
  /** The bytes of one record, of the last act `n` of a `nullifier` and its further columns. */
  readonly record: SQL;
}

/** How many rows are read at once. */
const pageSize = 10_000;

/**
 * The bytes of a file of nullifiers: one record each, sorted by nullifier, page by page, in constant memory.
 * @param version that the reader was told @param versionNow asks for it anew
 * @throws NullifiersChangedError after the last page, where a publication came in between
 */
export async function* nullifierPages(
  db: PublishedDatabase,
  acts: PublishedActs,
  { id, version, versionNow }: { id: string; version: number; versionNow: () => Promise<NullifiersVersion> },
): AsyncGenerator<Uint8Array> {
  for (let after = '', more = true; more;) {
    const page = await readPage(db, acts, { id, after });
    if (!page?.bytes || page.last === null) break;
    yield page.bytes;
    after = page.last;
    more = page.full;
  }
  const now = await versionNow();
  if (now.kind !== 'published' || now.publication !== version) throw new NullifiersChangedError();
}

interface Page extends Record<string, unknown> {
  readonly bytes: Uint8Array | null;
  readonly last: string | null;
  readonly full: boolean;
}

interface PlaceInFile {
  readonly id: string;
  /** Hex of the last nullifier that was read; empty at the beginning. */
  readonly after: string;
}

/** Until the table was analysed PostgreSQL takes it for small, and would sort all of it for each page. */
function readPage(db: PublishedDatabase, acts: PublishedActs, place: PlaceInFile): Promise<Page | undefined> {
  return inTransaction(db, async (tx) => {
    await tx.execute(sql`set local enable_bitmapscan = off`);
    const [page] = await tx.execute<Page>(pageAfter(acts, place));
    return page;
  });
}

/**
 * One page: the rows as the primary key has them, so that each page costs the same, then the last act of each nullifier.
 * A page that is full may end within a chain: that one is left to the next page. No chain is as long as a page.
 */
function pageAfter({ table, subject, columns, record }: PublishedActs, { id, after }: PlaceInFile): SQL {
  return sql`
    with page as (
      select nullifier, n, ${columns} from ${table}
      where ${subject} = ${id} and nullifier > decode(${after}, 'hex')
      order by nullifier, n
      limit ${pageSize}
    ), edge as (
      select (select count(*) from page) = ${pageSize}::bigint as is_full,
        (select nullifier from page order by nullifier desc limit 1) as nullifier
    ), record as (
      select distinct on (page.nullifier) page.* from page, edge
      where not edge.is_full or page.nullifier < edge.nullifier
      order by page.nullifier, page.n desc
    )
    select string_agg(${record}, '' order by nullifier) as bytes,
      max(encode(nullifier, 'hex')) as last, (select is_full from edge) as full
    from record`;
}
