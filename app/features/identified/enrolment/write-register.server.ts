import { sql } from 'drizzle-orm';
import { toHex } from '~/crypto/hash';
import type { IdentifiedDatabase } from '~db/identified-client';
import { columnsOf, type PackedLevel } from './packed-nodes';
import type { Placement } from './plan-edition.server';

/** Rows that travel to the database in one statement. */
const batchRows = 8_192;

/** Gives places out, in the order of the leaves: the rows' own order says nothing about who enrolled when. */
export async function insertPlaces(
  tx: IdentifiedDatabase,
  registerId: number,
  placements: readonly Placement[],
): Promise<void> {
  for (const batch of batches(placements)) {
    const rows = batch.map(({ personNumber, leaf, commitment, unitPath }) => ({
      person: personNumber,
      leaf,
      key: toHex(commitment),
      unit: unitPath,
    }));
    await tx.execute(sql`
      insert into identified.register_place
        (register_id, person_number, leaf_index, identity_commitment, live, unit_path)
      select ${registerId}::int, person, leaf, decode(key, 'hex'), 1, unit
      from json_to_recordset(${JSON.stringify(rows)}::json) as t (person text, leaf int, key text, unit text)
      order by leaf`);
  }
}

/** Notes which leaves are zero now, and which hold their key again. */
export async function updateLive(
  tx: IdentifiedDatabase,
  registerId: number,
  changes: readonly { readonly leaf: number; readonly live: boolean }[],
): Promise<void> {
  for (const batch of batches(changes)) {
    const rows = JSON.stringify(batch.map(({ leaf, live }) => ({ leaf, live: live ? 1 : 0 })));
    await tx.execute(sql`
      update identified.register_place as place set live = t.live
      from json_to_recordset(${rows}::json) as t (leaf int, live smallint)
      where place.register_id = ${registerId} and place.leaf_index = t.leaf`);
  }
}

/** Notes the units as they are published now. */
export async function updateUnits(
  tx: IdentifiedDatabase,
  registerId: number,
  moves: readonly { readonly leaf: number; readonly unitPath: string }[],
): Promise<void> {
  for (const batch of batches(moves)) {
    const rows = JSON.stringify(batch.map(({ leaf, unitPath }) => ({ leaf, unit: unitPath })));
    await tx.execute(sql`
      update identified.register_place as place set unit_path = t.unit
      from json_to_recordset(${rows}::json) as t (leaf int, unit text)
      where place.register_id = ${registerId} and place.leaf_index = t.leaf`);
  }
}

/** Keeps the nodes that changed. One that is an empty sub-tree again is kept as that value. */
export async function writeNodes(
  tx: IdentifiedDatabase,
  registerId: number,
  levels: readonly PackedLevel[],
): Promise<void> {
  for (const packed of levels) {
    const { positions, hashes } = columnsOf(packed);
    for (let start = 0; start < positions.length; start += batchRows) {
      const places = positions.slice(start, start + batchRows);
      const values = Buffer.from(hashes.subarray(start * 32, (start + places.length) * 32));
      await tx.execute(sql`
        insert into published.register_node (register_id, level, position, hash)
        select ${registerId}::int, ${packed.level}::smallint, t.position,
          substring(${values}::bytea from ((t.row - 1) * 32 + 1)::int for 32)
        from unnest(${`{${places.join(',')}}`}::int[]) with ordinality as t (position, row)
        on conflict (register_id, level, position) do update set hash = excluded.hash`);
    }
  }
}

function* batches<T>(rows: readonly T[]): Generator<readonly T[]> {
  for (let start = 0; start < rows.length; start += batchRows) yield rows.slice(start, start + batchRows);
}
