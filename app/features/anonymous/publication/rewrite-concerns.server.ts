import { sql } from 'drizzle-orm';
import { second } from '~/platform/clock';
import type { AnonymousDatabase } from '~db/anonymous-client';
import { inTransaction } from '~db/transaction';
import { holdConcerns } from './action-lock.server';

/*
 * The minute's rewriting (protocol 5) for concerns: each table in key order into a fresh file, by one transaction, so that
 * no order of rows, no number of a transaction and no page of a file says what came or changed when. Not rewritten are
 * chunks, which are large and lie under a key in `concern` (decision 12), and grants, which open nothing without them.
 */

/** Tables that are rewritten, and the key in whose order. */
const keys = {
  concern_slot: 'day, nullifier',
  waiting_filing: 'digest',
  concern: 'key',
  concern_message: 'concern, number',
  concern_hidden: 'concern, handler',
  concern_tally: 'programme_id collate "C", counted collate "C"',
  concern_answer_days: 'programme_id collate "C", days',
  deleted_concerns: 'one',
} as const;

type RewrittenTable = keyof typeof keys;
const tables = Object.keys(keys) as RewrittenTable[];

/** A backup that reads a table holds the rewriting up; it may not hold up those who write. The next minute tries again. */
const patience = 5 * second;

/**
 * Rewrites what changed since the last time, one table after the other, each in a transaction of its own.
 * Throws where a table is held for longer than 5 s; it has not changed then.
 */
export async function rewriteConcerns(db: AnonymousDatabase): Promise<void> {
  for (const table of tables) {
    await inTransaction(db, async (tx) => {
      await tx.execute(sql.raw(`set local lock_timeout = ${String(patience)}`));
      await holdConcerns(tx);
      await tx.execute(sql.raw(rewriting(table, 'if changed')));
    });
  }
  await useIndexes(db);
}

/** Rewrites tables from which something was deleted, in the transaction that holds concerns and deleted it. */
export async function rewriteHeldConcerns(tx: AnonymousDatabase, ...deletedFrom: RewrittenTable[]): Promise<void> {
  for (const table of deletedFrom) await tx.execute(sql.raw(rewriting(table, 'always')));
}

/**
 * Nothing changed where every row is from the transaction that made the present file, which is the one that last changed
 * the table's own entry in the catalog; where no row is dead; and where a file without rows is empty.
 * The rows stand in the server's memory meanwhile; a temporary table would leave them on disk.
 */
function rewriting(table: RewrittenTable, when: 'always' | 'if changed'): string {
  const name = `anonymous.${table}`;
  const unchanged = `
    not exists (select from ${name} r where r.xmin <> (select c.xmin from pg_class c where c.oid = '${name}'::regclass))
    and pg_stat_get_dead_tuples('${name}'::regclass) = 0
    and (exists (select from ${name}) or pg_relation_size('${name}') = 0)`;
  return `
    do $$
    declare
      kept ${name}[];
    begin
      ${when === 'always' ? '' : `if ${unchanged} then return; end if;`}
      lock table ${name} in access exclusive mode;
      select coalesce(array_agg(r), '{}') into kept from ${name} r;
      truncate ${name};
      insert into ${name} select * from unnest(kept) order by ${keys[table]};
    end
    $$`;
}

/**
 * PostgreSQL keeps when an index was last used, to the microsecond and over a restart. Raising a concern, reading and
 * writing use these; so does this, on its schedule, and no use older than a minute is the last.
 */
async function useIndexes(db: AnonymousDatabase): Promise<void> {
  await inTransaction(db, async (tx) => {
    await holdConcerns(tx);
    await tx.execute(sql`
      do $$
      begin
        perform set_config('enable_seqscan', 'off', true);
        perform from anonymous.concern_slot where day = '-infinity' and nullifier = '';
        perform from anonymous.waiting_filing where digest = '';
        perform from anonymous.concern where key = '';
        perform from anonymous.concern_message where concern = '' and number = 0;
        perform from anonymous.concern_chunk where concern = '' and number = 0 and hash = '';
        perform from anonymous.concern_hidden where concern = '' and handler = '';
        perform from anonymous.concern_grant where concern = '' and handler = '';
        perform from anonymous.concern_tally where programme_id = '' and counted = '';
        perform from anonymous.concern_answer_days where programme_id = '' and days = 0;
        perform from anonymous.deleted_concerns where one;
        perform from published.programme where id = '';
        perform from published.handler_key where signing_key = '';
        perform set_config('enable_seqscan', 'on', true);
        perform from published.handler_key;
      end
      $$`);
  });
}
