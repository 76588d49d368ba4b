import { sql } from 'drizzle-orm';
import { hour } from '~/platform/clock';
import type { AnonymousDatabase } from '~db/anonymous-client';

/** Which petition, and which edition of its register, a proof speaks about. Both attacker-controlled. */
export interface GroundsKey {
  readonly petition: string;
  readonly edition: number;
}

/** What the server knows about a petition and one edition of its register: all that the checks of protocol 4 need. */
export interface SigningGrounds {
  readonly petitionId: string;
  readonly state: string;
  readonly closesDay: string;
  /** SHA-256 of the text as it was pinned when the petition opened. */
  readonly textDigest: Uint8Array;
  readonly registerId: number;
  readonly depth: number;
  /** Group root of the edition asked for, 32 bytes; null where there is none that a checkpoint covers. */
  readonly groupRoot: Uint8Array | null;
  /** Keys in that edition: the crowd that a signer would vanish in. */
  readonly live: number;
  /** Newest edition under a checkpoint; null where there is none yet. */
  readonly newest: { readonly number: number; readonly since: Date } | null;
}

/** How long the edition before the newest can still be signed with, counted from the newest one's publication. */
export const olderEditionAccepted = hour;

/** Whether a signature may name this edition: the newest, or the one before for an hour (protocol 2). */
export function canSignWith(edition: number, newest: SigningGrounds['newest'], now: Date): boolean {
  if (!newest) return false;
  if (edition === newest.number) return true;
  return edition === newest.number - 1 && now.getTime() < newest.since.getTime() + olderEditionAccepted;
}

interface Row extends Record<string, unknown> {
  readonly id: string | null;
  readonly state: string;
  readonly closes_day: string;
  readonly text_digest: Uint8Array;
  readonly register_id: number | null;
  readonly depth: number;
  readonly group_root: Uint8Array | null;
  readonly live: number | null;
  readonly newest: number | null;
  readonly since: string | null;
}

/** Petitions that nobody outside the moderators' desk may know of. */
const unlisted = new Set(['waiting', 'sent-back']);

/** Reads the grounds of many acts in one query: for each key in turn, or null for a petition that is not listed. */
export async function signingGrounds(
  db: AnonymousDatabase,
  keys: readonly GroundsKey[],
): Promise<(SigningGrounds | null)[]> {
  const rows = await db.execute<Row>(sql`
    select p.id, p.state, p.closes_day::text, p.text_digest, p.register_id, r.depth, e.group_root, e.live,
      newest.number as newest, newest.since
    from rows from (json_to_recordset(${JSON.stringify(keys)}::json) as (petition text, edition int))
      with ordinality as k (petition, edition, place)
    left join published.petition p on p.id = k.petition
    left join published.register r on r.id = p.register_id
    left join lateral (
      select e.group_root, e.live from published.edition e
      join published.publication b on b.number = e.publication and b.checkpoint_done
      where e.register_id = p.register_id and e.number = k.edition
    ) e on true
    left join lateral (
      select e.number, to_char(b.slot at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as since
      from published.edition e
      join published.publication b on b.number = e.publication and b.checkpoint_done
      where e.register_id = p.register_id
      order by e.number desc
      limit 1
    ) newest on true
    order by k.place`);
  return rows.map(toGrounds);
}

function toGrounds(row: Row): SigningGrounds | null {
  if (row.id === null || unlisted.has(row.state)) return null;
  const newest = row.newest !== null && row.since !== null ? { number: row.newest, since: new Date(row.since) } : null;
  return {
    petitionId: row.id,
    state: row.state,
    closesDay: row.closes_day,
    textDigest: row.text_digest,
    registerId: row.register_id ?? 0,
    depth: row.depth,
    groupRoot: row.group_root,
    live: row.live ?? 0,
    newest,
  };
}
