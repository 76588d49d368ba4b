import { sql } from 'drizzle-orm';
import type { AnonymousDatabase } from '~db/anonymous-client';

/**
 * Writes all waiting corroborations in key order into a fresh table, in a transaction that holds the acts (protocol 5).
 * Of each key the last act only: what waited before it is never published.
 */
export async function rewriteHeldCorroborations(tx: AnonymousDatabase): Promise<void> {
  await tx.execute(sql`
    do $$
    declare
      kept anonymous.waiting_corroboration[];
    begin
      lock table anonymous.waiting_corroboration in access exclusive mode;
      select coalesce(array_agg(w order by w.summary_id collate "C", w.nullifier, w.n), '{}')
        into kept from anonymous.waiting_corroboration w
        where not exists (
          select from anonymous.waiting_corroboration later
          where later.summary_id = w.summary_id and later.nullifier = w.nullifier and later.n > w.n
        );
      truncate anonymous.waiting_corroboration;
      insert into anonymous.waiting_corroboration (summary_id, nullifier, n, choice, register_id, edition, proof)
        select summary_id, nullifier, n, choice, register_id, edition, proof
        from unnest(kept) with ordinality as act (
          summary_id, nullifier, n, choice, register_id, edition, proof, place
        )
        order by place;
      -- PostgreSQL keeps when an index was last used, to the microsecond and over a restart. Keeping an act uses both of
      -- these; so does this, on its schedule, and no act older than a minute is the last.
      perform set_config('enable_seqscan', 'off', true);
      perform from anonymous.waiting_corroboration where summary_id = '' and nullifier = '' and n = 0;
      perform from published.corroboration where summary_id = '' and nullifier = '' and n = 0;
      perform set_config('enable_seqscan', 'on', true);
    end
    $$`);
}
