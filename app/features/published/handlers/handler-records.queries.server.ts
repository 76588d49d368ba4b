import { asc } from 'drizzle-orm';
import { toHex } from '~/crypto/hash';
import type { Database } from '~db/database';
import { handlerKey } from '~db/schema/published-concerns';
import type { HandlerRecord } from './handler-record.schema';

/** Every handler's key there ever was, in the order in which they were let in: what `/handlers.json` says. */
export async function readHandlerRecords(db: Database): Promise<readonly HandlerRecord[]> {
  const rows = await db.select().from(handlerKey).orderBy(asc(handlerKey.number));
  return rows.map((row) => ({
    fingerprint: toHex(row.fingerprint),
    name: row.name,
    signingKey: toHex(row.signingKey),
    recipient: row.recipient,
    addedDay: row.addedDay,
    addedBy: toHex(row.addedBy),
    signature: toHex(row.signature),
    retiredDay: row.retiredDay,
    retiredBy: row.retiredBy,
    retiredSignature: row.retiredSignature && toHex(row.retiredSignature),
  }));
}
