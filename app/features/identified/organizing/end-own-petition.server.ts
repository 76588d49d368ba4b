import { eq } from 'drizzle-orm';
import { answerMerge, proposeMerge, retirePetition } from '~/features/published/petitions/end-petition.server';
import { dayOf, type Clock } from '~/platform/clock';
import type { IdentifiedDatabase } from '~db/identified-client';
import { petition } from '~db/schema/published';
import { inTransaction } from '~db/transaction';
import { queueMail } from '../accounts/queue-mail.server';
import type { Actor } from '../desks/desk';
import { activeOrganizers, requireOrganizer } from './organizers.queries.server';
import { mergeAnsweredMail, mergeProposedMail } from './organizing-mail';

interface Deps {
  readonly db: IdentifiedDatabase;
  readonly clock: Clock;
  /** For links in mail, without a trailing slash. */
  readonly publicUrl: string;
}

/**
 * An organizer retires their petition.
 * @param input.reason already parsed by `retireSchema`
 * @throws DeskError `not-organizer`
 * @throws PetitionError as {@link retirePetition}
 */
export function retireOwnPetition(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  { actor, petitionId, reason }: { actor: Actor; petitionId: string; reason: string },
): Promise<void> {
  return inTransaction(db, async (tx) => {
    await requireOrganizer(tx, { petitionId, personNumber: actor.personNumber });
    await retirePetition(tx, { petitionId, reason, day: dayOf(clock.now()) });
  });
}

/**
 * An organizer proposes to merge their petition into another one, whose organizers are told by mail where they are known.
 * @throws DeskError `not-organizer`
 * @throws PetitionError as {@link proposeMerge}
 */
export function proposeOwnMerge(
  { db, clock, publicUrl }: Deps,
  { actor, petitionId, intoId }: { actor: Actor; petitionId: string; intoId: string },
): Promise<void> {
  return inTransaction(db, async (tx) => {
    await requireOrganizer(tx, { petitionId, personNumber: actor.personNumber });
    const [title, into] = [await titleOf(tx, petitionId), await titleOf(tx, intoId)];
    for (const { email: recipient } of await activeOrganizers(tx, intoId)) {
      await queueMail(tx, { recipient, ...mergeProposedMail({ title, into, publicUrl, petitionId: intoId }) });
    }
    await proposeMerge(tx, { petitionId, intoId, day: dayOf(clock.now()) });
  });
}

/**
 * An organizer of the petition that would go on agrees to a merge, or declines it; those who proposed it are told by mail
 * where they are known.
 * @param input.petitionId the petition that would end, @param input.intoId the actor's own
 * @param input.reason already parsed by `endingReason`; empty where they decline
 * @throws DeskError `not-organizer`
 * @throws PetitionError as {@link answerMerge}
 */
export function answerOwnMerge(
  { db, clock, publicUrl }: Deps,
  input: { actor: Actor; petitionId: string; intoId: string; agrees: boolean; reason: string },
): Promise<void> {
  const { actor, petitionId, intoId, agrees, reason } = input;
  return inTransaction(db, async (tx) => {
    await requireOrganizer(tx, { petitionId: intoId, personNumber: actor.personNumber });
    const [title, into] = [await titleOf(tx, petitionId), await titleOf(tx, intoId)];
    for (const { email: recipient } of await activeOrganizers(tx, petitionId)) {
      await queueMail(tx, { recipient, ...mergeAnsweredMail({ title, into, agrees, publicUrl, petitionId }) });
    }
    await answerMerge(tx, { petitionId, intoId, agrees, reason, day: dayOf(clock.now()) });
  });
}

async function titleOf(tx: IdentifiedDatabase, id: string): Promise<string> {
  const [row] = await tx.select({ title: petition.title }).from(petition).where(eq(petition.id, id));
  return row?.title ?? '';
}
