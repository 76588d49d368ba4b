import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import { fromHex, toHex } from '~/crypto/hash';
import type { AnonymousDatabase } from '~db/anonymous-client';
import { concernGrant, concernHidden, concernMessage, type concern } from '~db/schema/anonymous-concerns';
import { unlockChunk } from './chunk-storage';
import { closeReasons, type CloseReason, type Conversation, type HandledConcern } from './conversation.schema';
import { parseManifest } from './manifest';
import { nextNumber } from './next-number';

export type ConcernRow = typeof concern.$inferSelect;
type MessageRow = typeof concernMessage.$inferSelect;

/** What belongs to some concerns, by the concern's name in hex. */
interface Belongings {
  readonly messages: ReadonlyMap<string, readonly MessageRow[]>;
  readonly hidden: ReadonlyMap<string, readonly string[]>;
  /** Stored bytes of part 0, by "name/number". */
  readonly texts: ReadonlyMap<string, Uint8Array>;
}

/** A finished concern as its reporter gets it. Within a transaction that shares concerns. */
export async function conversationForReporter(tx: AnonymousDatabase, row: ConcernRow): Promise<Conversation> {
  return conversationOf(row, await belongings(tx, [row]), null);
}

/**
 * Finished concerns as a handler gets them, in the given order. Within a transaction that shares concerns.
 * @param handler 32 bytes. That they may see them is NOT checked
 */
export async function concernsForHandler(
  tx: AnonymousDatabase,
  rows: readonly ConcernRow[],
  handler: Uint8Array,
): Promise<HandledConcern[]> {
  if (rows.length === 0) return [];
  const belonging = await belongings(tx, rows);
  const grants = await tx
    .select({ concern: concernGrant.concern, bytes: concernGrant.bytes })
    .from(concernGrant)
    .where(and(inArray(concernGrant.concern, keysOf(rows)), eq(concernGrant.handler, handler)));
  const granted = new Map(grants.map((grant) => [toHex(grant.concern), grant.bytes]));
  return rows.map((row) => ({
    ...conversationOf(row, belonging, handler),
    concern: toHex(row.key),
    assignedTo: row.assignedTo && toHex(row.assignedTo),
    labels: row.labels && base64(row.labels),
    labelsNumber: row.labelsNumber,
    grants: base64OrNull(granted.get(toHex(row.key))),
  }));
}

function conversationOf(row: ConcernRow, belonging: Belongings, handler: Uint8Array | null): Conversation {
  if (row.state === 'unfinished') throw new TypeError('an unfinished concern is nobody’s conversation');
  const name = toHex(row.key);
  const messages = belonging.messages.get(name) ?? [];
  const shown = messages.filter(({ complete, audience }) => complete && (handler !== null || audience === 'all'));
  return {
    ...{ state: row.state, programme: row.programmeId, day: row.day, lastDay: row.lastDay },
    ...{ acknowledgeBy: row.acknowledgeBy, answerBy: row.answerBy, deletedOn: row.deletedOn },
    ...{ acknowledgedDay: row.acknowledgedDay, answeredDay: row.answeredDay },
    closedFor: row.closedFor === null ? null : reasonOf(row.closedFor),
    hiddenFrom: [...(belonging.hidden.get(name) ?? [])],
    next: nextNumber(messages, handler),
    messages: shown.map((message) => ({
      number: message.number,
      sender: message.handler ? toHex(message.handler) : 'reporter',
      audience: message.audience,
      day: message.day,
      readDay: message.readDay,
      manifest: message.manifest,
      text: textOf(row, message, belonging),
    })),
  };
}

function textOf(row: ConcernRow, message: MessageRow, { texts }: Belongings): string {
  const stored = texts.get(`${toHex(row.key)}/${String(message.number)}`);
  if (!stored) throw new Error('a complete message has no text');
  return base64(unlockChunk(row.storageKey, fromHex(textHash(message)), stored));
}

/** Part 0 is small: one chunk. */
function textHash({ manifest }: MessageRow): string {
  return parseManifest(manifest).parts[0]?.chunks[0] ?? '';
}

async function belongings(tx: AnonymousDatabase, rows: readonly ConcernRow[]): Promise<Belongings> {
  const keys = keysOf(rows);
  const messages = await tx
    .select()
    .from(concernMessage)
    .where(inArray(concernMessage.concern, keys))
    .orderBy(asc(concernMessage.concern), asc(concernMessage.number));
  const hidden = await tx
    .select()
    .from(concernHidden)
    .where(inArray(concernHidden.concern, keys))
    .orderBy(asc(concernHidden.concern), asc(concernHidden.handler));
  return {
    messages: byConcern(messages, (message) => message),
    hidden: byConcern(hidden, ({ handler }) => toHex(handler)),
    texts: await textsOf(
      tx,
      messages.filter(({ complete }) => complete),
    ),
  };
}

function byConcern<R extends { readonly concern: Uint8Array }, T>(
  rows: readonly R[],
  each: (row: R) => T,
): ReadonlyMap<string, readonly T[]> {
  const grouped = new Map<string, T[]>();
  for (const row of rows) {
    const name = toHex(row.concern);
    const group = grouped.get(name) ?? [];
    group.push(each(row));
    grouped.set(name, group);
  }
  return grouped;
}

/** One parameter for all of them. */
async function textsOf(
  tx: AnonymousDatabase,
  messages: readonly MessageRow[],
): Promise<ReadonlyMap<string, Uint8Array>> {
  const wanted = messages.map((message) => ({
    concern: toHex(message.concern),
    number: message.number,
    hash: textHash(message),
  }));
  const rows = await tx.execute<{ concern: Uint8Array; number: number; bytes: Uint8Array }>(sql`
    select c.concern, c.number, c.bytes
    from json_to_recordset(${JSON.stringify(wanted)}::json) as w (concern text, number smallint, hash text)
    join anonymous.concern_chunk c
      on c.concern = decode(w.concern, 'hex') and c.number = w.number and c.hash = decode(w.hash, 'hex')`);
  return new Map(rows.map((row) => [`${toHex(row.concern)}/${String(row.number)}`, row.bytes]));
}

function reasonOf(text: string): CloseReason {
  const reason = closeReasons.find((each) => each === text);
  if (!reason) throw new TypeError('a concern was closed for no known reason');
  return reason;
}

const keysOf = (rows: readonly ConcernRow[]) => rows.map(({ key }) => key);

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
}

const base64OrNull = (bytes: Uint8Array | undefined) => (bytes ? base64(bytes) : null);
