import { sql } from 'drizzle-orm';
import type { AnonymousDatabase } from '~db/anonymous-client';

/**
 * Writes all waiting questions, and the slots that keys used to ask, in key order into fresh tables, in a transaction that
 * holds the acts (protocol 5). Afterwards neither the order of rows nor the number of a transaction joins the two.
 */
export async function rewriteHeldQuestions(tx: AnonymousDatabase): Promise<void> {
  await tx.execute(sql`
    do $$
    declare
      questions anonymous.waiting_question[];
      slots anonymous.question_slot[];
    begin
      lock table anonymous.waiting_question, anonymous.question_slot in access exclusive mode;
      select coalesce(array_agg(w), '{}') into questions from anonymous.waiting_question w;
      select coalesce(array_agg(s), '{}') into slots from anonymous.question_slot s;
      truncate anonymous.waiting_question, anonymous.question_slot;
      insert into anonymous.waiting_question (id, petition_id, about, body)
        select id, petition_id, about, body from unnest(questions) order by id collate "C";
      insert into anonymous.question_slot (day, nullifier)
        select day, nullifier from unnest(slots) order by day, nullifier;
      -- PostgreSQL keeps when an index or a table was last read, to the microsecond and over a restart. Asking reads these;
      -- so does this, on its schedule, and no reading older than a minute is the last.
      perform set_config('enable_seqscan', 'off', true);
      perform from anonymous.waiting_question where id = '';
      perform from anonymous.question_slot where day = '-infinity' and nullifier = '';
      perform from published.question where petition_id = '';
      perform from published.response where petition_id = '';
      perform set_config('enable_seqscan', 'on', true);
      perform from published.question limit 1;
      perform from published.response limit 1;
    end
    $$`);
}
