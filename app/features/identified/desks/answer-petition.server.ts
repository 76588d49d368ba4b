import { publishResponse } from '~/features/published/responses/publish-response.server';
import type { ResponseText } from '~/features/published/responses/response';
import { dayOf, type Clock } from '~/platform/clock';
import type { Settings } from '~/platform/settings';
import type { IdentifiedDatabase } from '~db/identified-client';
import { responseAuthor } from '~db/schema/identified';
import { inTransaction } from '~db/transaction';
import { requireDesk, type Actor } from './desk';

/**
 * Leadership's response to a petition, in public under the name of who wrote it.
 * @param input.text already parsed by `responseSchema`
 * @throws DeskError `not-allowed` unless leadership
 * @throws ResponseError as {@link publishResponse}
 */
export function answerPetition(
  { db, clock, settings }: { db: IdentifiedDatabase; clock: Clock; settings: Settings },
  { actor, petitionId, text }: { actor: Actor; petitionId: string; text: ResponseText },
): Promise<void> {
  requireDesk(actor, 'leadership');
  return inTransaction(db, async (tx) => {
    await publishResponse({ tx, settings }, { petitionId, text, authorName: actor.name, day: dayOf(clock.now()) });
    await tx.insert(responseAuthor).values({ petitionId, personNumber: actor.personNumber });
  });
}
