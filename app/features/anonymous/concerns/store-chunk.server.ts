import { createHash } from 'node:crypto';
import { and, eq } from 'drizzle-orm';
import { dayOf, type Clock } from '~/platform/clock';
import type { AnonymousDatabase } from '~db/anonymous-client';
import { concern, concernChunk, concernMessage } from '~db/schema/anonymous-concerns';
import { inTransaction } from '~db/transaction';
import { shareConcerns } from '../publication/action-lock.server';
import { lockChunk } from './chunk-storage';
import { completeMessage } from './complete-message.server';
import { ConcernError } from './concern-error';
import type { StoredChunk } from './conversation.schema';
import { chunkBytes, parseManifest, type Manifest } from './manifest';
import { missingOf } from './missing-chunks.queries.server';

export interface ChunkDeps {
  readonly db: AnonymousDatabase;
  readonly clock: Clock;
}

/** Where a chunk belongs. All attacker-controlled, of the right form. */
export interface ChunkPlace {
  /** 32 bytes. */
  readonly concern: Uint8Array;
  readonly number: number;
  /** Hex of 32 bytes. */
  readonly hash: string;
}

/**
 * Takes one chunk of a message whose manifest was accepted, from whoever has it: only what the manifest lists is stored,
 * under the concern's storage key (decision 12). The last one completes the message, once. The same chunk again changes
 * nothing.
 * @param bytes attacker-controlled, at most 1 MiB
 * @throws ConcernError `wrong-hash`, `not-listed` (also where the concern is unknown, or takes nothing any more)
 */
export async function storeChunk(
  { db, clock }: ChunkDeps,
  { concern: key, number, hash }: ChunkPlace,
  bytes: Uint8Array,
): Promise<StoredChunk> {
  const digest = createHash('sha256').update(bytes).digest();
  if (digest.toString('hex') !== hash) throw new ConcernError('wrong-hash');
  return inTransaction(db, async (tx) => {
    await shareConcerns(tx);
    // One at a time for each concern: so exactly one of several last chunks completes it.
    const [row] = await tx.select().from(concern).where(eq(concern.key, key)).for('update');
    const [message] = await tx
      .select()
      .from(concernMessage)
      .where(and(eq(concernMessage.concern, key), eq(concernMessage.number, number)));
    if (!row || !message || row.closedFor === 'rubbish') throw new ConcernError('not-listed');
    const manifest = parseManifest(message.manifest);
    const size = listedSize(manifest, hash);
    if (size === null) throw new ConcernError('not-listed');
    if (bytes.length !== size) throw new ConcernError('wrong-hash');
    if (message.complete) return { complete: true };
    await tx
      .insert(concernChunk)
      .values({ concern: key, number, hash: digest, bytes: lockChunk(row.storageKey, digest, bytes) })
      .onConflictDoNothing();
    const { missing } = await missingOf(tx, key, manifest);
    if (missing.length > 0) return { complete: false };
    await completeMessage(tx, row, message, dayOf(clock.now()));
    return { complete: true };
  });
}

/** Bytes that the chunk of this hash must have; null where it is not listed. */
function listedSize({ parts }: Manifest, hash: string): number | null {
  for (const { size, chunks } of parts) {
    const place = chunks.indexOf(hash);
    if (place >= 0) return Math.min(chunkBytes, size - place * chunkBytes);
  }
  return null;
}
