import { and, desc, eq } from 'drizzle-orm';
import type { Database } from '~db/database';
import { petition } from '~db/schema/published';
import { response } from '~db/schema/published-answers';
import { attachment } from '~db/schema/published-programmes';

/** A petition with a response, in which pledges can be made. */
export interface AnsweredPetition {
  readonly id: string;
  readonly title: string;
  /** When the response was first published. */
  readonly day: string;
  /** What the response is about. */
  readonly about: { readonly programmeId: string; readonly field: string | null } | null;
}

const aboutOf = and(eq(attachment.subject, 'response'), eq(attachment.subjectId, response.petitionId));

function select(db: Database) {
  return db
    .select({
      id: petition.id,
      title: petition.title,
      day: response.day,
      programmeId: attachment.programmeId,
      field: attachment.field,
    })
    .from(response)
    .innerJoin(petition, eq(petition.id, response.petitionId))
    .leftJoin(attachment, aboutOf)
    .$dynamic();
}

function answered({ programmeId, field, ...row }: Awaited<ReturnType<typeof select>>[number]): AnsweredPetition {
  return { ...row, about: programmeId === null ? null : { programmeId, field } };
}

/** A petition that has a response, or null. */
export async function answeredPetition(db: Database, id: string): Promise<AnsweredPetition | null> {
  const [row] = await select(db).where(eq(response.petitionId, id));
  return row ? answered(row) : null;
}

/** Petitions that have a response, the last answered first. */
export async function answeredPetitions(db: Database, size: number): Promise<readonly AnsweredPetition[]> {
  const rows = await select(db).orderBy(desc(response.day), petition.id).limit(size);
  return rows.map(answered);
}
