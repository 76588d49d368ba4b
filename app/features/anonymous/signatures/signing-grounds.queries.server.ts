import { sql } from 'drizzle-orm';
import { publicStates } from '~/features/published/petitions/petition';
import type { AnonymousDatabase } from '~db/anonymous-client';
import type { EditionGrounds } from '../membership/edition-grounds';
import {
  editionColumns,
  joinEdition,
  toEditionGrounds,
  type EditionRow,
} from '../membership/edition-grounds.queries.server';
import {
  aboveOf,
  joinUnits,
  toUnitGrounds,
  unitColumns,
  type UnitGrounds,
  type UnitGroundsRow,
} from '../units/unit-grounds.queries.server';

/** Which petition, which edition of its register a proof speaks about, and which unit of it. All attacker-controlled. */
export interface GroundsKey {
  readonly petition: string;
  readonly edition: number;
  readonly unit: string | null;
}

/** What the server knows about a petition and one edition of its register: all that the checks of protocol 4 need. */
export interface SigningGrounds extends EditionGrounds, UnitGrounds {
  readonly petitionId: string;
  readonly state: string;
  readonly closesDay: string;
  /** SHA-256 of the text as it was pinned when the petition opened. */
  readonly textDigest: Uint8Array;
}

interface Row extends EditionRow, UnitGroundsRow {
  readonly id: string | null;
  readonly state: string;
  readonly closes_day: string;
  readonly text_digest: Uint8Array;
}

/** Of others nobody outside the moderators' desk may know. */
const listed: ReadonlySet<string> = new Set(publicStates);

const unitAt = { register: sql`p.register_id`, edition: sql`k.edition`, above: sql`k.above`, subject: sql`p.id` };

/** Reads the grounds of many acts in one query: for each key in turn, or null for a petition that is not listed. */
export async function signingGrounds(
  db: AnonymousDatabase,
  keys: readonly GroundsKey[],
): Promise<(SigningGrounds | null)[]> {
  const asked = keys.map(({ petition, edition, unit }) => ({ petition, edition, above: aboveOf(unit) }));
  const withUnit = keys.filter(({ unit }) => unit !== null).map(({ petition }) => petition);
  const rows = await db.execute<Row>(sql`
    select p.id, p.state, p.closes_day::text, p.text_digest, p.register_id, r.depth, ${editionColumns}, ${unitColumns}
    from rows from (json_to_recordset(${JSON.stringify(asked)}::json) as (petition text, edition int, above json))
      with ordinality as k (petition, edition, above, place)
    left join published.petition p on p.id = k.petition
    left join published.register r on r.id = p.register_id
    ${joinEdition(sql`p.register_id`, sql`k.edition`)}
    ${joinUnits('signature', unitAt, withUnit)}
    order by k.place`);
  return rows.map(toGrounds);
}

function toGrounds(row: Row): SigningGrounds | null {
  if (row.id === null || !listed.has(row.state)) return null;
  return {
    petitionId: row.id,
    state: row.state,
    closesDay: row.closes_day,
    textDigest: row.text_digest,
    ...toUnitGrounds(row),
    ...toEditionGrounds(row),
  };
}
