import { and, asc, eq, gt, isNotNull, sql } from 'drizzle-orm';
import { parseNewText } from '~/features/published/petitions/new-text';
import { appealPetition } from '~/features/published/petitions/appeal-petition.server';
import { PetitionError } from '~/features/published/petitions/petition';
import { resubmitPetition } from '~/features/published/petitions/submit-petition.server';
import { dayOf } from '~/platform/clock';
import type { IdentifiedDatabase } from '~db/identified-client';
import { petition } from '~db/schema/published';
import { organizerAct } from '~db/schema/published-organizing';
import { inTransaction } from '~db/transaction';
import type { SettleDeps } from './settle-deps';

/**
 * What unknown organizers did that changes the petition itself (protocol 16): an appeal, and a text that is sent in anew. The
 * acts are public by then and signed; here they take effect, in their order, each once. One that can no longer be done stands
 * without effect.
 */
export async function applyOrganizerActs({ db, clock }: Pick<SettleDeps, 'db' | 'clock'>): Promise<void> {
  const day = dayOf(clock.now());
  const behind = await db
    .selectDistinct({ id: petition.id })
    .from(petition)
    .innerJoin(
      organizerAct,
      and(eq(organizerAct.petitionId, petition.id), gt(organizerAct.number, petition.actsApplied)),
    )
    .where(isNotNull(petition.organizerKey))
    .orderBy(asc(petition.id));
  for (const { id } of behind) await inTransaction(db, (tx) => applyTo(tx, id, day));
}

async function applyTo(tx: IdentifiedDatabase, petitionId: string, day: string): Promise<void> {
  // Of several that settle at once the second waits here, and finds nothing to do.
  const [row] = await tx
    .select({ applied: petition.actsApplied })
    .from(petition)
    .where(eq(petition.id, petitionId))
    .for('no key update');
  const acts = await tx
    .select()
    .from(organizerAct)
    .where(and(eq(organizerAct.petitionId, petitionId), gt(organizerAct.number, row?.applied ?? 0)))
    .orderBy(asc(organizerAct.number));
  for (const { number, act, body } of acts) {
    await takeEffect(tx, { petitionId, act, body, day });
    await tx
      .update(petition)
      .set({ actsApplied: sql`greatest(${petition.actsApplied}, ${number}::smallint)` })
      .where(eq(petition.id, petitionId));
  }
}

interface Effect {
  readonly petitionId: string;
  readonly act: (typeof organizerAct.$inferSelect)['act'];
  readonly body: string;
  readonly day: string;
}

/** Both look at everything before they write, so that a refusal leaves nothing half done. */
async function takeEffect(tx: IdentifiedDatabase, { petitionId, act, body, day }: Effect): Promise<void> {
  try {
    if (act === 'appeal') await appealPetition(tx, { petitionId, words: body, day });
    const text = act === 'resubmit' ? parseNewText(body, day) : null;
    if (text) await resubmitPetition(tx, { id: petitionId, text, day });
  } catch (error) {
    if (!(error instanceof PetitionError)) throw error;
  }
}
