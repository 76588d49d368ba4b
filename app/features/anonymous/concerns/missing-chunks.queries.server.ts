import { and, eq } from 'drizzle-orm';
import { toHex } from '~/crypto/hash';
import type { AnonymousDatabase } from '~db/anonymous-client';
import { concernChunk, concernMessage } from '~db/schema/anonymous-concerns';
import type { MissingChunks } from './conversation.schema';
import { parseManifest, type Manifest } from './manifest';

/** Chunks of a message that have not arrived, in the manifest's order. Within a transaction that shares concerns. */
export async function missingOf(
  tx: AnonymousDatabase,
  concern: Uint8Array,
  { number, parts }: Manifest,
): Promise<MissingChunks> {
  const rows = await tx
    .select({ hash: concernChunk.hash })
    .from(concernChunk)
    .where(and(eq(concernChunk.concern, concern), eq(concernChunk.number, number)));
  const stored = new Set(rows.map(({ hash }) => toHex(hash)));
  return { missing: parts.flatMap(({ chunks }) => chunks).filter((hash) => !stored.has(hash)) };
}

/** The same of a concern's first message, if it has this very manifest; null otherwise. */
export async function missingIfSame(
  tx: AnonymousDatabase,
  concern: Uint8Array,
  text: string,
): Promise<MissingChunks | null> {
  const [first] = await tx
    .select({ manifest: concernMessage.manifest, complete: concernMessage.complete })
    .from(concernMessage)
    .where(and(eq(concernMessage.concern, concern), eq(concernMessage.number, 0)));
  if (first?.manifest !== text) return null;
  // What is complete may have lost its files since: it was closed as rubbish.
  return first.complete ? { missing: [] } : missingOf(tx, concern, parseManifest(text));
}
