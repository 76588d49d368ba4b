import { sql, type SQL } from 'drizzle-orm';
import { fromHex } from '~/crypto/hash';
import { unitsAbove } from '~/features/published/registers/units-file';
import type { UnitKind } from '~/features/published/units/unit-kind';

/** A named unit of the edition asked for: the one that was claimed, or one above it. */
export interface NamedUnitGrounds {
  readonly path: string;
  readonly live: number;
  /** 32 bytes. */
  readonly groupRoot: Uint8Array;
}

/** What the server knows of a unit that is to be disclosed: all of it is public. */
export interface UnitGrounds {
  readonly units: readonly NamedUnitGrounds[];
  /** Keys whose unit is public on this thing, by path; empty where no unit was asked for. */
  readonly disclosed: ReadonlyMap<string, number>;
}

export interface UnitGroundsRow extends Record<string, unknown> {
  readonly units: readonly { readonly path: string; readonly live: number; readonly root: string }[] | null;
  readonly disclosed: Readonly<Record<string, number>> | null;
}

/** Columns of {@link joinUnits}. */
export const unitColumns = sql`u.units, d.disclosed`;

/** The unit asked for and those above it, as {@link joinUnits} reads them. @param unit attacker-controlled */
export const aboveOf = (unit: string | null): string[] => (unit === null ? [] : unitsAbove(unit));

/**
 * Joins what is known of the units that keys ask for: `u` and `d`.
 * @param at in SQL: the register, the edition that was claimed, a JSON list of the paths asked for, and the thing's name
 * @param withUnit names of the things that a unit is disclosed on: counted once each, however many name one at a time
 */
export function joinUnits(
  kind: UnitKind,
  at: { readonly register: SQL; readonly edition: SQL; readonly above: SQL; readonly subject: SQL },
  withUnit: readonly string[],
): SQL {
  return sql`
    left join lateral (
      select json_agg(json_build_object('path', u.unit_path, 'live', u.live, 'root', encode(u.group_root, 'hex'))) as units
      from json_array_elements_text(${at.above}) as above (path)
      join published.edition_unit u
        on u.register_id = ${at.register} and u.edition = ${at.edition} and u.unit_path = above.path
    ) u on true
    left join (
      select subject_id, json_object_agg(unit_path, keys) as disclosed from (
        select d.subject_id, d.unit_path, count(*)::int as keys from published.disclosed_unit d
        where d.kind = ${kind}
          and d.subject_id in (select json_array_elements_text(${JSON.stringify([...new Set(withUnit)])}::json))
        group by d.subject_id, d.unit_path
      ) as by_unit group by subject_id
    ) d on d.subject_id = ${at.subject}`;
}

/** What a row with {@link unitColumns} says. */
export function toUnitGrounds({ units, disclosed }: UnitGroundsRow): UnitGrounds {
  return {
    units: (units ?? []).map(({ path, live, root }) => ({ path, live, groupRoot: fromHex(root) })),
    disclosed: new Map(Object.entries(disclosed ?? {})),
  };
}
