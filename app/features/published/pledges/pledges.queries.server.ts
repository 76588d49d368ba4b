import { and, asc, desc, eq, inArray, isNotNull, isNull, lt, or, sql, type SQL } from 'drizzle-orm';
import type { Database } from '~db/database';
import { petition } from '~db/schema/published';
import { leader, pledge } from '~db/schema/published-answers';
import { attachment, programme, programmeRevision } from '~db/schema/published-programmes';
import { statementRevision } from '~db/schema/published-statements';
import type { AboutProgramme } from '../programmes/attachments';
import type { PledgeDocument, PledgeStatus } from './pledge';
import type { PledgeAddress } from './pledge-list';

/** A pledge as it stands now. All days are the company's. */
export interface PledgeInList {
  readonly id: string;
  readonly petition: { readonly id: string; readonly title: string };
  readonly document: PledgeDocument;
  /** Random name of the owner's record. */
  readonly leaderId: string;
  readonly status: PledgeStatus;
  readonly dueDay: string;
  /** When it was due as first promised. */
  readonly firstDueDay: string;
  /** When its status last became a final one; null while it is open. */
  readonly endedDay: string | null;
  /** When it was made. */
  readonly day: string;
  readonly revision: number;
  /** When that revision was published. */
  readonly revisedDay: string;
  readonly about: AboutProgramme | null;
}

const columns = {
  id: pledge.id,
  petitionId: pledge.petitionId,
  petitionTitle: petition.title,
  document: statementRevision.document,
  leaderId: pledge.leaderId,
  status: pledge.status,
  dueDay: pledge.dueDay,
  firstDueDay: pledge.firstDueDay,
  endedDay: pledge.endedDay,
  day: pledge.day,
  revision: pledge.revision,
  revisedDay: statementRevision.day,
  programmeId: programme.id,
  programmeName: sql<string | null>`${programmeRevision.document}->>'name'`,
  field: attachment.field,
};

const newest = and(
  eq(statementRevision.kind, 'pledge'),
  eq(statementRevision.id, pledge.id),
  eq(statementRevision.revision, pledge.revision),
);
const attached = and(eq(attachment.subject, 'pledge'), eq(attachment.subjectId, pledge.id));
const nowOf = and(eq(programmeRevision.programmeId, programme.id), eq(programmeRevision.number, programme.revision));

function select(db: Database) {
  return db
    .select(columns)
    .from(pledge)
    .innerJoin(statementRevision, newest)
    .innerJoin(petition, eq(petition.id, pledge.petitionId))
    .leftJoin(attachment, attached)
    .leftJoin(programme, eq(programme.id, attachment.programmeId))
    .leftJoin(programmeRevision, nowOf)
    .$dynamic();
}

function inList(row: Awaited<ReturnType<typeof select>>[number]): PledgeInList {
  const { petitionId, petitionTitle, programmeId, programmeName, field, document, ...shown } = row;
  return {
    ...shown,
    petition: { id: petitionId, title: petitionTitle },
    // Only `publishRevision` writes these rows, from documents that it was given typed, and nothing can change one.
    document: document as PledgeDocument,
    about: programmeId === null ? null : { id: programmeId, name: programmeName ?? programmeId, field },
  };
}

/** What is due first comes first; after that what is over, the last first. */
const inOrder = [
  sql`${pledge.endedDay} is not null`,
  sql`case when ${pledge.endedDay} is null then ${pledge.dueDay} end`,
];
const order = [...inOrder.map((each) => asc(each)), desc(pledge.endedDay), asc(pledge.id)];

function narrowed({ filter, owner, unit, programme: programmeId }: PledgeAddress, today: string): SQL | undefined {
  const standing = {
    all: undefined,
    open: isNull(pledge.endedDay),
    over: isNotNull(pledge.endedDay),
    overdue: and(isNull(pledge.endedDay), lt(pledge.dueDay, today)),
  };
  return and(
    filter in standing ? standing[filter as keyof typeof standing] : eq(pledge.status, filter as PledgeStatus),
    owner === '' ? undefined : eq(pledge.leaderId, owner),
    unit === '' ? undefined : or(eq(pledge.unit, unit), sql`starts_with(${pledge.unit}, ${`${unit} / `})`),
    programmeId === '' ? undefined : eq(attachment.programmeId, programmeId),
  );
}

/**
 * A page of pledges: open ones by due day, then those that are over, the last first.
 * @param input.today on the company's calendar, @param input.page from 1
 */
export async function listPledges(
  db: Database,
  { address, today, page, size }: { address: PledgeAddress; today: string; page: number; size: number },
): Promise<{ readonly items: readonly PledgeInList[]; readonly more: boolean }> {
  const rows = await select(db)
    .where(narrowed(address, today))
    .orderBy(...order)
    .limit(size + 1)
    .offset((page - 1) * size);
  return { items: rows.slice(0, size).map(inList), more: rows.length > size };
}

/** A pledge as it stands now, or null where there is none. */
export async function pledgeView(db: Database, id: string): Promise<PledgeInList | null> {
  const [row] = await select(db).where(eq(pledge.id, id));
  return row ? inList(row) : null;
}

/** The pledges that were made in the response to a petition, what is due first. */
export async function pledgesOf(db: Database, petitionId: string): Promise<readonly PledgeInList[]> {
  const rows = await select(db)
    .where(eq(pledge.petitionId, petitionId))
    .orderBy(...order);
  return rows.map(inList);
}

/** Which of these are names of pledges. */
export async function knownPledges(db: Database, ids: readonly string[]): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set();
  const rows = await db
    .select({ id: pledge.id })
    .from(pledge)
    .where(inArray(pledge.id, [...ids]));
  return new Set(rows.map(({ id }) => id));
}

/** What a list of pledges can be narrowed to: whoever answers for one, and where, and what one is about. */
export interface PledgeChoices {
  readonly owners: readonly { readonly id: string; readonly name: string; readonly unit: string }[];
  readonly units: readonly string[];
  readonly programmes: readonly { readonly id: string; readonly name: string }[];
}

/** Everything that some pledge has, by name. */
export async function pledgeChoices(db: Database): Promise<PledgeChoices> {
  const [owners, units, programmes] = await Promise.all([
    db
      .selectDistinct({ id: leader.id, name: leader.name, unit: sql<string>`max(${pledge.unit})` })
      .from(pledge)
      .innerJoin(leader, eq(leader.id, pledge.leaderId))
      .groupBy(leader.id, leader.name)
      .orderBy(asc(leader.name), asc(leader.id)),
    db.selectDistinct({ unit: pledge.unit }).from(pledge),
    db
      .selectDistinct({ id: programme.id, name: sql<string>`${programmeRevision.document}->>'name'` })
      .from(attachment)
      .innerJoin(programme, eq(programme.id, attachment.programmeId))
      .innerJoin(programmeRevision, nowOf)
      .where(eq(attachment.subject, 'pledge'))
      .orderBy(asc(sql`${programmeRevision.document}->>'name'`)),
  ]);
  const paths = units.flatMap(({ unit }) => withThoseAbove(unit));
  return { owners, units: [...new Set(paths)].sort(), programmes };
}

/** A unit and those that it lies in. */
function withThoseAbove(unit: string): string[] {
  const levels = unit.split(' / ');
  return levels.map((_, index) => levels.slice(0, index + 1).join(' / '));
}

/** One revision of a pledge, as a feed tells it. */
export interface PledgeNews {
  readonly id: string;
  readonly revision: number;
  readonly document: PledgeDocument;
  readonly authorName: string;
  readonly reason: string;
  readonly day: string;
}

/** The newest revisions of all pledges, the last first; within a day by name, which is random and says nothing of the time. */
export async function pledgeNews(db: Database, size: number): Promise<readonly PledgeNews[]> {
  const { id, revision, document, authorName, reason, day } = statementRevision;
  const rows = await db
    .select({ id, revision, document, authorName, reason, day })
    .from(statementRevision)
    .where(eq(statementRevision.kind, 'pledge'))
    .orderBy(desc(day), asc(id), desc(revision))
    .limit(size);
  return rows.map((row) => ({ ...row, document: row.document as PledgeDocument }));
}

/** Pledges whose days stand in a calendar: what was not superseded and is due after a day; what is due last is left out first. */
export async function pledgesDueAfter(db: Database, day: string, size: number): Promise<readonly PledgeInList[]> {
  const rows = await select(db)
    .where(sql`${pledge.dueDay} > ${day} and ${pledge.status} <> 'superseded'`)
    .orderBy(asc(pledge.dueDay), asc(pledge.id))
    .limit(size);
  return rows.map(inList);
}
