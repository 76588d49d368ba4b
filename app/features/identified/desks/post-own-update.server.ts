import { postUpdate } from '~/features/published/petitions/post-update.server';
import { dayOf, type Clock } from '~/platform/clock';
import type { IdentifiedDatabase } from '~db/identified-client';
import { inTransaction } from '~db/transaction';
import { DeskError, type Actor } from './desk';
import { organizes } from './organizer.queries.server';

/**
 * An organizer's news on their petition.
 * @param input.body already parsed by `updateSchema`
 * @throws DeskError `not-organizer`
 * @throws PetitionError as {@link postUpdate}
 */
export function postOwnUpdate(
  { db, clock }: { db: IdentifiedDatabase; clock: Clock },
  { actor, petitionId, body }: { actor: Actor; petitionId: string; body: string },
): Promise<number> {
  return inTransaction(db, async (tx) => {
    if (!(await organizes(tx, { petitionId, personNumber: actor.personNumber }))) {
      throw new DeskError('not-organizer');
    }
    return postUpdate(tx, { petitionId, body, day: dayOf(clock.now()) });
  });
}
