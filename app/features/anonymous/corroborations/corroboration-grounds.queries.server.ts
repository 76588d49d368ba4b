import { sql } from 'drizzle-orm';
import type { AnonymousDatabase } from '~db/anonymous-client';
import type { EditionGrounds } from '../membership/edition-grounds';
import {
  editionColumns,
  joinEdition,
  toEditionGrounds,
  type EditionRow,
} from '../membership/edition-grounds.queries.server';

/** Which summary, and which edition of its register, a proof speaks about. Both attacker-controlled. */
export interface CorroborationGroundsKey {
  readonly summary: string;
  readonly edition: number;
}

/** What the server knows about a summary and one edition of its register. */
export interface CorroborationGrounds extends EditionGrounds {
  readonly summary: string;
  /** When it was published. */
  readonly day: string;
  /** 32 bytes: the digest of its text as it was published. */
  readonly textDigest: Uint8Array;
}

interface Row extends EditionRow {
  readonly id: string | null;
  readonly day: string;
  readonly text_digest: Uint8Array;
}

/** Reads the grounds of many acts in one query: for each key in turn, or null where there is no such summary. */
export async function corroborationGrounds(
  db: AnonymousDatabase,
  keys: readonly CorroborationGroundsKey[],
): Promise<(CorroborationGrounds | null)[]> {
  const rows = await db.execute<Row>(sql`
    select s.id, s.day::text, s.text_digest, s.register_id, r.depth, ${editionColumns}
    from rows from (json_to_recordset(${JSON.stringify(keys)}::json) as (summary text, edition int))
      with ordinality as k (summary, edition, place)
    left join published.summary s on s.id = k.summary
    left join published.register r on r.id = s.register_id
    ${joinEdition(sql`s.register_id`, sql`k.edition`)}
    order by k.place`);
  return rows.map((row) =>
    row.id === null ? null : { summary: row.id, day: row.day, textDigest: row.text_digest, ...toEditionGrounds(row) },
  );
}
