import { createHash } from 'node:crypto';
import { isUtf8 } from 'node:buffer';
import { count, eq, sql } from 'drizzle-orm';
import { fromHex, toHex } from '~/crypto/hash';
import type { Database } from '~db/database';
import { programmeDocument, programmeRevision } from '~db/schema/published-programmes';
import { ProgrammeError } from './programme';

const MiB = 1024 * 1024;

/** Bytes that a document may have, and how many a house may hold: there is no one who deletes them. */
export const documentLimits = { bytes: 10 * MiB, documents: 1_000 } as const;

type DocumentKind = 'application/pdf' | 'text/plain';

/**
 * Keeps a document for the reviews of programmes, read to its end while it arrives. It is public from the first revision
 * on that names it. The same bytes again are the same document and keep their first title.
 *
 * @param bytes attacker-controlled: what is neither a PDF nor plain text in UTF-8 is refused, whatever it calls itself
 * @param title already checked
 * @returns the document's name: SHA-256 of its bytes, hex
 * @throws ProgrammeError `document-too-large`, `document-kind`, `too-many-documents`
 */
export async function keepReviewDocument(
  db: Database,
  { bytes, title }: { bytes: AsyncIterable<Uint8Array>; title: string },
): Promise<string> {
  const content = await collect(bytes);
  const mediaType = kindOf(content);
  if (mediaType === null) throw new ProgrammeError('document-kind');
  const [held] = await db.select({ documents: count() }).from(programmeDocument);
  if ((held?.documents ?? 0) >= documentLimits.documents) throw new ProgrammeError('too-many-documents');
  const hash = createHash('sha256').update(content).digest();
  await db.insert(programmeDocument).values({ hash, title, mediaType, bytes: content }).onConflictDoNothing();
  return toHex(hash);
}

async function collect(bytes: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of bytes) {
    size += chunk.length;
    if (size > documentLimits.bytes) throw new ProgrammeError('document-too-large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** What the bytes are, by what they begin with and hold: names and types that were sent are not looked at. */
function kindOf(content: Buffer): DocumentKind | null {
  if (content.length === 0) return null;
  if (content.subarray(0, 5).toString('latin1') === '%PDF-') return 'application/pdf';
  const isText =
    isUtf8(content) && !content.some((byte) => byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d);
  return isText ? 'text/plain' : null;
}

/** A document that a published revision names, or null. @param hash attacker-controlled */
export async function publishedDocument(
  db: Database,
  hash: string,
): Promise<{ mediaType: string; bytes: Uint8Array } | null> {
  if (!/^[0-9a-f]{64}$/.test(hash)) return null;
  const [named] = await db
    .select({ id: programmeRevision.programmeId })
    .from(programmeRevision)
    .where(
      sql`jsonb_path_exists(${programmeRevision.document}, '$.reviews.*.documents[*] ? (@ == $hash)', ${JSON.stringify({ hash })}::jsonb)`,
    )
    .limit(1);
  if (!named) return null;
  const [row] = await db
    .select({ mediaType: programmeDocument.mediaType, bytes: programmeDocument.bytes })
    .from(programmeDocument)
    .where(eq(programmeDocument.hash, fromHex(hash)));
  return row ?? null;
}
