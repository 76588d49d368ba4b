import { createHash } from 'node:crypto';
import { inArray, sql, type SQL } from 'drizzle-orm';
import { toHex } from '~/crypto/hash';
import type { Corroboration } from '~/crypto/semaphore/statement';
import { appendEntries } from '~/features/published/ledger/append-entry.server';
import { corroborationDays } from '~/features/published/summaries/choices';
import type { Settings } from '~/platform/settings';
import type { AnonymousDatabase } from '~db/anonymous-client';
import { rewriteHeldCorroborations } from './rewrite-corroborations.server';
import type { UnseenRun } from './unseen-run';

/*
 * What becomes of corroborations at a publication (protocol 7, decision 14). Only the last waiting act of a key is ever
 * published, with its own n: those that waited before it are superseded and forgotten, so the n of a key's published acts
 * rise and may leave numbers out. A choice appears once the minimum of keys chose it last; as an unpublished choice has no
 * published act, those all wait, and counting costs what waits, not what there is.
 */

/** How many acts are in memory at once. */
const pageSize = 1000;

/** The last waiting act of each key. */
const lastActs = sql`
  last_act as (
    select distinct on (summary_id, nullifier) summary_id, nullifier, n, choice
    from anonymous.waiting_corroboration
    order by summary_id, nullifier, n desc
  )`;

/** The choices that acts wait for, and whether each may appear by now. */
const waitingChoices = (minimum: number) => sql`
  waiting_choice as (
    select a.summary_id, a.choice, t.summary_id is not null or count(*) >= ${minimum}::int as appears
    from last_act a
    left join published.corroboration_tally t on t.summary_id = a.summary_id and t.choice = a.choice
    group by a.summary_id, a.choice, t.summary_id
  )`;

/** Summaries that take no more acts: what never became enough is forgotten, as with a petition that closes. */
const closedSummaries = (day: string) => sql`
  select s.id from published.summary s where s.day + ${corroborationDays}::int < ${day}::date`;

/** Moves what may appear into `published`, in the caller's transaction, which holds the acts. */
export async function publishCorroborations(
  tx: AnonymousDatabase,
  run: UnseenRun,
  { minimum }: Pick<Settings, 'minimum'>,
): Promise<void> {
  const summaries = await appearing(tx, minimum);
  if (summaries.length > 0) {
    await countKeys(tx, { run, minimum });
    await moveActs(tx, { run, summaries });
  }
  const forgotten = await tx.execute(sql`
    delete from anonymous.waiting_corroboration where summary_id in (${closedSummaries(run.day)}) returning n`);
  if (summaries.length > 0 || forgotten.length > 0) await rewriteHeldCorroborations(tx);
}

/** Whether it would publish or delete anything. @param day of the publication */
export async function corroborationsPending(
  db: AnonymousDatabase,
  { minimum, day }: { readonly minimum: number; readonly day: string },
): Promise<boolean> {
  if ((await appearing(db, minimum)).length > 0) return true;
  const [closed] = await db.execute(sql`
    select n from anonymous.waiting_corroboration where summary_id in (${closedSummaries(day)}) limit 1`);
  return closed !== undefined;
}

/** Summaries of which something may appear, in the order of the ledger. */
async function appearing(db: AnonymousDatabase, minimum: number): Promise<string[]> {
  const rows = await db.execute<{ summary_id: string }>(sql`
    with ${lastActs}, ${waitingChoices(minimum)}
    select distinct summary_id collate "C" as summary_id from waiting_choice where appears order by 1`);
  return rows.map(({ summary_id }) => summary_id);
}

/**
 * Counts are kept, never counted: a key adds one to its new choice and takes one from the choice that it had published.
 * Whatever is published of a summary changes the file of its nullifiers, so all its counts name this publication.
 */
async function countKeys(tx: AnonymousDatabase, { run, minimum }: { run: UnseenRun; minimum: number }): Promise<void> {
  await tx.execute(sql`
    with ${lastActs}, ${waitingChoices(minimum)}, moving as (
      select a.summary_id, a.nullifier, a.choice from last_act a
      join waiting_choice w on w.summary_id = a.summary_id and w.choice = a.choice and w.appears
    ), change as (
      select summary_id, choice, 1 as keys from moving
      union all
      select m.summary_id, before.choice, -1 from moving m
      join lateral (
        select c.choice from published.corroboration c
        where c.summary_id = m.summary_id and c.nullifier = m.nullifier
        order by c.n desc limit 1
      ) before on true
      union all
      select t.summary_id, t.choice, 0 from published.corroboration_tally t
      where t.summary_id in (select summary_id from moving)
    )
    insert into published.corroboration_tally as tally (summary_id, choice, keys, publication)
    select summary_id, choice, sum(keys)::int, ${run.number}::int from change
    group by summary_id, choice
    order by summary_id collate "C", choice
    on conflict (summary_id, choice) do update
      set keys = tally.keys + excluded.keys, publication = excluded.publication`);
}

interface ActRow extends Record<string, unknown> {
  readonly summary: string;
  readonly nullifier: Uint8Array;
  readonly n: number;
  readonly choice: Corroboration;
  readonly register: number;
  readonly edition: number;
  readonly proof: Uint8Array;
}

/** Copies the acts, all summaries together, in order; then their entries, as the ledger is locked from the first on. */
async function moveActs(
  tx: AnonymousDatabase,
  { run, summaries }: { run: UnseenRun; summaries: readonly string[] },
): Promise<void> {
  // The choices that have appeared are those that have a count by now.
  const moving = (after: SQL) => sql`
    with ${lastActs}
    select w.* from last_act a
    join published.corroboration_tally t on t.summary_id = a.summary_id and t.choice = a.choice
    join anonymous.waiting_corroboration w
      on w.summary_id = a.summary_id and w.nullifier = a.nullifier and w.n = a.n
    where ${after}
    order by w.summary_id collate "C", w.nullifier`;
  await tx.execute(sql`
    insert into published.corroboration (summary_id, nullifier, n, choice, register_id, edition, proof, day)
    select summary_id, nullifier, n, choice, register_id, edition, proof, ${run.day}::date
    from (${moving(sql`true`)}) as act
    order by summary_id collate "C", nullifier`);
  for (const summary of summaries) {
    for (let after = ''; ;) {
      const page = await tx.execute<ActRow>(sql`
        select summary_id as summary, nullifier, n, choice, register_id as register, edition, proof
        from (${moving(sql`w.summary_id = ${summary} and w.nullifier > decode(${after}, 'hex')`)}) as act
        limit ${pageSize}`);
      await appendEntries(
        tx,
        page.map((act) => entryOf(act, run.day)),
      );
      const last = page.at(-1);
      if (!last || page.length < pageSize) break;
      after = toHex(last.nullifier);
    }
  }
  await tx.execute(sql`
    delete from anonymous.waiting_corroboration w
    using published.corroboration c
    where c.summary_id = w.summary_id and c.nullifier = w.nullifier and c.n >= w.n
      and ${inArray(sql`w.summary_id`, [...summaries])}`);
}

/** It names the digest of the proof, which stands beside it in `published.corroboration`. */
function entryOf({ proof, nullifier, ...act }: ActRow, day: string) {
  return {
    ...{ v: 1 as const, kind: 'corroboration' as const, summary: act.summary, nullifier: toHex(nullifier), n: act.n },
    ...{ choice: act.choice, register: act.register, edition: act.edition },
    ...{ proof: createHash('sha256').update(proof).digest('hex'), day },
  };
}
