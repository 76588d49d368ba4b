import { createHash } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { toHex } from '~/crypto/hash';
import type { Choice, ChoiceKind } from '~/crypto/semaphore/statement';
import { choiceKinds, choicesOf, takesBack } from '~/features/published/choices/choice';
import { appendEntries } from '~/features/published/ledger/append-entry.server';
import type { LedgerEntry } from '~/features/published/ledger/ledger-entry';
import type { Settings } from '~/platform/settings';
import type { AnonymousDatabase } from '~db/anonymous-client';
import { rewriteHeldChoices } from './rewrite-choices.server';
import type { UnseenRun } from './unseen-run';

/*
 * What becomes of choices at a publication (protocol 11). Only the last waiting act of a key is ever published, with its own
 * n. All choices on one thing appear together, once the minimum of keys chose last anything but to take back: of a thing
 * that has not appeared every act still waits, and counting costs what waits, not what there is.
 */

/** How many acts are in memory at once. */
const pageSize = 1000;

/** Things that choices wait for, and whether they may appear by now: sponsors when they are as many as are looked for. */
const waitingSubjects = (minimum: number) => sql`
  waiting_subject as (
    select a.kind, a.subject_id,
      t.kind is not null or count(*) filter (where a.choice <> ${takesBack}) >= greatest(${minimum}::int, (
        select p.sponsors_wanted from published.petition p where a.kind = 'sponsor' and p.id = a.subject_id
      )) as appears
    from (
      select distinct on (kind, subject_id, nullifier) kind, subject_id, choice
      from anonymous.waiting_choice
      order by kind, subject_id, nullifier, n desc
    ) as a
    left join (select distinct kind, subject_id from published.choice_tally) as t
      on t.kind = a.kind and t.subject_id = a.subject_id
    group by a.kind, a.subject_id, t.kind
  )`;

/** Whether something takes no more choices: what never became enough is forgotten. */
const isOver = (day: string) => sql`
  exists (
    select from published.choice_subject s
    where s.kind = w.kind and s.id = w.subject_id and s.until_day < ${day}::date
  )`;

interface Subject {
  readonly kind: ChoiceKind;
  readonly id: string;
}

/** Moves what may appear into `published`, in the caller's transaction, which holds the acts. */
export async function publishChoices(
  tx: AnonymousDatabase,
  run: UnseenRun,
  { minimum }: Pick<Settings, 'minimum'>,
): Promise<void> {
  const subjects = await appearing(tx, minimum);
  if (subjects.length > 0) {
    await forgetSuperseded(tx);
    await countKeys(tx, { run, minimum });
    await moveActs(tx, { run, subjects });
  }
  const over = await tx.execute(sql`
    delete from anonymous.waiting_choice w where ${isOver(run.day)} returning n`);
  if (subjects.length > 0 || over.length > 0) await rewriteHeldChoices(tx);
}

/** Whether it would publish or delete anything. @param day of the publication */
export async function choicesPending(
  db: AnonymousDatabase,
  { minimum, day }: { readonly minimum: number; readonly day: string },
): Promise<boolean> {
  if ((await appearing(db, minimum)).length > 0) return true;
  const [over] = await db.execute(sql`
    select from anonymous.waiting_choice w where ${isOver(day)} limit 1`);
  return over !== undefined;
}

/** Things of which something may appear, in the order of the ledger. */
async function appearing(db: AnonymousDatabase, minimum: number): Promise<Subject[]> {
  const rows = await db.execute<{ kind: ChoiceKind; id: string }>(sql`
    with ${waitingSubjects(minimum)}
    select kind, subject_id as id from waiting_subject where appears
    order by kind collate "C", subject_id collate "C"`);
  return rows.map(({ kind, id }) => ({ kind, id }));
}

/** Leaves the last act of each key. */
async function forgetSuperseded(tx: AnonymousDatabase): Promise<void> {
  await tx.execute(sql`
    delete from anonymous.waiting_choice w using anonymous.waiting_choice later
    where later.kind = w.kind and later.subject_id = w.subject_id
      and later.nullifier = w.nullifier and later.n > w.n`);
}

/** What can be counted of each kind of thing: what takes back is not. */
const counted = choiceKinds.flatMap((kind) =>
  choicesOf[kind].filter((choice) => choice !== takesBack).map((choice) => ({ kind, choice })),
);

/**
 * Counts are kept, never counted: a key adds one to its new choice and takes one from the choice that it had published.
 * Whatever is published on a thing changes the file of its nullifiers, so all its counts name this publication.
 */
async function countKeys(tx: AnonymousDatabase, { run, minimum }: { run: UnseenRun; minimum: number }): Promise<void> {
  await tx.execute(sql`
    with ${waitingSubjects(minimum)}, moving as (
      select w.kind, w.subject_id, w.nullifier, w.choice from anonymous.waiting_choice w
      join waiting_subject s on s.kind = w.kind and s.subject_id = w.subject_id and s.appears
    ), change as (
      select kind, subject_id, choice, 1 as keys from moving
      union all
      select m.kind, m.subject_id, before.choice, -1 from moving m
      join lateral (
        select c.choice from published.choice c
        where c.kind = m.kind and c.subject_id = m.subject_id and c.nullifier = m.nullifier
        order by c.n desc limit 1
      ) before on true
      union all
      select s.kind, s.subject_id, c.choice, 0 from waiting_subject s
      join json_to_recordset(${JSON.stringify(counted)}::json) as c (kind text, choice text) on c.kind = s.kind
      where s.appears
    )
    insert into published.choice_tally as tally (kind, subject_id, choice, keys, publication)
    select kind, subject_id, choice, sum(keys)::int, ${run.number}::int from change
    where choice <> ${takesBack}
    group by kind, subject_id, choice
    order by kind collate "C", subject_id collate "C", choice collate "C"
    on conflict (kind, subject_id, choice) do update
      set keys = tally.keys + excluded.keys, publication = excluded.publication`);
}

interface ActRow extends Record<string, unknown> {
  readonly kind: ChoiceKind;
  readonly id: string;
  readonly nullifier: Uint8Array;
  readonly n: number;
  readonly choice: Choice;
  readonly revision: number;
  readonly register: number;
  readonly edition: number;
  readonly proof: Uint8Array;
}

/** Copies the acts, all things together, in order; then their entries, as the ledger is locked from the first on. */
async function moveActs(
  tx: AnonymousDatabase,
  { run, subjects }: { run: UnseenRun; subjects: readonly Subject[] },
): Promise<void> {
  const moving = sql`
    anonymous.waiting_choice w
    join json_to_recordset(${JSON.stringify(subjects)}::json) as s (kind text, id text)
      on s.kind = w.kind and s.id = w.subject_id`;
  await tx.execute(sql`
    insert into published.choice (kind, subject_id, nullifier, n, choice, revision, register_id, edition, proof, day)
    select w.kind, w.subject_id, w.nullifier, w.n, w.choice, w.revision, w.register_id, w.edition, w.proof, ${run.day}::date
    from ${moving}
    order by w.kind collate "C", w.subject_id collate "C", w.nullifier`);
  for (const { kind, id } of subjects) {
    for (let after = ''; ;) {
      const page = await tx.execute<ActRow>(sql`
        select kind, subject_id as id, nullifier, n, choice, revision, register_id as register, edition, proof
        from anonymous.waiting_choice
        where kind = ${kind} and subject_id = ${id} and nullifier > decode(${after}, 'hex')
        order by nullifier
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
    delete from anonymous.waiting_choice w
    using json_to_recordset(${JSON.stringify(subjects)}::json) as s (kind text, id text)
    where s.kind = w.kind and s.id = w.subject_id`);
}

/** It names the digest of the proof, which stands beside it in `published.choice`. */
function entryOf({ kind, id, nullifier, n, choice, proof, ...act }: ActRow, day: string): LedgerEntry {
  return {
    ...{ v: 1, kind, id, nullifier: toHex(nullifier), n, choice, revision: act.revision },
    ...{ register: act.register, edition: act.edition },
    ...{ proof: createHash('sha256').update(proof).digest('hex'), day },
  };
}
