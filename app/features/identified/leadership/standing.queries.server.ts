import { and, eq, inArray, sql } from 'drizzle-orm';
import type { IdentifiedDatabase } from '~db/identified-client';
import { person, roleGrant } from '~db/schema/identified';
import { answerCase, answerDraft, answerDraftSubject, leaderHolder } from '~db/schema/identified-answers';
import type { DraftState } from '../answering/draft';
import type { AnswerSubject } from './assignment';

/** An answer that is being written, as the desk shows it. */
export interface DraftStanding {
  readonly draftId: string;
  readonly state: DraftState;
  /** Day and hour on the company's calendar; null unless scheduled. */
  readonly publishOn: string | null;
  readonly publishHour: number | null;
}

/** Somebody who writes an answer for its owner. */
export interface Delegate {
  readonly personNumber: string;
  readonly name: string;
  /** False where they left, or lost the role. */
  readonly inOffice: boolean;
}

/** Who a public record belongs to, as far as leadership's own desk needs to know. */
export interface Holder {
  readonly personNumber: string;
  /** False where they left, or lost the role: then nobody in office answers for it. */
  readonly inOffice: boolean;
}

const inOffice = sql<boolean>`${person.status} = 'active' and ${roleGrant.role} is not null`.mapWith(Boolean);
const leadershipGrant = and(eq(roleGrant.personNumber, person.personNumber), eq(roleGrant.role, 'leadership'));

/** Whose these public records are, by the record's name. */
export async function holdersOf(
  db: IdentifiedDatabase,
  leaderIds: readonly string[],
): Promise<ReadonlyMap<string, Holder>> {
  if (leaderIds.length === 0) return new Map();
  const rows = await db
    .select({ leaderId: leaderHolder.leaderId, personNumber: leaderHolder.personNumber, inOffice })
    .from(leaderHolder)
    .innerJoin(person, eq(person.personNumber, leaderHolder.personNumber))
    .leftJoin(roleGrant, leadershipGrant)
    .where(inArray(leaderHolder.leaderId, [...leaderIds]));
  return new Map(rows.map(({ leaderId, ...holder }) => [leaderId, holder]));
}

/** Who writes the answers to these for whoever answers for them. Those without a delegate are left out. */
export async function delegatesOf(
  db: IdentifiedDatabase,
  subject: AnswerSubject,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Delegate>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .select({ id: answerCase.subjectId, personNumber: person.personNumber, name: person.name, inOffice })
    .from(answerCase)
    .innerJoin(person, eq(person.personNumber, answerCase.delegate))
    .leftJoin(roleGrant, leadershipGrant)
    .where(and(eq(answerCase.subject, subject), inArray(answerCase.subjectId, [...ids])));
  return new Map(rows.map(({ id, ...rest }) => [id, rest]));
}

/** The drafts in which these are being answered. Those without one are left out. */
export async function draftsAnswering(
  db: IdentifiedDatabase,
  subject: AnswerSubject,
  ids: readonly string[],
): Promise<ReadonlyMap<string, DraftStanding>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .select({
      id: answerDraftSubject.subjectId,
      draftId: answerDraft.id,
      state: answerDraft.state,
      publishOn: answerDraft.publishOn,
      publishHour: answerDraft.publishHour,
    })
    .from(answerDraftSubject)
    .innerJoin(answerDraft, eq(answerDraft.id, answerDraftSubject.draftId))
    .where(and(eq(answerDraftSubject.subject, subject), inArray(answerDraftSubject.subjectId, [...ids])));
  return new Map(rows.map(({ id, ...draft }) => [id, draft]));
}
