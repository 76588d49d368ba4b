import { and, eq, or } from 'drizzle-orm';
import { petitionFigures } from '~/features/published/figures/figures.queries.server';
import { randomId } from '~/features/published/petitions/random-id.server';
import { answerableStates, ResponseError } from '~/features/published/responses/response';
import { newestRevision } from '~/features/published/statements/statements.queries.server';
import { SummaryError } from '~/features/published/summaries/summary-error';
import type { Clock } from '~/platform/clock';
import type { Settings } from '~/platform/settings';
import { dayIn } from '~/platform/zoned-time';
import type { IdentifiedDatabase } from '~db/identified-client';
import { answerDraft, answerDraftSubject } from '~db/schema/identified-answers';
import { petition } from '~db/schema/published';
import { summary } from '~db/schema/published-concerns';
import { inTransaction } from '~db/transaction';
import { requireDesk, type Actor } from '../desks/desk';
import { AnsweringError, petitionsTogether, type DraftedPetition, type DraftItem, type Subject } from './draft';

export interface StartDraftDeps {
  readonly db: IdentifiedDatabase;
  readonly clock: Clock;
  readonly settings: Settings;
}

export interface StartDraftInput {
  readonly actor: Actor;
  /** Petitions that are answered together, or one summary; each at most once. */
  readonly subjects: readonly Subject[];
}

/**
 * Begins an answer, from what is published where something is: each petition or summary has one draft at a time. Asked again
 * for the very same ones it gives the draft that there is, so that two people who start at once write the same one.
 *
 * @returns the name of the draft
 * @throws DeskError `not-allowed` unless leadership
 * @throws AnsweringError `mixed-subjects` for none, or for a summary with anything else; `too-many-subjects`;
 *   `already-drafted` where one of them stands in another draft
 * @throws ResponseError `unknown-petition`, `wrong-state`, `not-counted` where a petition cannot be answered now
 * @throws SummaryError `unknown-summary`
 */
export async function startDraft(deps: StartDraftDeps, { actor, subjects }: StartDraftInput): Promise<string> {
  requireDesk(actor, 'leadership');
  const wanted = distinct(subjects);
  return inTransaction(deps.db, async (tx) => {
    const started = await Promise.all(wanted.map((each) => readSubject({ ...deps, db: tx }, each)));
    const id = randomId();
    await tx.insert(answerDraft).values({
      ...{ id, state: 'drafting', version: 1, reason: '', announce: 'no', writer: actor.personNumber },
      body: started.find(({ body }) => body !== '')?.body ?? '',
      items: started.flatMap(({ drafted }) => (drafted ? [drafted] : [])),
      changedDay: dayIn(deps.settings.timeZone, deps.clock.now()),
    });
    // Whoever comes second waits here for the first, and then finds its rows.
    const taken = await tx
      .insert(answerDraftSubject)
      .values(
        wanted.map(({ subject, id: subjectId }, at) => ({
          subject,
          subjectId,
          draftId: id,
          base: started[at]?.base ?? 0,
        })),
      )
      .onConflictDoNothing()
      .returning({ subjectId: answerDraftSubject.subjectId });
    if (taken.length === wanted.length) return id;
    await tx.delete(answerDraft).where(eq(answerDraft.id, id));
    const same = await draftOfExactly(tx, wanted);
    if (same === null) throw new AnsweringError('already-drafted');
    return same;
  });
}

/** In the order of their names: two who start at once take the rows in the same order. */
function distinct(subjects: readonly Subject[]): readonly Subject[] {
  const byName = new Map(subjects.map((each) => [`${each.subject} ${each.id}`, each]));
  const [first] = subjects;
  if (!first || (subjects.some(({ subject }) => subject === 'summary') && byName.size > 1)) {
    throw new AnsweringError('mixed-subjects');
  }
  if (byName.size > petitionsTogether) throw new AnsweringError('too-many-subjects');
  return [...byName.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, each]) => each);
}

interface Started {
  readonly base: number;
  readonly body: string;
  readonly drafted: DraftedPetition | null;
}

async function readSubject(deps: StartDraftDeps, { subject, id }: Subject): Promise<Started> {
  return subject === 'summary' ? readSummary(deps, id) : readPetition(deps, id);
}

async function readSummary({ db }: StartDraftDeps, id: string): Promise<Started> {
  const [row] = await db.select({ id: summary.id }).from(summary).where(eq(summary.id, id));
  if (!row) throw new SummaryError('unknown-summary');
  const published = await newestRevision(db, 'summary-response', id);
  return { base: published?.revision ?? 0, body: published?.document.body ?? '', drafted: null };
}

async function readPetition({ db, settings }: StartDraftDeps, id: string): Promise<Started> {
  const [row] = await db
    .select({ state: petition.state, demands: petition.demands })
    .from(petition)
    .where(eq(petition.id, id));
  if (!row) throw new ResponseError('unknown-petition');
  const published = await newestRevision(db, 'response', id);
  if (!published && !answerableStates.some((state) => state === row.state)) throw new ResponseError('wrong-state');
  const figures = (await petitionFigures(db, settings, [id])).get(id);
  if (figures?.signers.kind !== 'shown') throw new ResponseError('not-counted');
  const items = row.demands.map(
    (_, index): DraftItem => published?.document.items[index] ?? { answer: null, reason: '' },
  );
  const drafted = { petitionId: id, items };
  return { base: published?.revision ?? 0, body: published?.document.body ?? '', drafted };
}

/** The draft that answers these and nothing else, or null. */
async function draftOfExactly(tx: IdentifiedDatabase, wanted: readonly Subject[]): Promise<string | null> {
  const named = await tx
    .select({ draftId: answerDraftSubject.draftId })
    .from(answerDraftSubject)
    .where(
      or(
        ...wanted.map(({ subject, id }) =>
          and(eq(answerDraftSubject.subject, subject), eq(answerDraftSubject.subjectId, id)),
        ),
      ),
    );
  const [draftId, ...others] = [...new Set(named.map((each) => each.draftId))];
  if (draftId === undefined || others.length > 0 || named.length !== wanted.length) return null;
  const all = await tx.select().from(answerDraftSubject).where(eq(answerDraftSubject.draftId, draftId));
  return all.length === wanted.length ? draftId : null;
}

/** The draft in which a petition or summary is being answered, or null. */
export async function draftAnswering(db: IdentifiedDatabase, { subject, id }: Subject): Promise<string | null> {
  const [row] = await db
    .select({ draftId: answerDraftSubject.draftId })
    .from(answerDraftSubject)
    .where(and(eq(answerDraftSubject.subject, subject), eq(answerDraftSubject.subjectId, id)));
  return row?.draftId ?? null;
}
