import { asc, desc, eq, sql } from 'drizzle-orm';
import { dayOf, type Clock } from '~/platform/clock';
import { latestPublication } from '~/platform/publication-schedule';
import type { Settings } from '~/platform/settings';
import type { IdentifiedDatabase } from '~db/identified-client';
import type { PublishedDatabase } from '~db/published-client';
import { publication } from '~db/schema/published';
import { inTransaction } from '~db/transaction';

/** One publication: `slot` is its moment on the schedule, not when it runs. */
export interface PublicationRun {
  readonly number: number;
  readonly slot: Date;
  /** 'YYYY-MM-DD' of the slot. */
  readonly day: string;
}

/** The three steps of a publication, each one transaction that does nothing when it was done before (protocol 5). */
export interface PublicationSteps {
  readonly editions: (run: PublicationRun) => Promise<void>;
  readonly signatures: (run: PublicationRun) => Promise<void>;
  readonly checkpoint: (run: PublicationRun) => Promise<void>;
  /** Whether a publication of this day would have anything to do. */
  readonly pending: (day: string) => Promise<boolean>;
}

export interface RunDeps {
  /** May insert a publication. */
  readonly identified: IdentifiedDatabase;
  readonly published: PublishedDatabase;
  readonly clock: Clock;
  readonly settings: Pick<Settings, 'publication'>;
}

/**
 * Finishes the publication that a crash left unfinished, then runs the one that the clock says is due; of several missed
 * ones only the last. Only one process at a time gets past the lock: the others return at once.
 * On a schedule of seconds, and in a house that has never published, a slot with nothing to do is passed over.
 * @returns the number of the last publication that was run or finished; null where there was none
 */
export async function runDuePublication(deps: RunDeps, steps: PublicationSteps): Promise<number | null> {
  let run: Promise<number | null> | undefined;
  try {
    // The lock lives as long as this otherwise idle transaction: it goes with the connection, and so with the process.
    return await inTransaction(deps.published, async (tx) => {
      const [lock] = await tx.execute<{ got: boolean }>(sql`
        select pg_try_advisory_xact_lock(7020191, 4) as got,
          set_config('idle_in_transaction_session_timeout', '0', true)`);
      if (lock?.got !== true) return null;
      run = finishAndStart(deps, steps);
      return await run;
    });
  } finally {
    // The lock's connection may be lost while the work goes on: whoever called must not begin again beside it.
    await run?.catch(() => undefined);
  }
}

async function finishAndStart(deps: RunDeps, steps: PublicationSteps): Promise<number | null> {
  const finished = await finishOldest(deps.published, steps);
  const due = await startDue(deps, steps);
  if (due) await runSteps(due, steps);
  return due?.number ?? finished;
}

async function finishOldest(db: PublishedDatabase, steps: PublicationSteps): Promise<number | null> {
  const [unfinished] = await db
    .select({ number: publication.number, slot: publication.slot, day: publication.day })
    .from(publication)
    .where(eq(publication.checkpointDone, false))
    .orderBy(asc(publication.number))
    .limit(1);
  if (!unfinished) return null;
  await runSteps(unfinished, steps);
  return unfinished.number;
}

async function startDue(deps: RunDeps, steps: PublicationSteps): Promise<PublicationRun | null> {
  const schedule = deps.settings.publication;
  const slot = latestPublication(schedule, deps.clock.now());
  const [last] = await deps.identified
    .select({ number: publication.number, slot: publication.slot })
    .from(publication)
    .orderBy(desc(publication.number))
    .limit(1);
  if (last && slot <= last.slot) return null;
  const run = { number: (last?.number ?? 0) + 1, slot, day: dayOf(slot) };
  const mayBePassedOver = schedule.kind === 'every' || !last;
  if (mayBePassedOver && !(await steps.pending(run.day))) return null;
  await deps.identified.insert(publication).values(run);
  return run;
}

async function runSteps(run: PublicationRun, steps: PublicationSteps): Promise<void> {
  await steps.editions(run);
  await steps.signatures(run);
  await steps.checkpoint(run);
}
