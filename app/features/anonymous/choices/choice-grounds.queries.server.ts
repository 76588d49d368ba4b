import { sql } from 'drizzle-orm';
import { fromHex } from '~/crypto/hash';
import type { ChoiceKind } from '~/crypto/semaphore/statement';
import { unitsAbove } from '~/features/published/registers/units-file';
import type { AnonymousDatabase } from '~db/anonymous-client';
import type { EditionGrounds } from '../membership/edition-grounds';
import {
  editionColumns,
  joinEdition,
  toEditionGrounds,
  type EditionRow,
} from '../membership/edition-grounds.queries.server';

/** What is chosen on, which edition of its register a proof speaks about, and which unit of it. All attacker-controlled. */
export interface ChoiceGroundsKey {
  readonly kind: ChoiceKind;
  readonly id: string;
  readonly edition: number;
  readonly unit: string | null;
}

/** A named unit of the edition asked for: the one that was claimed, or one above it. */
export interface UnitGrounds {
  readonly path: string;
  readonly live: number;
  /** 32 bytes. */
  readonly groupRoot: Uint8Array;
}

/** What the server knows about something to choose on and one edition of its register. */
export interface ChoiceGrounds extends EditionGrounds {
  /** The newest revision of its words. */
  readonly revision: number;
  /** 32 bytes, of these words. */
  readonly textDigest: Uint8Array;
  /** Last day on which it can be chosen on. */
  readonly untilDay: string;
  readonly units: readonly UnitGrounds[];
  /** Keys whose unit is public on this pledge, by path; empty where no unit was asked for. */
  readonly disclosed: ReadonlyMap<string, number>;
}

interface Row extends EditionRow {
  readonly id: string | null;
  readonly revision: number;
  readonly until_day: string;
  readonly text_digest: Uint8Array;
  readonly units: readonly { readonly path: string; readonly live: number; readonly root: string }[] | null;
  readonly disclosed: Readonly<Record<string, number>> | null;
}

/** Reads the grounds of many choices in one query: for each key in turn, or null where there is no such thing. */
export async function choiceGrounds(
  db: AnonymousDatabase,
  keys: readonly ChoiceGroundsKey[],
): Promise<(ChoiceGrounds | null)[]> {
  const asked = keys.map(({ kind, id, edition, unit }) => ({
    ...{ kind, id, edition },
    above: unit === null ? [] : unitsAbove(unit),
  }));
  // Counted once for each pledge, however many name a unit of it at the same time.
  const withUnit = asked.filter(({ above }) => above.length > 0).map(({ id }) => ({ id }));
  const rows = await db.execute<Row>(sql`
    select s.id, s.revision, s.until_day::text, s.text_digest, s.register_id, r.depth, ${editionColumns}, u.units, d.disclosed
    from rows from (json_to_recordset(${JSON.stringify(asked)}::json) as (kind text, id text, edition int, above json))
      with ordinality as k (kind, id, edition, above, place)
    left join published.choice_subject s on s.kind = k.kind and s.id = k.id
    left join published.register r on r.id = s.register_id
    ${joinEdition(sql`s.register_id`, sql`k.edition`)}
    left join lateral (
      select json_agg(json_build_object('path', u.unit_path, 'live', u.live, 'root', encode(u.group_root, 'hex'))) as units
      from json_array_elements_text(k.above) as above (path)
      join published.edition_unit u
        on u.register_id = s.register_id and u.edition = k.edition and u.unit_path = above.path
    ) u on true
    left join (
      select subject_id, json_object_agg(unit_path, keys) as disclosed from (
        select d.subject_id, d.unit_path, count(*)::int as keys from published.disclosed_unit d
        where d.kind = 'witness' and d.subject_id in (select id from json_to_recordset(${JSON.stringify(withUnit)}::json) as w (id text))
        group by d.subject_id, d.unit_path
      ) as by_unit group by subject_id
    ) d on d.subject_id = s.id and s.kind = 'witness'
    order by k.place`);
  return rows.map((row) =>
    row.id === null
      ? null
      : {
          revision: row.revision,
          textDigest: row.text_digest,
          untilDay: row.until_day,
          units: (row.units ?? []).map(({ path, live, root }) => ({ path, live, groupRoot: fromHex(root) })),
          disclosed: new Map(Object.entries(row.disclosed ?? {})),
          ...toEditionGrounds(row),
        },
  );
}
