import { sql } from 'drizzle-orm';
import type { QuestionSubject } from '~/features/published/questions/question';
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
export interface AskingGrounds extends EditionGrounds {
  /** State of the petition; null where there is none of this name. */
  readonly state: string | null;
  /** Whether it has a response to ask about. */
  readonly answered: boolean;
}

interface Row extends EditionRow {
  readonly state: string | null;
  readonly answered: boolean;
}

/** @param asked attacker-controlled, of the right form */
export async function askingGrounds(
  db: AnonymousDatabase,
  asked: { readonly petition: string; readonly about: QuestionSubject; readonly day: string; readonly edition: number },
): Promise<AskingGrounds> {
  const pinned = await registerOfDay(db, asked.day);
  const [row] = await db.execute<Row>(sql`
    select
      (select p.state from published.petition p where p.id = ${asked.petition}) as state,
      exists (select from published.response where petition_id = ${asked.petition}) as answered,
      r.id as register_id, r.depth, ${editionColumns}
    from (values (${pinned?.register ?? null}::int)) as pinned (register)
    left join published.register r on r.id = pinned.register
    ${joinEdition(sql`r.id`, sql`${asked.edition}::int`)}`);
  if (!row) throw new TypeError('a question of one row has no answer');
  return { ...toEditionGrounds(row), state: row.state, answered: row.answered };
}
