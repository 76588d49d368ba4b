import { eq } from 'drizzle-orm';
import { toHex } from '~/crypto/hash';
import type { Settings } from '~/platform/settings';
import type { Database } from '~db/database';
import { petition, response, responseItem } from '~db/schema/published';
import { petitionFigures } from '../figures/figures.queries.server';
import { appendEntry } from '../ledger/append-entry.server';
import { answerableStates, responseDigest, ResponseError, type ResponseText } from './response';

/** The text that stands first. Changes of it will be further revisions, each its own ledger entry. */
const firstRevision = 1;

export interface ResponseInput {
  readonly petitionId: string;
  /** Already parsed by `responseSchema`. */
  readonly text: ResponseText;
  /** As it will stand in public. */
  readonly authorName: string;
  readonly day: string;
}

/**
 * Publishes leadership's one response to a petition that is counted, with its ledger entry. Call it in a transaction.
 * Never changes a response; of several at once the first stands. Does not check who answers.
 *
 * @throws ResponseError `unknown-petition`; `wrong-state` unless open or closed; `unanswered-demand` unless there is
 *   exactly one answer a demand; `already-answered`; `not-counted` while no number of signatures may be shown
 */
export async function publishResponse(
  { tx, settings }: { tx: Database; settings: Settings },
  { petitionId, text, authorName, day }: ResponseInput,
): Promise<void> {
  const [row] = await tx
    .select({ state: petition.state, demands: petition.demands })
    .from(petition)
    .where(eq(petition.id, petitionId))
    .for('no key update');
  if (!row) throw new ResponseError('unknown-petition');
  if (!answerableStates.some((state) => state === row.state)) throw new ResponseError('wrong-state');
  if (text.items.length !== row.demands.length) throw new ResponseError('unanswered-demand');
  const figures = (await petitionFigures(tx, settings, [petitionId])).get(petitionId);
  if (figures?.signers.kind !== 'shown') throw new ResponseError('not-counted');
  const stands = await tx
    .insert(response)
    .values({ petitionId, authorName, body: text.body, day })
    .onConflictDoNothing()
    .returning({ petitionId: response.petitionId });
  if (stands.length === 0) throw new ResponseError('already-answered');
  await tx
    .insert(responseItem)
    .values(text.items.map(({ answer, reason }, index) => ({ petitionId, demand: index + 1, answer, reason })));
  await appendEntry(tx, {
    v: 1,
    kind: 'response',
    petition: petitionId,
    revision: firstRevision,
    text: toHex(responseDigest(petitionId, firstRevision, text)),
    author: authorName,
    day,
  });
}
