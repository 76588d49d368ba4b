import { and, desc, eq } from 'drizzle-orm';
import type { Database } from '~db/database';
import { edition, publication, register } from '~db/schema/published';

/** The newest register with an edition that a checkpoint covers: what is published now is pinned to it. Null while there is none. */
export async function newestRegisterId(db: Database): Promise<number | null> {
  const [newest] = await db
    .select({ id: register.id })
    .from(register)
    .innerJoin(edition, eq(edition.registerId, register.id))
    .innerJoin(publication, and(eq(publication.number, edition.publication), eq(publication.checkpointDone, true)))
    .orderBy(desc(register.id))
    .limit(1);
  return newest?.id ?? null;
}
