import { asc, eq } from 'drizzle-orm';
import type { Database } from '~db/database';
import { response, responseItem } from '~db/schema/published';
import type { ResponseItem } from './response';

export interface PublishedResponse {
  readonly authorName: string;
  /** Markdown; may be empty. */
  readonly body: string;
  readonly day: string;
  /** One for each demand, in their order. */
  readonly items: readonly ResponseItem[];
}

/** Leadership's response to a petition, or null while there is none. */
export async function responseTo(db: Database, petitionId: string): Promise<PublishedResponse | null> {
  const [row] = await db.select().from(response).where(eq(response.petitionId, petitionId));
  if (!row) return null;
  const items = await db
    .select({ answer: responseItem.answer, reason: responseItem.reason })
    .from(responseItem)
    .where(eq(responseItem.petitionId, petitionId))
    .orderBy(asc(responseItem.demand));
  return { authorName: row.authorName, body: row.body, day: row.day, items };
}
