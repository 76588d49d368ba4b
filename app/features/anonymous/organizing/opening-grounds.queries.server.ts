import { sql } from 'drizzle-orm';
import { unitsToAsk } from '~/features/published/petitions/asked-units.queries.server';
import { registerOfDay } from '~/features/published/registers/register-of-day.server';
import type { AnonymousDatabase } from '~db/anonymous-client';
import type { EditionGrounds } from '../membership/edition-grounds';
import {
  editionColumns,
  joinEdition,
  toEditionGrounds,
  type EditionRow,
} from '../membership/edition-grounds.queries.server';

/** What the server knows of all that the checks need. The register is that of the day; 0 where there is none. */
export interface OpeningGrounds extends EditionGrounds {
  /** Whether the programme asked for is on the register of programmes. */
  readonly programmeKnown: boolean;
  /** Whether the unit is one whose leadership can be asked. */
  readonly unitKnown: boolean;
}

interface Row extends EditionRow {
  readonly programme_known: boolean;
}

interface Asked {
  readonly day: string;
  readonly programme: string | null;
  readonly unit: string | null;
  readonly edition: number;
}

/** @param asked attacker-controlled, of the right form */
export async function openingGrounds(db: AnonymousDatabase, asked: Asked): Promise<OpeningGrounds> {
  const pinned = await registerOfDay(db, asked.day);
  const [row] = await db.execute<Row>(sql`
    select
      ${asked.programme}::text is null
        or exists (select from published.programme where id = ${asked.programme}) as programme_known,
      r.id as register_id, r.depth, ${editionColumns}
    from (values (${pinned?.register ?? null}::int)) as pinned (register)
    left join published.register r on r.id = pinned.register
    ${joinEdition(sql`r.id`, sql`${asked.edition}::int`)}`);
  if (!row) throw new TypeError('a question of one row has no answer');
  const unitKnown = asked.unit === null || (await unitsToAsk(db)).includes(asked.unit);
  return { ...toEditionGrounds(row), programmeKnown: row.programme_known, unitKnown };
}
