import { asc, eq } from 'drizzle-orm';
import { hashFields, toHex } from '~/crypto/hash';
import { addDays } from '~/platform/clock';
import type { Database } from '~db/database';
import { moderationAct, petition } from '~db/schema/published';
import { appendEntry } from '../ledger/append-entry.server';
import type { RecordedAct } from './moderation';
import { appealDays, PetitionError, transitions } from './petition';

/**
 * What the ledger keeps of an appeal's words, in place of them: nobody has read them before they are there, and the ledger
 * forgets nothing. 32 bytes.
 */
export function appealDigest(petitionId: string, number: number, words: string): Uint8Array {
  return hashFields('appeal/v1', petitionId, number, words);
}

export interface AppealInput {
  readonly petitionId: string;
  /** Already parsed by `appealSchema`. */
  readonly words: string;
  /** Today, UTC. */
  readonly day: string;
}

/**
 * Appeals against a rejection: another moderator decides. Once for each petition, within 30 days. Call it in a transaction
 * of role identified. Does not check who appeals.
 *
 * @throws PetitionError `unknown-petition`; `wrong-state` unless it is rejected; `already-appealed`; `appeal-too-late`
 */
export async function appealPetition(tx: Database, { petitionId, words, day }: AppealInput): Promise<void> {
  const [row] = await tx.select().from(petition).where(eq(petition.id, petitionId)).for('no key update');
  if (!row) throw new PetitionError('unknown-petition');
  const acts = await tx
    .select({ act: moderationAct.act, day: moderationAct.day })
    .from(moderationAct)
    .where(eq(moderationAct.petitionId, petitionId))
    .orderBy(asc(moderationAct.number));
  if (acts.some(({ act }) => act === 'appeal')) throw new PetitionError('already-appealed');
  const { from, to } = transitions.appeal;
  const rejection = acts.at(-1);
  if (row.state !== from || rejection?.act !== 'reject') throw new PetitionError('wrong-state');
  if (day > lastAppealDay(rejection.day)) throw new PetitionError('appeal-too-late');
  const number = acts.length + 1;
  await tx.update(petition).set({ state: to }).where(eq(petition.id, petitionId));
  await tx.insert(moderationAct).values({
    ...{ petitionId, number, act: 'appeal', reasonCode: 'appeal', reasonText: words, moderatorName: '', day },
  });
  await appendEntry(tx, {
    ...{ v: 1, kind: 'moderation', petition: petitionId, number, act: 'appeal', text: toHex(row.textDigest) },
    ...{ reason: 'appeal', words: toHex(appealDigest(petitionId, number, words)), moderator: '', day },
  });
}

/** The last day on which a rejection may be appealed against. */
export function lastAppealDay(rejectionDay: string): string {
  return addDays(rejectionDay, appealDays);
}

/** How it stands with an appeal: there is nothing to appeal against, it can be made, its time is over, or it was made. */
export type AppealStanding =
  { readonly kind: 'none' | 'made' } | { readonly kind: 'open' | 'over'; readonly lastDay: string };

/** @param today UTC day */
export function appealOf(
  petition: {
    readonly state: string;
    readonly moderation: readonly { readonly act: RecordedAct; readonly day: string }[];
  },
  today: string,
): AppealStanding {
  const { state, moderation } = petition;
  if (moderation.some(({ act }) => act === 'appeal')) return { kind: 'made' };
  const rejection = moderation.find(({ act }) => act === 'reject');
  if (state !== 'rejected' || !rejection) return { kind: 'none' };
  const lastDay = lastAppealDay(rejection.day);
  return { kind: today <= lastDay ? 'open' : 'over', lastDay };
}
