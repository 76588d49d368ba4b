import { and, asc, desc, eq, inArray, sql } from 'drizzle-orm';
import type { Database } from '~db/database';
import { moderationAct, petition } from '~db/schema/published';
import type { RecordedAct } from './moderation';
import type { Waiting } from './moderation-clock';

/** States in which a moderator is waited for. */
export const moderatedStates = ['waiting', 'appealed'] as const;

export interface WaitingPetition extends Waiting {
  readonly id: string;
  readonly state: (typeof moderatedStates)[number];
  readonly title: string;
  readonly organizerName: string;
  /** Unit whose leadership is asked; null for the company's. */
  readonly askedUnit: string | null;
}

/** Longest queue that is looked through: far more than any company's moderators let wait. */
const longestQueue = 1_000;

const sinceDay = sql<string>`coalesce(${moderationAct.day}, ${petition.submittedDay})::text`;

const appealIfAny = and(
  eq(moderationAct.petitionId, petition.id),
  eq(moderationAct.act, 'appeal'),
  eq(petition.state, 'appealed'),
);

/** Petitions that wait for a moderator, longest first. Not for the public: the caller checks who reads. */
export async function waitingPetitions(db: Database): Promise<WaitingPetition[]> {
  const rows = await db
    .select({
      id: petition.id,
      state: sql<WaitingPetition['state']>`${petition.state}`,
      title: petition.title,
      organizerName: petition.organizerName,
      askedUnit: petition.askedUnit,
      moderationDays: petition.moderationDays,
      sinceDay,
    })
    .from(petition)
    .leftJoin(moderationAct, appealIfAny)
    .where(inArray(petition.state, [...moderatedStates]))
    .orderBy(asc(sinceDay), asc(petition.id))
    .limit(longestQueue);
  return rows;
}

/** Since when one petition waits for a moderator; null where none is waited for. */
export async function waitingSince(db: Database, petitionId: string): Promise<Waiting | null> {
  const [row] = await db
    .select({ sinceDay, moderationDays: petition.moderationDays })
    .from(petition)
    .leftJoin(moderationAct, appealIfAny)
    .where(and(eq(petition.id, petitionId), inArray(petition.state, [...moderatedStates])));
  return row ?? null;
}

export interface PastDecision {
  readonly petitionId: string;
  readonly number: number;
  readonly title: string;
  readonly act: RecordedAct;
  readonly reasonCode: string;
  readonly moderatorName: string;
  readonly day: string;
  /** By when it had to be decided; null for an appeal, and for what was decided before this was kept. */
  readonly dueDay: string | null;
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
      dueDay: moderationAct.dueDay,
    })
    .from(moderationAct)
    .innerJoin(petition, eq(petition.id, moderationAct.petitionId))
    .orderBy(desc(moderationAct.day), asc(moderationAct.petitionId), desc(moderationAct.number))
    .limit(20);
}
