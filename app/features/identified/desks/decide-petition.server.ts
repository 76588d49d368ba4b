import { eq } from 'drizzle-orm';
import { moderatePetition } from '~/features/published/petitions/moderate-petition.server';
import type { Decision } from '~/features/published/petitions/moderation.schema';
import { dayOf, type Clock } from '~/platform/clock';
import type { IdentifiedDatabase } from '~db/identified-client';
import { draft, person, petitionOrganizer } from '~db/schema/identified';
import { petition } from '~db/schema/published';
import { inTransaction } from '~db/transaction';
import { queueMail } from '../accounts/queue-mail.server';
import { decisionMail } from './decision-mail';
import { DeskError, requireDesk, type Actor } from './desk';
import { organizes } from './organizer.queries.server';

interface Deps {
  readonly db: IdentifiedDatabase;
  readonly clock: Clock;
  /** For links in mail, without a trailing slash. */
  readonly publicUrl: string;
}

/**
 * A moderator's decision on a waiting petition, in public, and a mail to its organizer. The draft it came from goes
 * with an acceptance and is the author's to rework after a rejection.
 *
 * @throws DeskError `not-allowed` unless a moderator; `own-petition`
 * @throws PetitionError as {@link moderatePetition}
 */
export function decidePetition(
  { db, clock, publicUrl }: Deps,
  { actor, petitionId, decision }: { actor: Actor; petitionId: string; decision: Decision },
): Promise<void> {
  requireDesk(actor, 'moderator');
  return inTransaction(db, async (tx) => {
    if (await organizes(tx, { petitionId, personNumber: actor.personNumber })) throw new DeskError('own-petition');
    const day = dayOf(clock.now());
    const { act } = decision;
    if (act === 'accept') await tx.delete(draft).where(eq(draft.petitionId, petitionId));
    if (act === 'reject') await tx.update(draft).set({ petitionId: null }).where(eq(draft.petitionId, petitionId));
    const organizers = await tx
      .select({ recipient: person.email, title: petition.title })
      .from(petitionOrganizer)
      .innerJoin(person, eq(person.personNumber, petitionOrganizer.personNumber))
      .innerJoin(petition, eq(petition.id, petitionOrganizer.petitionId))
      .where(eq(petitionOrganizer.petitionId, petitionId));
    for (const { recipient, title } of organizers) {
      await queueMail(tx, { recipient, ...decisionMail({ title, decision, publicUrl, petitionId }) });
    }
    await moderatePetition(tx, { petitionId, decision, moderatorName: actor.name, day });
  });
}
