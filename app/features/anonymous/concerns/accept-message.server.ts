import { and, eq } from 'drizzle-orm';
import { toHex } from '~/crypto/hash';
import { dayOf, type Clock } from '~/platform/clock';
import type { AnonymousDatabase } from '~db/anonymous-client';
import { concern, concernChunk, concernMessage } from '~db/schema/anonymous-concerns';
import { ConcernError } from './concern-error';
import type { MissingChunks } from './conversation.schema';
import { maxMessageBytes, maxMessageNumber, parseManifest, type Manifest } from './manifest';
import { missingOf } from './missing-chunks.queries.server';
import { nextNumber } from './next-number';

/** Messages that a reporter may write to one concern on one UTC day. */
export const reporterMessagesPerDay = 20;
/** Ciphertext that one side may add to one concern on one UTC day … */
const dailyBytes = maxMessageBytes;
/** … and for as long as it stands. */
const concernBytes = 4 * maxMessageBytes;

/** Whose words: the reporter's (null), or those of the handler of this fingerprint. */
export type Sender = Uint8Array | null;

type MessageRow = typeof concernMessage.$inferSelect;

/**
 * Takes the manifest of a further message, of whoever signed the request for it. It has the next number of the concern; an
 * unfinished message of the same sender is replaced. The same manifest again gets the same answer.
 * Within a transaction that shares concerns. NOT checked: that the sender may see the concern.
 *
 * @param manifest attacker-controlled, of the right form
 * @param text the manifest's own
 * @returns the chunks that have not arrived
 * @throws ConcernError `malformed` (another sender or programme), `unknown-concern`, `not-open`, `number-taken` (with the
 *   number it must have), `too-many`, `too-large`
 */
export async function acceptMessage(
  tx: AnonymousDatabase,
  clock: Clock,
  { key, sender, manifest, text }: { key: Uint8Array; sender: Sender; manifest: Manifest; text: string },
): Promise<MissingChunks> {
  if (manifest.sender !== (sender ? toHex(sender) : 'reporter') || manifest.concern !== toHex(key)) {
    throw new ConcernError('malformed');
  }
  const [row] = await tx.select().from(concern).where(eq(concern.key, key)).for('update');
  if (!row || row.state === 'unfinished') throw new ConcernError('unknown-concern');
  if (manifest.programme !== row.programmeId) throw new ConcernError('malformed');
  const messages = await tx.select().from(concernMessage).where(eq(concernMessage.concern, key));
  const there = messages.find(({ number }) => number === manifest.number);
  if (there?.manifest === text) return there.complete ? { missing: [] } : missingOf(tx, key, manifest);
  if (row.closedFor === 'rubbish') throw new ConcernError('not-open');
  const next = nextNumber(messages, sender);
  if (next > maxMessageNumber) throw new ConcernError('too-many');
  if (manifest.number !== next) throw new ConcernError('number-taken', next);
  const today = dayOf(clock.now());
  const others = messages.filter(({ number }) => number !== next);
  checkAmounts(manifest, sender, others, today);
  if (there) await forget(tx, key, next);
  await tx.insert(concernMessage).values({
    ...{ concern: key, number: next, handler: sender, audience: manifest.audience },
    ...{ day: today, complete: false, manifest: text },
  });
  return missingOf(tx, key, manifest);
}

/** So that nobody fills the disk, without asking who it is. Each side has its own measure: neither can silence the other. */
function checkAmounts(manifest: Manifest, sender: Sender, others: readonly MessageRow[], today: string): void {
  const ofThisSide = others.filter(({ handler }) => (handler === null) === (sender === null));
  const ofToday = ofThisSide.filter(({ day }) => day === today);
  if (sender === null && ofToday.length >= reporterMessagesPerDay) throw new ConcernError('too-many');
  const bytes = (rows: readonly MessageRow[]) =>
    rows.reduce((sum, row) => sum + bytesOf(parseManifest(row.manifest)), bytesOf(manifest));
  if (bytes(ofToday) > dailyBytes || bytes(ofThisSide) > concernBytes) throw new ConcernError('too-large');
}

function bytesOf({ parts }: Manifest): number {
  return parts.reduce((sum, { size }) => sum + size, 0);
}

/** An unfinished message whose sender has begun another. */
async function forget(tx: AnonymousDatabase, key: Uint8Array, number: number): Promise<void> {
  await tx.delete(concernChunk).where(and(eq(concernChunk.concern, key), eq(concernChunk.number, number)));
  await tx.delete(concernMessage).where(and(eq(concernMessage.concern, key), eq(concernMessage.number, number)));
}
