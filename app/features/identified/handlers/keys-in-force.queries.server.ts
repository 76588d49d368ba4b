import { and, asc, eq, isNull } from 'drizzle-orm';
import { toHex } from '~/crypto/hash';
import type { IdentifiedDatabase } from '~db/identified-client';
import { handlerHolder } from '~db/schema/identified-handlers';
import { handlerKey } from '~db/schema/published-concerns';

/**
 * Fingerprints of a person's keys in force, the oldest first: after a change of keys it is the old one that can read what
 * came before, until it is retired.
 */
export async function keysInForceOf(db: IdentifiedDatabase, personNumber: string): Promise<string[]> {
  const rows = await db
    .select({ fingerprint: handlerKey.fingerprint })
    .from(handlerKey)
    .innerJoin(handlerHolder, eq(handlerHolder.fingerprint, handlerKey.fingerprint))
    .where(and(eq(handlerHolder.personNumber, personNumber), isNull(handlerKey.retiredDay)))
    .orderBy(asc(handlerKey.number));
  return rows.map(({ fingerprint }) => toHex(fingerprint));
}
