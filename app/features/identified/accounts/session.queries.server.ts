import { and, asc, eq, gt } from 'drizzle-orm';
import { addDays, dayOf } from '~/platform/clock';
import type { IdentifiedDatabase } from '~db/identified-client';
import { session } from '~db/schema/identified';

export interface OpenSession {
  /** Hex SHA-256 of its id: what it is ended by. Nobody can become it by knowing this. */
  readonly idHash: string;
  /** The last day on which it works, 'YYYY-MM-DD'. Nothing else is known of a session. */
  readonly lastDay: string;
}

/** The sessions of an account that have not run out, those that end first first. */
export async function openSessions(
  db: IdentifiedDatabase,
  input: { readonly accountId: string; readonly now: Date },
): Promise<readonly OpenSession[]> {
  const rows = await db
    .select({ idHash: session.idHash, expiresAt: session.expiresAt })
    .from(session)
    .where(and(eq(session.accountId, input.accountId), gt(session.expiresAt, input.now)))
    .orderBy(asc(session.expiresAt), asc(session.idHash));
  return rows.map(({ idHash, expiresAt }) => ({
    idHash: Buffer.from(idHash).toString('hex'),
    lastDay: addDays(dayOf(expiresAt), -1),
  }));
}
