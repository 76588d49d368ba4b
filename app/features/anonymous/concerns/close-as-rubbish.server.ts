import { and, eq } from 'drizzle-orm';
import { fromHex } from '~/crypto/hash';
import type { AnonymousDatabase } from '~db/anonymous-client';
import { concern, concernChunk, concernMessage } from '~db/schema/anonymous-concerns';
import { rewriteHeldConcerns } from '../publication/rewrite-concerns.server';
import { lockChunk, newStorageKey, unlockChunk } from './chunk-storage';
import type { ConcernRow } from './conversations.queries.server';
import { parseManifest } from './manifest';

/**
 * Deletes the files of a concern, and what was still on its way. Its texts stay, under a new storage key: so nothing that a
 * disk still holds of the files can be read.
 * Within a transaction that holds concerns.
 */
export async function closeAsRubbish(tx: AnonymousDatabase, { key, storageKey: old }: ConcernRow): Promise<void> {
  const storageKey = newStorageKey();
  const messages = await tx.select().from(concernMessage).where(eq(concernMessage.concern, key));
  const kept = [];
  for (const { number, manifest } of messages.filter(({ complete }) => complete)) {
    const hash = fromHex(parseManifest(manifest).parts[0]?.chunks[0] ?? '');
    const [text] = await tx
      .select({ bytes: concernChunk.bytes })
      .from(concernChunk)
      .where(and(eq(concernChunk.concern, key), eq(concernChunk.number, number), eq(concernChunk.hash, hash)));
    if (text) kept.push({ number, hash, bytes: lockChunk(storageKey, hash, unlockChunk(old, hash, text.bytes)) });
  }
  await tx.delete(concernChunk).where(eq(concernChunk.concern, key));
  await tx.delete(concernMessage).where(and(eq(concernMessage.concern, key), eq(concernMessage.complete, false)));
  for (const chunk of kept) await tx.insert(concernChunk).values({ concern: key, ...chunk });
  await tx.update(concern).set({ storageKey }).where(eq(concern.key, key));
  await rewriteHeldConcerns(tx, 'concern', 'concern_message');
}
