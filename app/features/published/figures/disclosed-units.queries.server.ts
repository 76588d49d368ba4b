import { and, asc, count, eq } from 'drizzle-orm';
import type { Database } from '~db/database';
import { disclosedUnit } from '~db/schema/published-choices';

/** How many keys disclosed which unit on a pledge, as the ledger has it: each of them is an entry (protocol 11). */
export function disclosedUnits(
  db: Database,
  pledgeId: string,
): Promise<{ readonly path: string; readonly keys: number }[]> {
  return db
    .select({ path: disclosedUnit.unitPath, keys: count() })
    .from(disclosedUnit)
    .where(and(eq(disclosedUnit.kind, 'witness'), eq(disclosedUnit.subjectId, pledgeId)))
    .groupBy(disclosedUnit.unitPath)
    .orderBy(asc(disclosedUnit.unitPath));
}
