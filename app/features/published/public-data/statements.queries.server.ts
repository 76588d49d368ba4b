import { asc, sql } from 'drizzle-orm';
import { statementRevision } from '~db/schema/published-statements';
import { programmeRevision } from '~db/schema/published-programmes';
import type { ProgrammeItem, StatementItem } from './public-data.schema';
import { pageSizes, placeAfter, publicPage, type PublicPage } from './public-page';
import type { Reading } from './reading';

/** Every revision of everything that leadership said, by kind, name and revision. @param after attacker-controlled */
export async function publicStatements({ db }: Reading, after: string | null): Promise<PublicPage<StatementItem>> {
  const place = placeAfter(after, ['text', 'text', 'number']);
  const { kind, id, revision, document, authorName: author, reason, day } = statementRevision;
  const rows = await db
    .select({ kind, id, revision, document, author, reason, day })
    .from(statementRevision)
    .where(place ? sql`(${kind}, ${id}, ${revision}) > (${place[0]}, ${place[1]}, ${place[2]})` : undefined)
    .orderBy(asc(kind), asc(id), asc(revision))
    .limit(pageSizes.long + 1);
  return publicPage(rows, pageSizes.long, {
    keyOf: (row) => [row.kind, row.id, row.revision],
    itemOf: (row) => row,
  });
}

/** Every revision of every programme, by name and revision. @param after attacker-controlled */
export async function publicProgrammes({ db }: Reading, after: string | null): Promise<PublicPage<ProgrammeItem>> {
  const place = placeAfter(after, ['text', 'number']);
  const { programmeId: id, number: revision, document, editorName: author, reason, day } = programmeRevision;
  const rows = await db
    .select({ id, revision, document, author, reason, day })
    .from(programmeRevision)
    .where(place ? sql`(${id}, ${revision}) > (${place[0]}, ${place[1]})` : undefined)
    .orderBy(asc(id), asc(revision))
    .limit(pageSizes.long + 1);
  return publicPage(rows, pageSizes.long, { keyOf: (row) => [row.id, row.revision], itemOf: (row) => row });
}
