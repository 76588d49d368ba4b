import { and, eq } from 'drizzle-orm';
import type { IdentifiedDatabase } from '~db/identified-client';
import { session } from '~db/schema/identified';
import { AccountError } from './account-error';

/**
 * Ends one session of an account, on whatever device it is.
 *
 * @param input.idHash hex; attacker-controlled
 * @throws AccountError `unknown-session`: there is none, or it belongs to somebody else
 */
export async function endSession(
  db: IdentifiedDatabase,
  input: { readonly accountId: string; readonly idHash: string },
): Promise<void> {
  if (!/^[0-9a-f]{64}$/.test(input.idHash)) throw new AccountError('unknown-session');
  const ended = await db
    .delete(session)
    .where(and(eq(session.idHash, Buffer.from(input.idHash, 'hex')), eq(session.accountId, input.accountId)))
    .returning({ accountId: session.accountId });
  if (ended.length === 0) throw new AccountError('unknown-session');
}
