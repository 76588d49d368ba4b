import { and, asc, count, eq } from 'drizzle-orm';
import type { Database } from '~db/database';
import { disclosedUnit } from '~db/schema/published-choices';
import type { UnitKind } from '../units/unit-kind';

/** How many keys disclosed which unit on a pledge or a petition, as the ledger has it: each is an entry (protocol 11). */
export function disclosedUnits(
  db: Database,
  kind: UnitKind,
  id: string,
): Promise<{ readonly path: string; readonly keys: number }[]> {
  return db
    .select({ path: disclosedUnit.unitPath, keys: count() })
    .from(disclosedUnit)
    .where(and(eq(disclosedUnit.kind, kind), eq(disclosedUnit.subjectId, id)))
    .groupBy(disclosedUnit.unitPath)
    .orderBy(asc(disclosedUnit.unitPath));
}
