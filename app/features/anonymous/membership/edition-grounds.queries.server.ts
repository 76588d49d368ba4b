import { sql, type SQL } from 'drizzle-orm';
import type { EditionGrounds } from './edition-grounds';

/** Columns of {@link joinEdition}, beside the register's own depth. */
export const editionColumns = sql`e.group_root, e.live, newest.number as newest, newest.since`;

/**
 * Joins a register's edition, as far as a checkpoint covers it, and the register's newest: `e` and `newest`.
 * @param register its number, in SQL @param edition the number that was claimed, in SQL
 */
export function joinEdition(register: SQL, edition: SQL): SQL {
  return sql`
    left join lateral (
      select e.group_root, e.live from published.edition e
      join published.publication b on b.number = e.publication and b.checkpoint_done
      where e.register_id = ${register} and e.number = ${edition}
    ) e on true
    left join lateral (
      select e.number, to_char(b.slot at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as since
      from published.edition e
      join published.publication b on b.number = e.publication and b.checkpoint_done
      where e.register_id = ${register}
      order by e.number desc
      limit 1
    ) newest on true`;
}

export interface EditionRow extends Record<string, unknown> {
  readonly register_id: number | null;
  readonly depth: number | null;
  readonly group_root: Uint8Array | null;
  readonly live: number | null;
  readonly newest: number | null;
  readonly since: string | null;
}

/** What a row with {@link editionColumns} says. */
export function toEditionGrounds(row: EditionRow): EditionGrounds {
  return {
    registerId: row.register_id ?? 0,
    depth: row.depth ?? 0,
    groupRoot: row.group_root,
    live: row.live ?? 0,
    newest: row.newest !== null && row.since !== null ? { number: row.newest, since: new Date(row.since) } : null,
  };
}
