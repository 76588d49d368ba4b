import { and, eq } from 'drizzle-orm';
import { fromHex } from '~/crypto/hash';
import type { AnonymousDatabase } from '~db/anonymous-client';
import { concernChunk, concernMessage, type concern } from '~db/schema/anonymous-concerns';
import { unlockChunk } from './chunk-storage';
import { ConcernError } from './concern-error';

/**
 * One chunk of a complete message, as its sender made it. Within a transaction that shares concerns.
 * @param row a finished concern that whoever asks may see
 * @param asked attacker-controlled, of the right form; `hash` is hex
 * @throws ConcernError `not-listed`: another concern's or message's, a note that the reporter asks for, or deleted
 */
export async function readChunk(
  tx: AnonymousDatabase,
  row: typeof concern.$inferSelect,
  asked: { readonly number: number; readonly hash: string; readonly isReporter: boolean },
): Promise<Uint8Array> {
  const hash = fromHex(asked.hash);
  const [chunk] = await tx
    .select({ bytes: concernChunk.bytes })
    .from(concernChunk)
    .innerJoin(
      concernMessage,
      and(eq(concernMessage.concern, concernChunk.concern), eq(concernMessage.number, concernChunk.number)),
    )
    .where(
      and(
        eq(concernChunk.concern, row.key),
        eq(concernChunk.number, asked.number),
        eq(concernChunk.hash, hash),
        eq(concernMessage.complete, true),
        asked.isReporter ? eq(concernMessage.audience, 'all') : undefined,
      ),
    );
  if (!chunk) throw new ConcernError('not-listed');
  return unlockChunk(row.storageKey, hash, chunk.bytes);
}
