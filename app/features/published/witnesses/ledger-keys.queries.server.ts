import { asc } from 'drizzle-orm';
import type { Database } from '~db/database';
import { ledgerKey } from '~db/schema/published-ledger';

/**
 * Every key that ever signed a checkpoint of this ledger, in their order.
 * @param ofThisProcess the public key that the server signs with: all there is until the first is entered
 */
export async function ledgerKeys(db: Database, ofThisProcess: string): Promise<readonly string[]> {
  const rows = await db.select({ key: ledgerKey.key }).from(ledgerKey).orderBy(asc(ledgerKey.number));
  const keys = rows.map(({ key }) => key);
  return keys.length > 0 || ofThisProcess === '' ? keys : [ofThisProcess];
}
