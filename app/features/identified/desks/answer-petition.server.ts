import { publishResponse } from '~/features/published/responses/publish-response.server';
import type { ResponseText } from '~/features/published/responses/response';
import { appendEntry } from '~/features/published/ledger/append-entry.server';
import { attachResponse, type About } from '~/features/published/programmes/attach.server';
import type { Clock } from '~/platform/clock';
import type { Settings } from '~/platform/settings';
import { dayIn } from '~/platform/zoned-time';
import type { IdentifiedDatabase } from '~db/identified-client';
import { statementAuthor } from '~db/schema/identified-answers';
import { inTransaction } from '~db/transaction';
import { requireDesk, type Actor } from './desk';

interface Answer {
  readonly actor: Actor;
  readonly petitionId: string;
  readonly text: ResponseText;
  /** The revision that was looked at, and why it is revised; 0 and empty for the first. */
  readonly base?: number;
  readonly reason?: string;
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
  { actor, petitionId, text, base = 0, reason = '', about = null }: Answer,
): Promise<void> {
  requireDesk(actor, 'leadership');
  return inTransaction(db, async (tx) => {
    const day = dayIn(settings.timeZone, clock.now());
    const { name: authorName, personNumber } = actor;
    const entry = await publishResponse({ tx, settings }, { petitionId, base, text, authorName, reason, day });
    await tx.insert(statementAuthor).values({ kind: 'response', id: petitionId, revision: base + 1, personNumber });
    await appendEntry(tx, entry);
    if (about) await attachResponse(tx, { petitionId, about, day });
  });
}
