import { and, asc, desc, eq } from 'drizzle-orm';
import type { Database } from '~db/database';
import { petition } from '~db/schema/published';
import { question, questionDecision } from '~db/schema/published-questions';
import type { QuestionSubject } from './question';
import type { QuestionAct } from './question-moderation';

/** A question as moderators see it. */
export interface ModeratedQuestion {
  readonly id: string;
  readonly petitionId: string;
  readonly petitionTitle: string;
  readonly about: QuestionSubject;
  readonly body: string;
  readonly state: 'waiting' | 'open' | 'rejected';
  /** Day of the publication that it came with. */
  readonly day: string;
}

const columns = {
  ...{ id: question.id, petitionId: question.petitionId, petitionTitle: petition.title },
  ...{ about: question.about, body: question.body, state: question.state, day: question.day },
};

/** Questions that wait for a moderator, longest first. Not for the public: the caller checks who reads. */
export function waitingQuestions(db: Database): Promise<ModeratedQuestion[]> {
  return db
    .select(columns)
    .from(question)
    .innerJoin(petition, eq(petition.id, question.petitionId))
    .where(eq(question.state, 'waiting'))
    .orderBy(asc(question.day), asc(question.id))
    .limit(200);
}

/** One question, whatever became of it. Not for the public. @param id attacker-controlled */
export async function moderatedQuestion(db: Database, id: string): Promise<ModeratedQuestion | null> {
  const [found] = await db
    .select(columns)
    .from(question)
    .innerJoin(petition, eq(petition.id, question.petitionId))
    .where(eq(question.id, id));
  return found ?? null;
}

/** A decision as everybody reads it. */
export interface PublishedQuestionDecision {
  readonly questionId: string;
  readonly act: QuestionAct;
  readonly reasonCode: string;
  readonly words: string;
  readonly moderatorName: string;
  readonly day: string;
}

const decisionColumns = {
  ...{ questionId: questionDecision.questionId, act: questionDecision.act, reasonCode: questionDecision.reasonCode },
  ...{ words: questionDecision.reasonText, moderatorName: questionDecision.moderatorName, day: questionDecision.day },
};

/** Rejections under a petition, newest first: with their reasons, and without the text that was rejected. */
export function rejectedUnder(db: Database, petitionId: string): Promise<PublishedQuestionDecision[]> {
  return db
    .select(decisionColumns)
    .from(questionDecision)
    .innerJoin(question, eq(question.id, questionDecision.questionId))
    .where(and(eq(question.petitionId, petitionId), eq(questionDecision.act, 'reject')))
    .orderBy(desc(questionDecision.day), asc(questionDecision.questionId));
}

/** The latest decisions of all moderators, newest first. */
export function latestQuestionDecisions(
  db: Database,
): Promise<(PublishedQuestionDecision & { petitionId: string; petitionTitle: string })[]> {
  return db
    .select({ ...decisionColumns, petitionId: question.petitionId, petitionTitle: petition.title })
    .from(questionDecision)
    .innerJoin(question, eq(question.id, questionDecision.questionId))
    .innerJoin(petition, eq(petition.id, question.petitionId))
    .orderBy(desc(questionDecision.day), asc(questionDecision.questionId))
    .limit(20);
}
