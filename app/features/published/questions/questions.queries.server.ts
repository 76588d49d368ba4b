import { and, asc, eq, inArray, sql, type SQL } from 'drizzle-orm';
import type { Settings } from '~/platform/settings';
import type { Database } from '~db/database';
import { petition } from '~db/schema/published';
import { response } from '~db/schema/published-answers';
import { choiceSubject } from '~db/schema/published-choices';
import { question } from '~db/schema/published-questions';
import { statementRevision } from '~db/schema/published-statements';
import { choiceFigures } from '../figures/choice-figures.queries.server';
import type { Figure } from '../figures/figure';
import type { PetitionState } from '../petitions/petition';
import type { StatementDocuments } from '../statements/statement';
import { askableStates, type QuestionSubject } from './question';

/** Leadership's answer as it stands now. */
export interface QuestionAnswer {
  /** Markdown. */
  readonly body: string;
  readonly revision: number;
  readonly authorName: string;
  readonly day: string;
}

/** A question that everybody reads. */
export interface OpenQuestion {
  readonly id: string;
  readonly petition: { readonly id: string; readonly title: string };
  readonly about: QuestionSubject;
  /** Plain text. */
  readonly body: string;
  readonly openedDay: string;
  /** How many support it, where that may be shown. */
  readonly supporters: Figure;
  /** Last day (UTC) on which it can be supported, and the register that this is pinned to; null where it cannot be. */
  readonly support: { readonly untilDay: string; readonly registerId: number } | null;
  readonly answer: QuestionAnswer | null;
}

interface Reading {
  readonly db: Database;
  readonly settings: Pick<Settings, 'minimum'>;
}

const newestAnswer = and(
  eq(statementRevision.kind, 'answer'),
  eq(statementRevision.id, question.id),
  sql`not exists (
    select from published.statement_revision later
    where later.kind = 'answer' and later.id = ${question.id} and later.revision > ${statementRevision.revision}
  )`,
);

/** More than anybody reads; each of them went through a moderator's hands. */
const mostRead = 500;

async function select({ db, settings }: Reading, where: SQL | undefined): Promise<OpenQuestion[]> {
  const rows = await db
    .select({
      ...{ id: question.id, about: question.about, body: question.body, openedDay: question.openedDay },
      ...{ petitionId: petition.id, petitionTitle: petition.title },
      ...{ untilDay: choiceSubject.untilDay, registerId: choiceSubject.registerId },
      ...{ document: statementRevision.document, revision: statementRevision.revision },
      ...{ authorName: statementRevision.authorName, answeredDay: statementRevision.day },
    })
    .from(question)
    .innerJoin(petition, eq(petition.id, question.petitionId))
    .leftJoin(choiceSubject, and(eq(choiceSubject.kind, 'support'), eq(choiceSubject.id, question.id)))
    .leftJoin(statementRevision, newestAnswer)
    .where(and(eq(question.state, 'open'), where))
    .orderBy(asc(question.openedDay), asc(question.id))
    .limit(mostRead);
  const ids = rows.map(({ id }) => id);
  const figures = await choiceFigures(db, settings, 'support', ids);
  const withheld: Figure = { kind: 'withheld', minimum: settings.minimum };
  return rows.map(({ id, about, body, openedDay, ...row }) => ({
    ...{ id, about, body, openedDay: openedDay ?? '' },
    petition: { id: row.petitionId, title: row.petitionTitle },
    supporters: figures.get(id)?.total ?? withheld,
    support:
      row.untilDay !== null && row.registerId !== null ? { untilDay: row.untilDay, registerId: row.registerId } : null,
    answer: answerOf(row),
  }));
}

interface AnswerRow {
  readonly document: unknown;
  readonly revision: number | null;
  readonly authorName: string | null;
  readonly answeredDay: string | null;
}

/** Only `publishRevision` writes these documents, and it was given them typed. */
function answerOf({ document, revision, authorName, answeredDay }: AnswerRow): QuestionAnswer | null {
  if (revision === null || authorName === null || answeredDay === null) return null;
  return { body: (document as StatementDocuments['answer']).body, revision, authorName, day: answeredDay };
}

/**
 * Most supported first, as far as support may be shown; then as they were opened. What is withheld orders nothing.
 * @returns a new list
 */
export function mostSupportedFirst<Q extends Pick<OpenQuestion, 'supporters'>>(questions: readonly Q[]): Q[] {
  const shown = ({ supporters }: Q) => (supporters.kind === 'shown' ? supporters.value : 0);
  return [...questions].sort((one, other) => shown(other) - shown(one));
}

/** The open questions under a petition, most supported first. */
export async function questionsUnder(reading: Reading, petitionId: string): Promise<readonly OpenQuestion[]> {
  return mostSupportedFirst(await select(reading, eq(question.petitionId, petitionId)));
}

/** One open question under a petition; null where there is none. @param id attacker-controlled */
export async function openQuestion(
  reading: Reading,
  { petitionId, id }: { readonly petitionId: string; readonly id: string },
): Promise<OpenQuestion | null> {
  const [found] = await select(reading, and(eq(question.id, id), eq(question.petitionId, petitionId)));
  return found ?? null;
}

/** Everything that leadership is asked: what has no answer yet first, most supported first; then what has one. */
export async function questionsForLeadership(
  reading: Reading,
): Promise<{ readonly unanswered: readonly OpenQuestion[]; readonly answered: readonly OpenQuestion[] }> {
  const isAnswered = sql`${statementRevision.revision} is not null`;
  const [unanswered, answered] = await Promise.all([
    select(reading, sql`not (${isAnswered})`),
    select(reading, isAnswered),
  ]);
  return { unanswered: mostSupportedFirst(unanswered), answered: mostSupportedFirst(answered) };
}

/** One open question by its name alone, for leadership's desk. @param id attacker-controlled */
export async function questionToAnswer(reading: Reading, id: string): Promise<OpenQuestion | null> {
  const [found] = await select(reading, eq(question.id, id));
  return found ?? null;
}

/** What a petition's page says of its questions: how many are open and answered, and whether more are taken. */
export interface QuestionsOnPetition {
  readonly petitionId: string;
  readonly open: number;
  readonly answered: number;
  readonly asks: boolean;
}

/** Both numbers are those of lists that anybody reads. */
export async function questionsOnPetition(
  db: Database,
  { id: petitionId, state }: { readonly id: string; readonly state: PetitionState },
): Promise<QuestionsOnPetition> {
  const [row] = await db.execute<{ open: number; answered: number }>(sql`
    select count(*)::int as open, count(a.id)::int as answered
    from published.question q
    left join published.statement_revision a on a.kind = 'answer' and a.id = q.id and a.revision = 1
    where q.petition_id = ${petitionId} and q.state = 'open'`);
  return {
    petitionId,
    ...(row ?? { open: 0, answered: 0 }),
    asks: askableStates.some((each) => each === state),
  };
}

/** States in which a petition has been open: before, there was nothing to ask, and its text may be hidden. */
const listedStates = ['open', 'closed', 'archived'] as const;

/** The petition that questions are asked under, as anybody may know it; null where there is none. */
export interface AskedPetition {
  readonly id: string;
  readonly title: string;
  readonly state: PetitionState;
  /** Whether it has a response to ask about. */
  readonly hasResponse: boolean;
}

/** @param id attacker-controlled */
export async function askedPetition(db: Database, id: string): Promise<AskedPetition | null> {
  const [row] = await db
    .select({ id: petition.id, title: petition.title, state: petition.state, respondedDay: response.day })
    .from(petition)
    .leftJoin(response, eq(response.petitionId, petition.id))
    .where(and(eq(petition.id, id), inArray(petition.state, [...listedStates])));
  if (!row) return null;
  const { respondedDay, ...known } = row;
  return { ...known, hasResponse: respondedDay !== null };
}
