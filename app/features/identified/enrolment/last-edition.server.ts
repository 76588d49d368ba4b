import { and, desc, eq, sql } from 'drizzle-orm';
import { fromHex } from '~/crypto/hash';
import { readUnitsFile, type UnitsFile } from '~/features/published/registers/units-file';
import type { IdentifiedDatabase } from '~db/identified-client';
import { edition, editionUnit, registerFile } from '~db/schema/published';
import type { PackedLevel } from './packed-nodes';

export type EditionRow = typeof edition.$inferSelect;

/** The newest edition of a register, whether or not it counts yet; null: none. */
export async function lastEdition(db: IdentifiedDatabase, registerId: number): Promise<EditionRow | null> {
  const [row] = await db
    .select()
    .from(edition)
    .where(eq(edition.registerId, registerId))
    .orderBy(desc(edition.number))
    .limit(1);
  return row ?? null;
}

/** The units of an edition as they were published: its file, and their roots by path. */
export async function unitsOfEdition(
  db: IdentifiedDatabase,
  of: EditionRow,
): Promise<{ file: UnitsFile; roots: Map<string, Uint8Array> }> {
  const [file] = await db
    .select({ bytes: registerFile.bytes })
    .from(registerFile)
    .where(eq(registerFile.hash, fromHex(of.unitsFile)));
  if (!file)
    throw new Error(`edition ${String(of.number)} of register ${String(of.registerId)} has lost its units file`);
  const rows = await db
    .select({ unitPath: editionUnit.unitPath, groupRoot: editionUnit.groupRoot })
    .from(editionUnit)
    .where(and(eq(editionUnit.registerId, of.registerId), eq(editionUnit.edition, of.number)));
  return { file: readUnitsFile(file.bytes), roots: new Map(rows.map((row) => [row.unitPath, row.groupRoot])) };
}

/** All kept nodes of a register's tree. */
export async function keptNodes(db: IdentifiedDatabase, registerId: number): Promise<PackedLevel[]> {
  const rows = await db.execute<{ level: number; bytes: Uint8Array }>(sql`
    select level, string_agg(int4send(position) || hash, ''::bytea order by position) as bytes
    from published.register_node where register_id = ${registerId} group by level order by level`);
  return rows.map(({ level, bytes }) => ({ level, bytes }));
}
