import { eq } from 'drizzle-orm';
import type { Database } from '~db/database';
import { response } from '~db/schema/published-answers';
import { newestRevision } from '../statements/statements.queries.server';
import type { ResponseItem } from './response';

export interface PublishedResponse {
  readonly authorName: string;
  /** Markdown; may be empty. */
  readonly body: string;
  /** When this revision was published. */
  readonly day: string;
  /** When the first one was. */
  readonly firstDay: string;
  readonly revision: number;
  /** When every demand had an answer for the first time; null while one has none. */
  readonly answeredDay: string | null;
  /** One for each demand, in their order; null for a demand without an answer. */
  readonly items: readonly (ResponseItem | null)[];
}

/** Leadership's response to a petition as it stands now, or null while there is none. */
export async function responseTo(db: Database, petitionId: string): Promise<PublishedResponse | null> {
  const [row] = await db.select().from(response).where(eq(response.petitionId, petitionId));
  const newest = row && (await newestRevision(db, 'response', petitionId));
  if (!newest) return null;
  const { authorName, day, revision, document } = newest;
  const { body, items } = document;
  return { authorName, body, items, day, firstDay: row.day, revision, answeredDay: row.answeredDay };
}
