import { and, count, eq } from 'drizzle-orm';
import { toHex } from '~/crypto/hash';
import type { CompanyCalendar } from '~/platform/company-calendar';
import type { Database } from '~db/database';
import { moderationAct, petition } from '~db/schema/published';
import { appendEntry } from '../ledger/append-entry.server';
import { moderationReason } from './moderation';
import type { Decision } from './moderation.schema';
import { moderationDueDay } from './moderation-clock';
import { waitingSince } from './moderation.queries.server';
import { PetitionError, stateAfter } from './petition';

export interface ModerationInput {
  readonly petitionId: string;
  readonly decision: Decision;
  /** As it will stand in public beside the reason. */
  readonly moderatorName: string;
  /** By which it is said when this had to be decided. */
  readonly calendar: CompanyCalendar;
  readonly day: string;
}

/**
 * Decides on a waiting petition, or on an appeal, with its published reason, and writes the ledger entry; returns the number
 * of this act on the petition. Call it in a transaction. Does not check who decides. Of several at once the first decides;
 * the others find another state.
 *
 * @throws PetitionError `unknown-petition`; `wrong-state` unless it waits for such a decision; `text-changed` if it is not
 *   the text that was read
 */
export async function moderatePetition(tx: Database, input: ModerationInput): Promise<number> {
  const { petitionId, decision, moderatorName, calendar, day } = input;
  const { act, reasonCode, words } = decision;
  if (moderationReason(reasonCode)?.act !== act) throw new RangeError('A reason belongs to one act');
  const [row] = await tx.select().from(petition).where(eq(petition.id, petitionId)).for('no key update');
  if (!row) throw new PetitionError('unknown-petition');
  const state = stateAfter(row.state, act);
  if (state === null) throw new PetitionError('wrong-state');
  const text = toHex(row.textDigest);
  if (text !== decision.textDigest) throw new PetitionError('text-changed');
  const since = await waitingSince(tx, petitionId);
  if (!since) throw new PetitionError('wrong-state');
  const dueDay = moderationDueDay(calendar, since);
  const [earlier] = await tx
    .select({ acts: count() })
    .from(moderationAct)
    .where(eq(moderationAct.petitionId, petitionId));
  const number = (earlier?.acts ?? 0) + 1;
  await tx
    .update(petition)
    .set({ state })
    .where(and(eq(petition.id, petitionId), eq(petition.state, row.state)));
  await tx.insert(moderationAct).values({
    ...{ petitionId, number, act, reasonCode, reasonText: words, moderatorName, day, dueDay },
  });
  await appendEntry(tx, {
    v: 1,
    kind: 'moderation',
    petition: petitionId,
    number,
    act,
    text,
    reason: reasonCode,
    words,
    moderator: moderatorName,
    day,
  });
  return number;
}
