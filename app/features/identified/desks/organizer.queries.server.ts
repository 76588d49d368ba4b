import { and, desc, eq, sql } from 'drizzle-orm';
import { reopenedDueDay } from '~/features/published/answers/due.queries.server';
import type { PetitionState } from '~/features/published/petitions/petition';
import type { IdentifiedDatabase } from '~db/identified-client';
import { petitionOrganizer } from '~db/schema/identified';
import { deletion, moderationAct, petition } from '~db/schema/published';
import { response } from '~db/schema/published-answers';
import { petitionEnding } from '~db/schema/published-organizing';

export interface OwnPetition {
  readonly id: string;
  readonly state: PetitionState;
  readonly title: string;
  readonly submittedDay: string;
  readonly openedDay: string | null;
  readonly closesDay: string;
  readonly closedDay: string | null;
  readonly threshold: number | null;
  readonly answeredDay: string | null;
  readonly reopenedDueDay: string | null;
  readonly rejection: string | null;
  readonly deleted: boolean;
  /** Its organizers ended it before its day. */
  readonly ended: 'retired' | 'merged' | null;
}

/** The petitions that somebody organizes, newest first. */
export function petitionsOrganizedBy(db: IdentifiedDatabase, personNumber: string): Promise<OwnPetition[]> {
  return db
    .select({
      id: petition.id,
      state: petition.state,
      title: petition.title,
      submittedDay: petition.submittedDay,
      openedDay: petition.openedDay,
      closesDay: petition.closesDay,
      closedDay: petition.closedDay,
      threshold: petition.threshold,
      answeredDay: response.answeredDay,
      reopenedDueDay: reopenedDueDay(petition.id),
      rejection: moderationAct.reasonCode,
      deleted: sql<boolean>`${deletion.petitionId} is not null`,
      ended: petitionEnding.how,
    })
    .from(petitionOrganizer)
    .innerJoin(petition, eq(petition.id, petitionOrganizer.petitionId))
    .leftJoin(response, eq(response.petitionId, petition.id))
    .leftJoin(deletion, eq(deletion.petitionId, petition.id))
    .leftJoin(petitionEnding, eq(petitionEnding.petitionId, petition.id))
    .leftJoin(moderationAct, and(eq(moderationAct.petitionId, petition.id), eq(moderationAct.act, 'reject')))
    .where(eq(petitionOrganizer.personNumber, personNumber))
    .orderBy(desc(petition.submittedDay), petition.id);
}

/** Whether somebody organizes a petition. */
export async function organizes(
  db: IdentifiedDatabase,
  { petitionId, personNumber }: { petitionId: string; personNumber: string },
): Promise<boolean> {
  const rows = await db
    .select({ petitionId: petitionOrganizer.petitionId })
    .from(petitionOrganizer)
    .where(and(eq(petitionOrganizer.petitionId, petitionId), eq(petitionOrganizer.personNumber, personNumber)));
  return rows.length > 0;
}
