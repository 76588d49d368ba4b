import { eq } from 'drizzle-orm';
import type { Settings } from '~/platform/settings';
import { addDays } from '~/platform/clock';
import type { Database } from '~db/database';
import { petition } from '~db/schema/published';
import { response } from '~db/schema/published-answers';
import { choosableDays, verdictId } from '../choices/choice';
import { offerChoice } from '../choices/offer-choice.server';
import { petitionFigures } from '../figures/figures.queries.server';
import type { LedgerEntry } from '../ledger/ledger-entry';
import { publishRevision } from '../statements/publish-revision.server';
import { newestRevision } from '../statements/statements.queries.server';
import { answerableStates, answersAll, responseItemDigest, ResponseError, type ResponseText } from './response';

export interface ResponseInput {
  readonly petitionId: string;
  /** The revision that was looked at; 0 for the first. */
  readonly base: number;
  /** Already parsed by `responseSchema`. */
  readonly text: ResponseText;
  /** As it will stand in public. */
  readonly authorName: string;
  /** Why it is revised; empty for the first. */
  readonly reason: string;
  /** On the company's calendar. */
  readonly day: string;
  /** The same random name for all petitions that this answers together; null for one alone. */
  readonly together?: string | null;
}

/**
 * Publishes leadership's response to a petition that is counted, or a revision of it. Every answered demand can be judged
 * from then on. Call it in a transaction, and append the entry that it returns last of all. NOT checked: who answers.
 *
 * @throws ResponseError `unknown-petition`; `wrong-state` for a first response unless open or closed; `wrong-demands` unless
 *   there is a place for each demand; `nothing-answered` where no demand has an answer; `answer-withdrawn` where a revision
 *   takes an answer away; `not-counted` while no number of signatures may be shown
 * @throws StatementError as `publishRevision`
 */
export async function publishResponse(
  { tx, settings }: { tx: Database; settings: Settings },
  { petitionId, base, text, authorName, reason, day, together = null }: ResponseInput,
): Promise<LedgerEntry> {
  const [row] = await tx
    .select({ state: petition.state, demands: petition.demands })
    .from(petition)
    .where(eq(petition.id, petitionId))
    .for('no key update');
  if (!row) throw new ResponseError('unknown-petition');
  if (base === 0 && !answerableStates.some((state) => state === row.state)) throw new ResponseError('wrong-state');
  if (text.items.length !== row.demands.length) throw new ResponseError('wrong-demands');
  if (text.items.every((item) => item === null)) throw new ResponseError('nothing-answered');
  const figures = (await petitionFigures(tx, settings, [petitionId])).get(petitionId);
  if (figures?.signers.kind !== 'shown') throw new ResponseError('not-counted');
  const before = base === 0 ? null : await newestRevision(tx, 'response', petitionId);
  if (before?.document.items.some((item, index) => item !== null && text.items[index] === null)) {
    throw new ResponseError('answer-withdrawn');
  }
  const entry = await publishRevision(tx, {
    kind: 'response',
    id: petitionId,
    base,
    document: text,
    authorName,
    reason,
    day,
  });
  const revision = base + 1;
  const answered = answersAll(text) ? { answeredDay: day } : {};
  if (base === 0) {
    const { verdictQuorum, verdictPercent } = settings;
    await tx
      .insert(response)
      .values({ petitionId, revision, day, ...answered, together, verdictQuorum, verdictPercent });
  } else {
    await tx.update(response).set({ revision }).where(eq(response.petitionId, petitionId));
    if (answersAll(text) && before && !answersAll(before.document)) {
      await tx.update(response).set(answered).where(eq(response.petitionId, petitionId));
    }
  }
  for (const [index, item] of text.items.entries()) {
    const demand = index + 1;
    if (!item) continue;
    await offerChoice(tx, {
      ...{ kind: 'verdict', id: verdictId(petitionId, demand), revision },
      ...{ textDigest: responseItemDigest(petitionId, demand, row.demands[index] ?? '', item) },
      ...{ day, untilDay: addDays(day, choosableDays.verdict) },
    });
  }
  return entry;
}
