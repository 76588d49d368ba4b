import { sql } from 'drizzle-orm';
import { dayOf } from '~/platform/clock';
import type { AnonymousDatabase } from '~db/anonymous-client';
import { inTransaction } from '~db/transaction';
import { shareConcerns } from '../publication/action-lock.server';
import { chunkMarks } from './chunk-storage';

/**
 * Writes the chunks of days that are over once more, in the order of concerns and messages, and marks them. As they arrived,
 * each stood in the transaction that brought it, beside what others did at that moment: a dump could have told when.
 * Chunks are too large to be rewritten every minute; so their order is coarse to the day, as everything else is.
 */
export async function putChunksInOrder(db: AnonymousDatabase, now: Date): Promise<void> {
  const messages = await arrivedBefore(db, dayOf(now));
  // Each in a transaction of its own, so that nobody waits long; the order of these is that of the names.
  for (const { concern, number } of messages) {
    await inTransaction(db, async (tx) => {
      await shareConcerns(tx);
      await tx.execute(sql`
        with arrived as (
          delete from anonymous.concern_chunk where concern = ${concern} and number = ${number} returning *
        )
        insert into anonymous.concern_chunk (concern, number, hash, bytes)
        select concern, number, hash, ${chunkMarks.inOrder}::bytea || substring(bytes from 2) from arrived order by hash`);
    });
  }
}

/** Complete messages of earlier days with chunks as they arrived. Reads a byte of every chunk: not for every minute. */
function arrivedBefore(db: AnonymousDatabase, today: string) {
  return inTransaction(db, async (tx) => {
    await shareConcerns(tx);
    return tx.execute<{ concern: Uint8Array; number: number }>(sql`
      select m.concern, m.number from anonymous.concern_message m
      where m.complete and m.day < ${today}::date and exists (
        select from anonymous.concern_chunk c
        where c.concern = m.concern and c.number = m.number and substring(c.bytes from 1 for 1) = ${chunkMarks.arrived}
      )
      order by m.concern, m.number`);
  });
}
