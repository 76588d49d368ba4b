import { and, eq, sql } from 'drizzle-orm';
import type { AnonymousDatabase } from '~db/anonymous-client';
import { concern, concernMessage, concernTally, waitingFiling } from '~db/schema/anonymous-concerns';

type ConcernRow = typeof concern.$inferSelect;
type MessageRow = typeof concernMessage.$inferSelect;

/**
 * All of a message has arrived. The first one makes the concern: it is received, its digest waits for the ledger, and it
 * is counted. A later one moves the retention on; the reporter's opens a closed concern again, which is how somebody who
 * was closed out too early is heard, at most 20 times a day; notes among handlers move nothing.
 * Within a transaction that locks the concern.
 */
export async function completeMessage(
  tx: AnonymousDatabase,
  row: ConcernRow,
  { number, handler, audience }: MessageRow,
  today: string,
): Promise<void> {
  await tx
    .update(concernMessage)
    .set({ complete: true, day: today })
    .where(and(eq(concernMessage.concern, row.key), eq(concernMessage.number, number)));
  if (row.state === 'unfinished') await receive(tx, row);
  else if (audience === 'all') await move(tx, row, handler === null, today);
}

async function receive(tx: AnonymousDatabase, { key, filing, programmeId }: ConcernRow): Promise<void> {
  await tx.update(concern).set({ state: 'received', filing: null }).where(eq(concern.key, key));
  if (filing) await tx.insert(waitingFiling).values({ digest: filing }).onConflictDoNothing();
  if (programmeId !== null) await count(tx, programmeId, 'received');
}

/** Retention goes on counting as it did when the concern came in, whatever the setting says by now. */
async function move(tx: AnonymousDatabase, row: ConcernRow, isReporter: boolean, today: string): Promise<void> {
  const reopens = isReporter && row.state === 'closed';
  await tx
    .update(concern)
    .set({
      lastDay: today,
      deletedOn: sql`greatest(${concern.deletedOn}, ${today}::date + (${concern.deletedOn} - ${concern.lastDay}))`,
      ...(reopens && { state: 'received' as const, closedFor: null }),
      ...(!isReporter && row.acknowledgedDay === null && { acknowledgedDay: today }),
    })
    .where(eq(concern.key, row.key));
}

/** One more concern of this programme. */
export async function count(
  tx: AnonymousDatabase,
  programmeId: string,
  counted: typeof concernTally.$inferInsert.counted,
): Promise<void> {
  await tx
    .insert(concernTally)
    .values({ programmeId, counted, concerns: 1 })
    .onConflictDoUpdate({
      target: [concernTally.programmeId, concernTally.counted],
      set: { concerns: sql`${concernTally.concerns} + 1` },
    });
}
