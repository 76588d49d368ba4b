import { publishResponse } from '~/features/published/responses/publish-response.server';
import type { ResponseText } from '~/features/published/responses/response';
import { attachResponse, type About } from '~/features/published/programmes/attach.server';
import { dayOf, type Clock } from '~/platform/clock';
import type { Settings } from '~/platform/settings';
import type { IdentifiedDatabase } from '~db/identified-client';
import { responseAuthor } from '~db/schema/identified';
import { inTransaction } from '~db/transaction';
import { requireDesk, type Actor } from './desk';

interface Answer {
  readonly actor: Actor;
  readonly petitionId: string;
  readonly text: ResponseText;
  /** The programme that it is about. */
  readonly about?: About | null;
}

/**
 * Leadership's response to a petition, in public under the name of who wrote it.
 * @param input.text already parsed by `responseSchema`
 * @throws DeskError `not-allowed` unless leadership
 * @throws ResponseError as {@link publishResponse}
 * @throws ProgrammeError `unknown-programme`
 */
export function answerPetition(
  { db, clock, settings }: { db: IdentifiedDatabase; clock: Clock; settings: Settings },
  { actor, petitionId, text, about = null }: Answer,
): Promise<void> {
  requireDesk(actor, 'leadership');
  return inTransaction(db, async (tx) => {
    const day = dayOf(clock.now());
    await publishResponse({ tx, settings }, { petitionId, text, authorName: actor.name, day });
    await tx.insert(responseAuthor).values({ petitionId, personNumber: actor.personNumber });
    if (about) await attachResponse(tx, { petitionId, about, day });
  });
}
