import { and, eq, isNull, ne, notExists, notInArray, sql, type SQL } from 'drizzle-orm';
import type { AnonymousDatabase } from '~db/anonymous-client';
import { concern, concernHidden } from '~db/schema/anonymous-concerns';
import { handlerKey } from '~db/schema/published-concerns';
import { ConcernError } from './concern-error';
import type { ConcernRow } from './conversations.queries.server';
import type { Handler } from './handler-request.server';

/** Of a finished concern that is not hidden from this handler: to everything else a handler sees none. */
export function isVisibleTo(tx: AnonymousDatabase, handler: Uint8Array): SQL | undefined {
  const hidden = tx
    .select({ one: sql`1` })
    .from(concernHidden)
    .where(and(eq(concernHidden.concern, concern.key), eq(concernHidden.handler, handler)));
  return and(ne(concern.state, 'unfinished'), notExists(hidden));
}

/**
 * One concern, for a handler who may see it. Locked where it is going to be changed.
 * @throws ConcernError `unknown-concern`, also for one that is unfinished, deleted or hidden from this handler
 */
export async function visibleConcern(
  tx: AnonymousDatabase,
  handler: Handler,
  key: Uint8Array,
  purpose: 'read' | 'change',
): Promise<ConcernRow> {
  // Locked first and looked at after: another handler may be hiding it from this one at this moment.
  if (purpose === 'change') {
    await tx.select({ key: concern.key }).from(concern).where(eq(concern.key, key)).for('update');
  }
  const [row] = await tx
    .select()
    .from(concern)
    .where(and(eq(concern.key, key), isVisibleTo(tx, handler.fingerprint)));
  if (!row) throw new ConcernError('unknown-concern');
  return row;
}

/** Fingerprints of handlers whose key is in force and who may see a concern. */
export async function handlersOf(tx: AnonymousDatabase, key: Uint8Array): Promise<Uint8Array[]> {
  const hidden = tx
    .select({ handler: concernHidden.handler })
    .from(concernHidden)
    .where(eq(concernHidden.concern, key));
  const rows = await tx
    .select({ fingerprint: handlerKey.fingerprint })
    .from(handlerKey)
    .where(and(isNull(handlerKey.retiredDay), notInArray(handlerKey.fingerprint, hidden)));
  return rows.map(({ fingerprint }) => fingerprint);
}
