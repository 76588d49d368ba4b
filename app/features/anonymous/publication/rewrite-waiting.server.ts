import { sql } from 'drizzle-orm';
import { second } from '~/platform/clock';
import type { AnonymousDatabase } from '~db/anonymous-client';
import { inTransaction } from '~db/transaction';
import { holdActions } from './action-lock.server';
import { rewriteHeldChoices, rewriteHeldUnits } from './rewrite-choices.server';
import { rewriteHeldCorroborations } from './rewrite-corroborations.server';
import { rewriteHeldOrganizing } from './rewrite-organizing.server';
import { rewriteHeldQuestions } from './rewrite-questions.server';

/** A backup that reads the table holds the rewriting up; it may not hold up those who sign. The next minute tries again. */
const patience = 5 * second;

/**
 * The minute's rewriting (protocol 5): all waiting acts in key order into a fresh table, by one transaction for each of the
 * two tables. So one dump can order only what arrived since; the old file, with the order of arrival, is gone at commit.
 * Throws where a table is held for longer than 5 s; it has not changed then.
 */
export async function rewriteWaiting(db: AnonymousDatabase): Promise<void> {
  for (const rewriteHeld of [
    rewriteHeldActions,
    rewriteHeldCorroborations,
    rewriteHeldChoicesAndUnits,
    rewriteHeldQuestions,
    rewriteHeldOrganizing,
  ]) {
    await inTransaction(db, async (tx) => {
      await tx.execute(sql.raw(`set local lock_timeout = ${String(patience)}`));
      await holdActions(tx);
      await rewriteHeld(tx);
    });
  }
}

async function rewriteHeldChoicesAndUnits(tx: AnonymousDatabase): Promise<void> {
  await rewriteHeldChoices(tx);
  await rewriteHeldUnits(tx);
}

/**
 * The same within a transaction that holds the acts.
 * The rows stand in the server's memory meanwhile, about 400 bytes each; a temporary table would leave them on disk.
 */
export async function rewriteHeldActions(tx: AnonymousDatabase): Promise<void> {
  await tx.execute(sql`
    do $$
    declare
      kept anonymous.waiting_action[];
    begin
      lock table anonymous.waiting_action in access exclusive mode;
      select coalesce(array_agg(w order by w.petition_id collate "C", w.nullifier, w.n), '{}')
        into kept from anonymous.waiting_action w;
      truncate anonymous.waiting_action;
      insert into anonymous.waiting_action (petition_id, nullifier, n, action, register_id, edition, proof)
        select petition_id, nullifier, n, action, register_id, edition, proof
        from unnest(kept) with ordinality as act (
          petition_id, nullifier, n, action, register_id, edition, proof, place
        )
        order by place;
      -- PostgreSQL keeps when an index was last used, to the microsecond and over a restart. Keeping an act uses both of
      -- these; so does this, on its schedule, and no act older than a minute is the last.
      perform set_config('enable_seqscan', 'off', true);
      perform from anonymous.waiting_action where petition_id = '' and nullifier = '' and n = 0;
      perform from published.signature where petition_id = '' and nullifier = '' and n = 0;
      perform set_config('enable_seqscan', 'on', true);
    end
    $$`);
}
