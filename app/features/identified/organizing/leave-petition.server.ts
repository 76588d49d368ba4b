import { and, eq } from 'drizzle-orm';
import { changeOrganizers } from '~/features/published/petitions/change-organizers.server';
import { dayOf, type Clock } from '~/platform/clock';
import type { IdentifiedDatabase } from '~db/identified-client';
import { draft, petitionOrganizer } from '~db/schema/identified';
import { inTransaction } from '~db/transaction';
import { queueMail } from '../accounts/queue-mail.server';
import type { Actor } from '../desks/desk';
import { OrganizingError } from './organizing';
import { activeOrganizers, holdPetition, requireOrganizer } from './organizers.queries.server';
import { leftMail } from './organizing-mail';

interface Deps {
  readonly db: IdentifiedDatabase;
  readonly clock: Clock;
  /** For links in mail, without a trailing slash. */
  readonly publicUrl: string;
}

/**
 * An organizer leaves a petition to the others, who are told by mail: so it is handed over. A draft of it that was sent back
 * goes to the first of them. That they organized it stays public.
 * @throws DeskError `not-organizer`
 * @throws OrganizingError `nothing-to-organize`; `last-organizer` where nobody else is left who still works here
 */
export function leavePetition(
  { db, clock, publicUrl }: Deps,
  { actor, petitionId }: { actor: Actor; petitionId: string },
): Promise<void> {
  const { personNumber, name } = actor;
  return inTransaction(db, async (tx) => {
    const { title, openedDay, organizerName } = await holdPetition(tx, petitionId);
    await requireOrganizer(tx, { petitionId, personNumber });
    const others = (await activeOrganizers(tx, petitionId)).filter((each) => each.personNumber !== personNumber);
    const [next] = others;
    if (!next) throw new OrganizingError('last-organizer');
    const [gone] = await tx
      .delete(petitionOrganizer)
      .where(and(eq(petitionOrganizer.petitionId, petitionId), eq(petitionOrganizer.personNumber, personNumber)))
      .returning();
    await tx
      .update(draft)
      .set({ author: next.personNumber })
      .where(and(eq(draft.petitionId, petitionId), eq(draft.author, personNumber)));
    for (const { email: recipient } of others) {
      await queueMail(tx, { recipient, ...leftMail({ title, name, publicUrl, petitionId }) });
    }
    if (openedDay === null) return;
    const changes = [{ act: 'removed', name: gone?.name ?? organizerName }] as const;
    await changeOrganizers(tx, { petitionId, changes, day: dayOf(clock.now()) });
  });
}
