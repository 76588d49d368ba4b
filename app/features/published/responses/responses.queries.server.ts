import { and, asc, eq, gt } from 'drizzle-orm';
import type { Database } from '~db/database';
import { response } from '~db/schema/published-answers';
import { statementRevision } from '~db/schema/published-statements';
import { newestRevision } from '../statements/statements.queries.server';
import type { ResponseItem, ResponseText } from './response';

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

/** Responses as they stand now, by the name of their petition: names are random. @param place a name to begin after; or empty */
export async function responsesAfter(
  db: Database,
  place: string,
  size: number,
): Promise<(PublishedResponse & { readonly petitionId: string })[]> {
  const { authorName, day, revision, document } = statementRevision;
  const { petitionId, day: firstDay, answeredDay } = response;
  const newest = and(
    eq(statementRevision.kind, 'response'),
    eq(statementRevision.id, petitionId),
    eq(revision, response.revision),
  );
  const rows = await db
    .select({ petitionId, firstDay, answeredDay, authorName, day, revision, document })
    .from(response)
    .innerJoin(statementRevision, newest)
    .where(gt(petitionId, place))
    .orderBy(asc(petitionId))
    .limit(size);
  return rows.map(({ document: words, ...row }) => {
    // Only `publishRevision` writes these rows, from documents that it was given typed, and nothing can change one.
    const { body, items } = words as ResponseText;
    return { ...row, body, items };
  });
}
