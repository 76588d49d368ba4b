import { inArray, sql, type SQL } from 'drizzle-orm';
import type { Database } from '~db/database';
import { petition } from '~db/schema/published';
import { groupSimilar } from './similar-groups';
import { leastShare } from './similar-petitions.queries.server';

/**
 * Which of these petitions may ask for the same as others of them, in groups, in the order in which they are given. They are
 * alike by the measure by which similar petitions are found while one is written, each way. Each text is read once.
 */
export async function similarGroups(db: Database, ids: readonly string[]): Promise<string[][]> {
  if (ids.length < 2) return [];
  const words = (vector: SQL) => sql<string>`array_to_string(tsvector_to_array(${vector}), ' ')`;
  const rows = await db
    .select({
      id: petition.id,
      asks: words(sql`to_tsvector('english', ${petition.title}) || to_tsvector('english', ${petition.demands})`),
      says: words(sql`${petition.search}`),
    })
    .from(petition)
    .where(inArray(petition.id, [...ids]));
  const read = new Map(
    rows.map(({ id, asks, says }) => [
      id,
      { id, asks: asks.split(' ').filter(Boolean), says: new Set(says.split(' ')) },
    ]),
  );
  return groupSimilar(
    ids.flatMap((id) => read.get(id) ?? []),
    leastShare,
  );
}
