import { and, desc, eq } from 'drizzle-orm';
import { fromHex, toHex } from '~/crypto/hash';
import type { Database } from '~db/database';
import { edition, publication, register, registerFile } from '~db/schema/published';
import { entryIndex } from '../ledger/entry-index.queries.server';
import { editionDocument, type EditionDocument } from './edition-document';
import { editionEntry } from './edition-entry';

/** An edition that counts: one whose publication has its checkpoint. Null for any other, and for registers there are not. */
export async function publishedEdition(
  db: Database,
  registerId: number,
  number: number | 'latest',
): Promise<EditionDocument | null> {
  const [row] = await db
    .select({ edition, depth: register.depth })
    .from(edition)
    .innerJoin(register, eq(register.id, edition.registerId))
    .innerJoin(publication, eq(publication.number, edition.publication))
    .where(
      and(
        eq(edition.registerId, registerId),
        eq(publication.checkpointDone, true),
        number === 'latest' ? undefined : eq(edition.number, number),
      ),
    )
    .orderBy(desc(edition.number))
    .limit(1);
  if (!row) return null;
  const { day, size, live, rosterSize, groupRoot, tiles, upperFile, unitsFile } = row.edition;
  const entry = await entryIndex(db, editionEntry(row.edition));
  if (entry === null) throw new RangeError('an edition that counts stands in the ledger');
  return editionDocument.parse({
    register: registerId,
    depth: row.depth,
    edition: row.edition.number,
    day,
    entry,
    size,
    live,
    rosterSize,
    groupRoot: toHex(groupRoot),
    tiles,
    upper: upperFile,
    units: unitsFile,
  });
}

/**
 * The bytes of a register file, or null. Files of editions that do not count yet are not withheld: their names are hashes
 * of what they hold, so that nobody can ask for one without knowing it.
 * @param hash hex of 32 bytes, lower case
 */
export async function registerFileBytes(db: Database, hash: string): Promise<Uint8Array | null> {
  const [row] = await db
    .select({ bytes: registerFile.bytes })
    .from(registerFile)
    .where(eq(registerFile.hash, fromHex(hash)));
  return row?.bytes ?? null;
}
