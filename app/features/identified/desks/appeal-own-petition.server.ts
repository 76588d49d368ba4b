import { appealPetition } from '~/features/published/petitions/appeal-petition.server';
import { dayOf, type Clock } from '~/platform/clock';
import type { IdentifiedDatabase } from '~db/identified-client';
import { inTransaction } from '~db/transaction';
import { DeskError, type Actor } from './desk';
import { organizes } from './organizer.queries.server';

/**
 * An organizer asks that another moderator decides on their rejected petition. Any of its organizers may, once for all.
 * @param input.words already parsed by `appealSchema`
 * @throws DeskError `not-organizer`
 * @throws PetitionError as {@link appealPetition}
 */
export function appealOwnPetition(
  { db, clock }: { readonly db: IdentifiedDatabase; readonly clock: Clock },
  { actor, petitionId, words }: { readonly actor: Actor; readonly petitionId: string; readonly words: string },
): Promise<void> {
  return inTransaction(db, async (tx) => {
    if (!(await organizes(tx, { petitionId, personNumber: actor.personNumber }))) throw new DeskError('not-organizer');
    await appealPetition(tx, { petitionId, words, day: dayOf(clock.now()) });
  });
}
