import { and, desc, eq, inArray, sql, type SQL } from 'drizzle-orm';
import type { Database } from '~db/database';
import { petition } from '~db/schema/published';
import { announcement, statementRevision } from '~db/schema/published-statements';
import type { SummaryCursor } from '../summaries/summary-cursor';
import type { StatementDocuments } from '../statements/statement';
import type { Announcement } from './announcement';

/** Where a list goes on: after this one. */
export type AnnouncementCursor = SummaryCursor;

const theNewest = and(
  eq(statementRevision.kind, 'announcement'),
  eq(statementRevision.id, announcement.id),
  sql`not exists (
    select from published.statement_revision later
    where later.kind = 'announcement' and later.id = ${announcement.id} and later.revision > ${statementRevision.revision}
  )`,
);

async function select(db: Database, where: SQL | undefined, limit: number): Promise<Announcement[]> {
  const rows = await db
    .select({
      id: announcement.id,
      day: announcement.day,
      mailed: announcement.mailed,
      document: statementRevision.document,
      revision: statementRevision.revision,
      authorName: statementRevision.authorName,
      revisedDay: statementRevision.day,
      petitionId: announcement.petitionId,
      petitionTitle: petition.title,
    })
    .from(announcement)
    .innerJoin(statementRevision, theNewest)
    .leftJoin(petition, eq(petition.id, announcement.petitionId))
    .where(where)
    .orderBy(desc(announcement.day), desc(announcement.id))
    .limit(limit);
  return rows.map(({ document, petitionId, petitionTitle, ...row }) => ({
    ...row,
    // Only `publishRevision` writes these rows, from documents that it was given typed.
    ...(document as StatementDocuments['announcement']),
    petition: petitionId !== null && petitionTitle !== null ? { id: petitionId, title: petitionTitle } : null,
  }));
}

/** Announcements as they stand now, newest first. */
export async function listAnnouncements(
  db: Database,
  { after, size }: { after: AnnouncementCursor | null; size: number },
): Promise<{ items: readonly Announcement[]; next: AnnouncementCursor | null }> {
  const onwards = after && sql`(${announcement.day}, ${announcement.id}) < (${after.day}, ${after.id})`;
  const found = await select(db, onwards ?? undefined, size + 1);
  const items = found.slice(0, size);
  const last = found.length > size ? items.at(-1) : undefined;
  return { items, next: last ? { day: last.day, id: last.id } : null };
}

/** The last announcement, if it was made on `since` or later. */
export async function newestAnnouncement(db: Database, since: string): Promise<Announcement | null> {
  const [newest] = await select(db, undefined, 1);
  return newest && newest.day >= since ? newest : null;
}

/** One announcement as it stands now, or null. @param id attacker-controlled */
export async function announcementView(db: Database, id: string): Promise<Announcement | null> {
  const [found] = await select(db, eq(announcement.id, id), 1);
  return found ?? null;
}

/** Petitions that an announcement can be about, newest first. */
export function petitionsToNameIn(db: Database): Promise<{ id: string; title: string }[]> {
  return db
    .select({ id: petition.id, title: petition.title })
    .from(petition)
    .where(inArray(petition.state, ['open', 'closed']))
    .orderBy(desc(petition.openedDay), petition.id)
    .limit(100);
}

/** Whether an announcement of this company day went out by mail: then no other does. */
export async function mailedOn(db: Database, day: string): Promise<boolean> {
  const [mailed] = await db
    .select({ id: announcement.id })
    .from(announcement)
    .where(and(eq(announcement.day, day), eq(announcement.mailed, true)));
  return mailed !== undefined;
}
