import { createHash } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { encodeTile, tileCount } from '~/crypto/semaphore/tiles';
import type { LedgerEntry } from '~/features/published/ledger/ledger-entry';
import { editionEntry } from '~/features/published/registers/edition-entry';
import { encodeUnitsFile } from '~/features/published/registers/units-file';
import type { IdentifiedDatabase } from '~db/identified-client';
import { edition, editionUnit, register, registerFile } from '~db/schema/published';
import type { BuiltEdition } from './build-edition';
import type { EditionPlan } from './plan-edition.server';
import { insertPlaces, updateLive, updateUnits, writeNodes } from './write-register.server';

interface EditionStamp {
  readonly publication: number;
  readonly day: string;
  readonly rosterSize: number;
}

/**
 * Writes a planned edition: places, nodes, files, the edition and its units.
 * @param built null where all is as in the last edition
 * @returns the ledger entries that record it, for the caller to append last
 */
export async function writeEdition(
  tx: IdentifiedDatabase,
  plan: EditionPlan,
  built: BuiltEdition | null,
  stamp: EditionStamp,
): Promise<LedgerEntry[]> {
  const { id, depth, isNew } = plan.register;
  const { day, rosterSize } = stamp;
  if (isNew) await tx.insert(register).values({ id, depth, openedDay: day, nextLeaf: plan.size });
  else await tx.update(register).set({ nextLeaf: plan.size }).where(eq(register.id, id));
  await insertPlaces(tx, id, plan.placements);
  await updateLive(tx, id, plan.changes);
  await updateUnits(tx, id, plan.moves);
  if (built) await writeNodes(tx, id, built.changed);

  const groupRoot = built?.groupRoot ?? plan.last?.groupRoot;
  if (!groupRoot) throw new Error('an edition was planned without a root');
  const files = await writeFiles(tx, plan, built);
  const row = {
    registerId: id,
    number: (plan.last?.number ?? 0) + 1,
    publication: stamp.publication,
    day,
    size: plan.size,
    live: plan.live,
    groupRoot,
    rosterSize,
    ...files,
  };
  await tx.insert(edition).values(row);
  await writeUnits(tx, plan, built, row.number);
  const opened: LedgerEntry[] = isNew ? [{ v: 1, kind: 'register-opened', register: id, depth, day }] : [];
  return [...opened, editionEntry(row)];
}

type EditionValues = typeof edition.$inferInsert;

async function writeFiles(
  tx: IdentifiedDatabase,
  plan: EditionPlan,
  built: BuiltEdition | null,
): Promise<Pick<EditionValues, 'tiles' | 'upperFile' | 'unitsFile'>> {
  const named = new Map((built?.tiles ?? []).map(({ number, bytes }) => [number, bytes]));
  const tiles: string[] = [];
  for (let number = 0; number < tileCount(plan.size); number += 1) {
    const bytes = named.get(number);
    const kept = plan.last?.tiles[number];
    tiles.push(bytes || !kept ? await writeFile(tx, bytes ?? encodeTile([])) : kept);
  }
  const upperFile = built || !plan.last ? await writeFile(tx, built?.upper) : plan.last.upperFile;
  return { tiles, upperFile, unitsFile: await writeFile(tx, encodeUnitsFile(plan.unitsFile)) };
}

async function writeFile(tx: IdentifiedDatabase, bytes: Uint8Array | undefined): Promise<string> {
  if (!bytes) throw new Error('an edition was planned without a file');
  const hash = createHash('sha256').update(bytes).digest();
  await tx.insert(registerFile).values({ hash, bytes }).onConflictDoNothing();
  return hash.toString('hex');
}

/** Rows that travel to the database in one statement. */
const batchRows = 5_000;

async function writeUnits(
  tx: IdentifiedDatabase,
  { register: { id }, units }: EditionPlan,
  built: BuiltEdition | null,
  number: number,
): Promise<void> {
  const hashed = [...(built?.unitRoots ?? [])];
  const rows = units.map(({ path, live, root }) => {
    const groupRoot = root ?? hashed.shift();
    if (!groupRoot) throw new Error('a unit was planned without a root');
    return { registerId: id, edition: number, unitPath: path, live, groupRoot };
  });
  for (let start = 0; start < rows.length; start += batchRows) {
    await tx.insert(editionUnit).values(rows.slice(start, start + batchRows));
  }
}
