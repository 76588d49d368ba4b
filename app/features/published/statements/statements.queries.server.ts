import { and, asc, desc, eq } from 'drizzle-orm';
import type { Database } from '~db/database';
import { statementRevision } from '~db/schema/published-statements';
import type { StatementDocuments, StatementKind, StatementRevision } from './statement';

const columns = {
  id: statementRevision.id,
  revision: statementRevision.revision,
  document: statementRevision.document,
  authorName: statementRevision.authorName,
  reason: statementRevision.reason,
  day: statementRevision.day,
};

const of = (kind: StatementKind, id: string) => and(eq(statementRevision.kind, kind), eq(statementRevision.id, id));

/** Only `publishRevision` writes these rows, from documents that it was given typed, and nothing can change one. */
function typed<K extends StatementKind>(
  kind: K,
  row: Omit<StatementRevision, 'kind' | 'document'> & { readonly document: unknown },
): StatementRevision<K> {
  return { ...row, kind, document: row.document as StatementDocuments[K] };
}

/** A statement as it stands now, or null where there is none. */
export async function newestRevision<K extends StatementKind>(
  db: Database,
  kind: K,
  id: string,
): Promise<StatementRevision<K> | null> {
  const [row] = await db
    .select(columns)
    .from(statementRevision)
    .where(of(kind, id))
    .orderBy(desc(statementRevision.revision))
    .limit(1);
  return row ? typed(kind, row) : null;
}

/** Everything that a statement ever said, oldest first; empty where there is none. */
export async function revisionsOf<K extends StatementKind>(
  db: Database,
  kind: K,
  id: string,
): Promise<readonly StatementRevision<K>[]> {
  const rows = await db
    .select(columns)
    .from(statementRevision)
    .where(of(kind, id))
    .orderBy(asc(statementRevision.revision));
  return rows.map((row) => typed(kind, row));
}

/** One revision of a statement as it was published, or null where there is none. */
export async function revisionOf<K extends StatementKind>(
  db: Database,
  { kind, id, revision }: { readonly kind: K; readonly id: string; readonly revision: number },
): Promise<StatementRevision<K> | null> {
  const [row] = await db
    .select(columns)
    .from(statementRevision)
    .where(and(of(kind, id), eq(statementRevision.revision, revision)));
  return row ? typed(kind, row) : null;
}
