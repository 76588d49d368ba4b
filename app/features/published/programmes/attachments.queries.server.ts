import { and, desc, eq, inArray, sql } from 'drizzle-orm';
import type { Database } from '~db/database';
import { petition } from '~db/schema/published';
import { pledge, response } from '~db/schema/published-answers';
import { summary } from '~db/schema/published-concerns';
import { attachment, programme, programmeRevision } from '~db/schema/published-programmes';
import { statementRevision } from '~db/schema/published-statements';
import type { AboutProgramme, Attached } from './attachments';

/** States in which what a petition says is shown; what was rejected is not held against a programme. */
const listedStates = ['open', 'closed', 'archived'] as const;

const nameOfNewest = sql<string>`${programmeRevision.document}->>'name'`;
const newest = and(eq(programmeRevision.programmeId, programme.id), eq(programmeRevision.number, programme.revision));

const wordsOfPledge = sql<string>`${statementRevision.document}->>'text'`;
const newestOfPledge = and(
  eq(statementRevision.kind, 'pledge'),
  eq(statementRevision.id, pledge.id),
  eq(statementRevision.revision, pledge.revision),
);

/** What petitions, or the responses to them, are about, by the petition. Those about no programme are left out. */
export async function attachmentsOf(
  db: Database,
  subject: 'petition' | 'response',
  petitionIds: readonly string[],
): Promise<ReadonlyMap<string, AboutProgramme>> {
  if (petitionIds.length === 0) return new Map();
  const rows = await db
    .select({ petitionId: attachment.subjectId, id: programme.id, name: nameOfNewest, field: attachment.field })
    .from(attachment)
    .innerJoin(programme, eq(programme.id, attachment.programmeId))
    .innerJoin(programmeRevision, newest)
    .where(and(eq(attachment.subject, subject), inArray(attachment.subjectId, [...petitionIds])));
  return new Map(rows.map(({ petitionId, ...about }) => [petitionId, about]));
}

/** The programme that a draft is to be about; null for none, or one that does not exist. */
export async function aboutProgramme(
  db: Database,
  { programmeId, programmeField: field }: { programmeId: string | null; programmeField: string | null },
): Promise<AboutProgramme | null> {
  if (programmeId === null) return null;
  const [row] = await db
    .select({ id: programme.id, name: nameOfNewest })
    .from(programme)
    .innerJoin(programmeRevision, newest)
    .where(eq(programme.id, programmeId));
  return row ? { ...row, field } : null;
}

/** Everything public that is about a programme, newest first. */
export async function attachedTo(db: Database, programmeId: string): Promise<Attached[]> {
  const ofPetition = and(eq(attachment.programmeId, programmeId), inArray(petition.state, [...listedStates]));
  const petitions = db
    .select({ id: petition.id, title: petition.title, field: attachment.field, day: petition.openedDay })
    .from(attachment)
    .innerJoin(petition, eq(petition.id, attachment.subjectId))
    .where(and(eq(attachment.subject, 'petition'), ofPetition))
    .orderBy(desc(petition.openedDay), petition.id);
  const responses = db
    .select({ id: petition.id, title: petition.title, field: attachment.field, day: response.day })
    .from(attachment)
    .innerJoin(petition, eq(petition.id, attachment.subjectId))
    .innerJoin(response, eq(response.petitionId, petition.id))
    .where(and(eq(attachment.subject, 'response'), ofPetition))
    .orderBy(desc(response.day), petition.id);
  const summaries = db
    .select({ id: summary.id, title: summary.title, field: summary.field, day: summary.day })
    .from(summary)
    .where(eq(summary.programmeId, programmeId))
    .orderBy(desc(summary.day), summary.id);
  const pledges = db
    .select({ id: pledge.id, title: wordsOfPledge, field: attachment.field, day: pledge.day })
    .from(attachment)
    .innerJoin(pledge, eq(pledge.id, attachment.subjectId))
    .innerJoin(statementRevision, newestOfPledge)
    .where(and(eq(attachment.subject, 'pledge'), eq(attachment.programmeId, programmeId)))
    .orderBy(desc(pledge.day), pledge.id);
  const [byPetition, byResponse, bySummary, byPledge] = await Promise.all([petitions, responses, summaries, pledges]);
  return [
    ...byPetition.map((row) => ({ ...row, day: row.day ?? '', kind: 'petition' as const })),
    ...byResponse.map((row) => ({ ...row, kind: 'response' as const })),
    ...bySummary.map((row) => ({ ...row, kind: 'summary' as const })),
    ...byPledge.map((row) => ({ ...row, kind: 'pledge' as const })),
  ];
}
