import { asc, desc, eq } from 'drizzle-orm';
import type { Database } from '~db/database';
import { moderationAct, petition } from '~db/schema/published';
import type { RecordedAct } from './moderation';

export interface WaitingPetition {
  readonly id: string;
  readonly title: string;
  readonly organizerName: string;
  readonly submittedDay: string;
}

/** Petitions that wait for a moderator, longest first. Not for the public: the caller checks who reads. */
export function waitingPetitions(db: Database): Promise<WaitingPetition[]> {
  return db
    .select({
      id: petition.id,
      title: petition.title,
      organizerName: petition.organizerName,
      submittedDay: petition.submittedDay,
    })
    .from(petition)
    .where(eq(petition.state, 'waiting'))
    .orderBy(asc(petition.submittedDay), asc(petition.id))
    .limit(200);
}

export interface PastDecision {
  readonly petitionId: string;
  readonly number: number;
  readonly title: string;
  readonly act: RecordedAct;
  readonly reasonCode: string;
  readonly moderatorName: string;
  readonly day: string;
}

/** The latest decisions of all moderators, newest first. */
export function latestDecisions(db: Database): Promise<PastDecision[]> {
  return db
    .select({
      petitionId: moderationAct.petitionId,
      number: moderationAct.number,
      title: petition.title,
      act: moderationAct.act,
      reasonCode: moderationAct.reasonCode,
      moderatorName: moderationAct.moderatorName,
      day: moderationAct.day,
    })
    .from(moderationAct)
    .innerJoin(petition, eq(petition.id, moderationAct.petitionId))
    .orderBy(desc(moderationAct.day), asc(moderationAct.petitionId), desc(moderationAct.number))
    .limit(20);
}
