import { sql } from 'drizzle-orm';
import type { Database } from '~db/database';

/** The register that a day is pinned to, and its newest edition under a checkpoint. */
export interface RegisterOfDay {
  readonly register: number;
  readonly edition: number;
}

/**
 * The register that everything of one day is pinned to, so that nobody acts in one slot with two keys (protocol 2 and 7):
 * the newest whose first edition under a checkpoint was published before 00:00 UTC of that day; where there was none, the
 * one with the lowest number. It never changes once the day has begun. Null while there is no register at all.
 * @param day 'YYYY-MM-DD', checked before
 */
export async function registerOfDay(db: Database, day: string): Promise<RegisterOfDay | null> {
  const [row] = await db.execute<{ register: number; edition: number }>(sql`
    with counted as (
      select e.register_id, max(e.number) as newest, min(b.slot) as since
      from published.edition e
      join published.publication b on b.number = e.publication and b.checkpoint_done
      group by e.register_id
    )
    select register_id as register, newest as edition from counted
    order by (since < ${day}::date::timestamp at time zone 'UTC') desc,
      case when since < ${day}::date::timestamp at time zone 'UTC' then -register_id else register_id end
    limit 1`);
  return row ?? null;
}
