import { and, inArray, isNull } from 'drizzle-orm';
import { everythingDue } from '~/features/published/answers/due.queries.server';
import type { DueSubject, Owner } from '~/features/published/answers/due';
import { newestOwners } from '~/features/published/answers/owners.queries.server';
import { clarifyingOf } from '~/features/published/clarifications/clarifications.queries.server';
import { petitionFigures } from '~/features/published/figures/figures.queries.server';
import { summaryFigures } from '~/features/published/figures/summary-figures.queries.server';
import { listPetitions } from '~/features/published/petitions/petition-list.queries.server';
import { shownCount } from '~/features/published/petitions/petition-words';
import { unansweredSummaries } from '~/features/published/summaries/summaries.queries.server';
import { bornOutBy } from '~/features/published/summaries/summary-words';
import type { Settings } from '~/platform/settings';
import type { IdentifiedDatabase } from '~db/identified-client';
import { response } from '~db/schema/published-answers';
import type { AnswerSubject } from './assignment';
import type { DeskRow } from './desk-row';
import { delegatesOf, draftsAnswering, holdersOf } from './standing.queries.server';

interface Reading {
  readonly db: IdentifiedDatabase;
  readonly settings: Settings;
}

/** Most that is shown of what is counted and need not be answered. */
const earlyShown = 100;

/** A row before it is known who has it in hand. */
interface Bare {
  readonly subject: DueSubject;
  readonly id: string;
  readonly title: string;
  readonly answers: DeskRow['answers'];
  readonly dueDay: string | null;
  readonly owner: Owner | null;
}

/** Everything that waits for leadership, by the day on which it is due, with who has it in hand. */
export async function dueRows(reading: Reading, personNumber: string): Promise<DeskRow[]> {
  const due = await everythingDue(reading.db);
  return withHands(
    reading,
    due.map(({ subject, id, petitionId, title, dueDay, owner }) => ({
      ...{ subject, id, title, dueDay, owner },
      answers: answersOf(subject, id, petitionId),
    })),
    personNumber,
  );
}

function answersOf(subject: DueSubject, id: string, petitionId: string | null): DeskRow['answers'] {
  if (subject === 'pledge') return null;
  if (subject === 'summary') return { subject, id };
  return { subject: 'petition', id: petitionId ?? id };
}

/** What is counted in public and not answered, but not due either: petitions first, the newest of each first. */
export async function earlyRows(reading: Reading, personNumber: string): Promise<DeskRow[]> {
  const open = { filter: 'open', sort: 'newest', search: '', cursor: null, size: earlyShown } as const;
  const [petitions, summaries] = await Promise.all([
    listPetitions(reading, open),
    unansweredSummaries(reading, { reached: false, size: earlyShown }),
  ]);
  const counted = petitions.items.filter(
    ({ figures, answeredDay }) => answeredDay === null && figures?.signers.kind === 'shown' && !figures.dueDay,
  );
  const [ofPetitions, ofSummaries] = await Promise.all([
    newestOwners(reading.db, 'petition', counted.map(idOf)),
    newestOwners(reading.db, 'summary', summaries.map(idOf)),
  ]);
  const bare = (subject: AnswerSubject, id: string, title: string, owners: ReadonlyMap<string, Owner>): Bare => ({
    ...{ subject, id, title, dueDay: null },
    answers: { subject, id },
    owner: owners.get(id) ?? null,
  });
  return withHands(
    reading,
    [
      ...counted.map(({ id, title }) => bare('petition', id, title ?? '', ofPetitions)),
      ...summaries.map(({ id, title }) => bare('summary', id, title, ofSummaries)),
    ],
    personNumber,
  );
}

async function withHands(reading: Reading, rows: readonly Bare[], personNumber: string): Promise<DeskRow[]> {
  const { db, settings } = reading;
  const idsOf = (wanted: AnswerSubject) => [
    ...new Set(rows.flatMap(({ answers }) => (answers?.subject === wanted ? [answers.id] : []))),
  ];
  const [petitions, summaries] = [idsOf('petition'), idsOf('summary')];
  const [holders, questions, partly, signers, bearingOut, ofPetitions, ofSummaries] = await Promise.all([
    holdersOf(db, [...new Set(rows.flatMap(({ owner }) => owner?.leaderId ?? []))]),
    clarifyingOf(db, petitions),
    answeredInPart(db, petitions),
    petitionFigures(db, settings, petitions),
    summaryFigures(db, settings, summaries),
    handsOn(db, 'petition', petitions),
    handsOn(db, 'summary', summaries),
  ]);
  return rows.map((row) => {
    const { answers, owner } = row;
    const holder = owner && holders.get(owner.leaderId);
    const hands = answers?.subject === 'summary' ? ofSummaries : ofPetitions;
    const delegate = (answers && hands.delegates.get(answers.id)) ?? null;
    return {
      ...row,
      count: countOf(row, signers, bearingOut),
      owner: owner && { ...owner, inOffice: holder?.inOffice ?? false },
      delegate,
      draft: (answers && hands.drafts.get(answers.id)) ?? null,
      partly: row.subject === 'petition' && partly.has(row.id),
      askedSince: answers?.subject === 'petition' ? (questions.get(answers.id)?.since ?? null) : null,
      mine: holder?.personNumber === personNumber || delegate?.personNumber === personNumber,
    };
  });
}

/** Those of these petitions whose response leaves a demand without an answer. */
async function answeredInPart(db: IdentifiedDatabase, ids: readonly string[]): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set();
  const rows = await db
    .select({ id: response.petitionId })
    .from(response)
    .where(and(inArray(response.petitionId, [...ids]), isNull(response.answeredDay)));
  return new Set(rows.map(({ id }) => id));
}

async function handsOn(db: IdentifiedDatabase, subject: AnswerSubject, ids: readonly string[]) {
  const [delegates, drafts] = await Promise.all([delegatesOf(db, subject, ids), draftsAnswering(db, subject, ids)]);
  return { delegates, drafts };
}

function countOf(
  { subject, id }: Bare,
  signers: Awaited<ReturnType<typeof petitionFigures>>,
  bearingOut: Awaited<ReturnType<typeof summaryFigures>>,
): number | null {
  if (subject === 'petition') return shownCount(signers.get(id) ?? null);
  if (subject === 'summary') return bornOutBy(bearingOut.get(id) ?? null);
  return null;
}

function idOf({ id }: { readonly id: string }): string {
  return id;
}
