import { sql } from 'drizzle-orm';
import { registerOfDay } from '~/features/published/registers/register-of-day.server';
import type { AnonymousDatabase } from '~db/anonymous-client';
import type { EditionGrounds } from '../membership/edition-grounds';
import {
  editionColumns,
  joinEdition,
  toEditionGrounds,
  type EditionRow,
} from '../membership/edition-grounds.queries.server';

/** What the server knows of all that the checks of protocol 7 need. The register is that of the day; 0 where there is none. */
export interface ConcernGrounds extends EditionGrounds {
  /** Whether the programme asked for is on the register of programmes. */
  readonly programmeKnown: boolean;
  /** Whether anybody is there to read a concern. */
  readonly handlers: boolean;
}

interface Row extends EditionRow {
  readonly programme_known: boolean;
  readonly handlers: boolean;
}

/** @param asked attacker-controlled, of the right form */
export async function concernGrounds(
  db: AnonymousDatabase,
  asked: { readonly day: string; readonly programme: string | null; readonly edition: number },
): Promise<ConcernGrounds> {
  const pinned = await registerOfDay(db, asked.day);
  const [row] = await db.execute<Row>(sql`
    select
      ${asked.programme}::text is null
        or exists (select from published.programme where id = ${asked.programme}) as programme_known,
      exists (select from published.handler_key where retired_day is null) as handlers,
      r.id as register_id, r.depth, ${editionColumns}
    from (values (${pinned?.register ?? null}::int)) as pinned (register)
    left join published.register r on r.id = pinned.register
    ${joinEdition(sql`r.id`, sql`${asked.edition}::int`)}`);
  if (!row) throw new TypeError('a question of one row has no answer');
  return { ...toEditionGrounds(row), programmeKnown: row.programme_known, handlers: row.handlers };
}
