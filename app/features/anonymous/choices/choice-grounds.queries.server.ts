import { sql } from 'drizzle-orm';
import type { ChoiceKind } from '~/crypto/semaphore/statement';
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

/** What is chosen on, which edition of its register a proof speaks about, and which unit of it. All attacker-controlled. */
export interface ChoiceGroundsKey {
  readonly kind: ChoiceKind;
  readonly id: string;
  readonly edition: number;
  readonly unit: string | null;
}

/** What the server knows about something to choose on and one edition of its register. */
export interface ChoiceGrounds extends EditionGrounds, UnitGrounds {
  /** The newest revision of its words. */
  readonly revision: number;
  /** 32 bytes, of these words. */
  readonly textDigest: Uint8Array;
  /** Last day on which it can be chosen on. */
  readonly untilDay: string;
}

interface Row extends EditionRow, UnitGroundsRow {
  readonly id: string | null;
  readonly revision: number;
  readonly until_day: string;
  readonly text_digest: Uint8Array;
}

const unitAt = { register: sql`s.register_id`, edition: sql`k.edition`, above: sql`k.above`, subject: sql`s.id` };

/** Reads the grounds of many choices in one query: for each key in turn, or null where there is no such thing. */
export async function choiceGrounds(
  db: AnonymousDatabase,
  keys: readonly ChoiceGroundsKey[],
): Promise<(ChoiceGrounds | null)[]> {
  const asked = keys.map(({ kind, id, edition, unit }) => ({ ...{ kind, id, edition }, above: aboveOf(unit) }));
  const withUnit = keys.filter(({ unit }) => unit !== null).map(({ id }) => id);
  const rows = await db.execute<Row>(sql`
    select s.id, s.revision, s.until_day::text, s.text_digest, s.register_id, r.depth, ${editionColumns}, ${unitColumns}
    from rows from (json_to_recordset(${JSON.stringify(asked)}::json) as (kind text, id text, edition int, above json))
      with ordinality as k (kind, id, edition, above, place)
    left join published.choice_subject s on s.kind = k.kind and s.id = k.id
    left join published.register r on r.id = s.register_id
    ${joinEdition(sql`s.register_id`, sql`k.edition`)}
    ${joinUnits('witness', unitAt, withUnit)}
    order by k.place`);
  return rows.map((row) =>
    row.id === null
      ? null
      : {
          revision: row.revision,
          textDigest: row.text_digest,
          untilDay: row.until_day,
          ...toUnitGrounds(row),
          ...toEditionGrounds(row),
        },
  );
}
