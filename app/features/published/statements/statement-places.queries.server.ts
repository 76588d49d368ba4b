import { desc, eq, inArray, sql } from 'drizzle-orm';
import type { Database } from '~db/database';
import { petition } from '~db/schema/published';
import { summary } from '~db/schema/published-concerns';
import { question } from '~db/schema/published-questions';
import { announcement, statementRevision } from '~db/schema/published-statements';
import { pledge } from '~db/schema/published-answers';
import type { StatementKind } from './statement';

/** Where a statement is at home. */
export interface StatementPlace {
  /** What it answers or says, in a line; titles of its own are those of its newest revision. */
  readonly title: string;
  readonly path: string;
  /** The petition that it belongs to, if to one. */
  readonly petitionId: string | null;
}

/** A revision that somebody can choose from a list. */
export interface ListedRevision {
  readonly kind: StatementKind;
  readonly id: string;
  readonly revision: number;
  readonly day: string;
  readonly place: StatementPlace;
}

/** Titles made of somebody's text are cut here, in UTF-16 code units. */
const longestTitle = 100;

type Reader = (db: Database, ids: string[]) => Promise<(StatementPlace & { readonly id: string })[]>;

const newestDocument = (id: unknown, kind: StatementKind, field: string) => sql<string>`(
  select r.document->>${field} from ${statementRevision} r
  where r.kind = ${kind} and r.id = ${id} order by r.revision desc limit 1)`;

const readers: Readonly<Record<StatementKind, Reader>> = {
  async response(db, ids) {
    const rows = await db
      .select({ id: petition.id, title: petition.title })
      .from(petition)
      .where(inArray(petition.id, ids));
    return rows.map(({ id, title }) => ({ id, title, petitionId: id, path: `/petitions/${id}#response` }));
  },
  async 'summary-response'(db, ids) {
    const rows = await db
      .select({ id: summary.id, title: summary.title })
      .from(summary)
      .where(inArray(summary.id, ids));
    return rows.map(({ id, title }) => ({ id, title, petitionId: null, path: `/summaries/${id}#response` }));
  },
  async pledge(db, ids) {
    const rows = await db
      .select({ id: pledge.id, petitionId: pledge.petitionId, title: newestDocument(pledge.id, 'pledge', 'text') })
      .from(pledge)
      .where(inArray(pledge.id, ids));
    return rows.map((row) => ({ ...row, title: cut(row.title), path: `/pledges/${row.id}` }));
  },
  async answer(db, ids) {
    const rows = await db
      .select({ id: question.id, petitionId: question.petitionId, title: question.body })
      .from(question)
      .where(inArray(question.id, ids));
    return rows.map((row) => ({
      ...row,
      title: cut(row.title),
      path: `/petitions/${row.petitionId}/questions#question-${row.id}`,
    }));
  },
  async announcement(db, ids) {
    const rows = await db
      .select({
        id: announcement.id,
        petitionId: announcement.petitionId,
        title: newestDocument(announcement.id, 'announcement', 'title'),
      })
      .from(announcement)
      .where(inArray(announcement.id, ids));
    return rows.map((row) => ({ ...row, path: `/announcements/${row.id}` }));
  },
};

function cut(text: string): string {
  const line = text.split(/\s+/).join(' ').trim();
  return line.length <= longestTitle ? line : `${line.slice(0, longestTitle).replace(/\s\S*$/, '')} …`;
}

/** Where a statement is at home, or null where there is none of this name. */
export async function placeOf(db: Database, kind: StatementKind, id: string): Promise<StatementPlace | null> {
  return (await readers[kind](db, [id]))[0] ?? null;
}

/** Where statements are at home, by kind and name with a slash between; those that are not there are left out. */
async function placesOf(
  db: Database,
  statements: readonly { readonly kind: StatementKind; readonly id: string }[],
): Promise<ReadonlyMap<string, StatementPlace>> {
  const places = new Map<string, StatementPlace>();
  for (const kind of new Set(statements.map((each) => each.kind))) {
    const ids = new Set(statements.filter((each) => each.kind === kind).map(({ id }) => id));
    for (const { id, ...place } of await readers[kind](db, [...ids])) places.set(`${kind}/${id}`, place);
  }
  return places;
}

/** Revisions of statements, newest day first: of one petition, or of the whole house as far as `limit`. */
export async function listRevisions(
  db: Database,
  { petitionId, limit }: { readonly petitionId: string | null; readonly limit: number },
): Promise<ListedRevision[]> {
  const { kind, id, revision, day } = statementRevision;
  const rows = await db
    .select({ kind, id, revision, day })
    .from(statementRevision)
    .where(
      petitionId === null
        ? undefined
        : sql`(${kind}, ${id}) in (
      select 'response', ${petitionId}
      union all select 'pledge', ${pledge.id} from ${pledge} where ${eq(pledge.petitionId, petitionId)}
      union all select 'answer', ${question.id} from ${question} where ${eq(question.petitionId, petitionId)}
      union all select 'announcement', ${announcement.id} from ${announcement})`,
    )
    .orderBy(desc(day), kind, id, desc(revision))
    .limit(limit);
  const places = await placesOf(db, rows);
  return rows.flatMap((row) => {
    const place = places.get(`${row.kind}/${row.id}`);
    return place ? [{ ...row, place }] : [];
  });
}
