import { sql } from 'drizzle-orm';
import type { AnonymousDatabase } from '~db/anonymous-client';

/**
 * Writes all waiting choices in key order into a fresh table, in a transaction that holds the acts (protocol 5). Of each key
 * the last act only: what waited before it is never published.
 */
export async function rewriteHeldChoices(tx: AnonymousDatabase): Promise<void> {
  await tx.execute(sql`
    do $$
    declare
      choices anonymous.waiting_choice[];
    begin
      lock table anonymous.waiting_choice in access exclusive mode;
      select coalesce(array_agg(w order by w.kind collate "C", w.subject_id collate "C", w.nullifier, w.n), '{}')
        into choices from anonymous.waiting_choice w
        where not exists (
          select from anonymous.waiting_choice later
          where later.kind = w.kind and later.subject_id = w.subject_id
            and later.nullifier = w.nullifier and later.n > w.n
        );
      truncate anonymous.waiting_choice;
      insert into anonymous.waiting_choice
        (kind, subject_id, nullifier, n, choice, revision, register_id, edition, proof)
        select kind, subject_id, nullifier, n, choice, revision, register_id, edition, proof
        from unnest(choices) with ordinality as act (
          kind, subject_id, nullifier, n, choice, revision, register_id, edition, proof, place
        )
        order by place;
      -- PostgreSQL keeps when an index was last used, to the microsecond and over a restart. Looking at and keeping a choice
      -- uses these; so does this, on its schedule.
      perform set_config('enable_seqscan', 'off', true);
      perform from anonymous.waiting_choice where kind = '' and subject_id = '' and nullifier = '' and n = 0;
      perform from published.choice where kind = '' and subject_id = '' and nullifier = '' and n = 0;
      perform from published.choice_subject where kind = '' and id = '';
      perform set_config('enable_seqscan', 'on', true);
    end
    $$`);
}

/** The same of waiting units. Their indexes are used only where a unit is disclosed, or a signature withdrawn. */
export async function rewriteHeldUnits(tx: AnonymousDatabase): Promise<void> {
  await tx.execute(sql`
    do $$
    declare
      units anonymous.waiting_unit[];
    begin
      lock table anonymous.waiting_unit in access exclusive mode;
      select coalesce(array_agg(w order by w.kind collate "C", w.subject_id collate "C", w.nullifier), '{}')
        into units from anonymous.waiting_unit w;
      truncate anonymous.waiting_unit;
      insert into anonymous.waiting_unit (kind, subject_id, nullifier, unit_path, register_id, edition, proof)
        select kind, subject_id, nullifier, unit_path, register_id, edition, proof
        from unnest(units) with ordinality as unit (
          kind, subject_id, nullifier, unit_path, register_id, edition, proof, place
        )
        order by place;
      perform set_config('enable_seqscan', 'off', true);
      perform from anonymous.waiting_unit where kind = '' and subject_id = '' and nullifier = '';
      perform from published.disclosed_unit where kind = '' and subject_id = '' and nullifier = '';
      perform from published.edition_unit where register_id = 0 and edition = 0 and unit_path = '';
      perform set_config('enable_seqscan', 'on', true);
    end
    $$`);
}
