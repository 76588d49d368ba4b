import { and, eq } from 'drizzle-orm';
import { changeOrganizers } from '~/features/published/petitions/change-organizers.server';
import { underWayStates } from '~/features/published/petitions/petition';
import { dayOf, type Clock } from '~/platform/clock';
import type { IdentifiedDatabase } from '~db/identified-client';
import { person, petitionOrganizer } from '~db/schema/identified';
import { organizerInvitation } from '~db/schema/identified-organizing';
import { inTransaction } from '~db/transaction';
import { queueMail } from '../accounts/queue-mail.server';
import type { Actor } from '../desks/desk';
import { requireRoom } from '../drafts/submit-draft.server';
import { OrganizingError } from './organizing';
import { activeOrganizers, decidedOn, holdPetition } from './organizers.queries.server';
import { answeredMail } from './organizing-mail';

interface Deps {
  readonly db: IdentifiedDatabase;
  readonly clock: Clock;
  /** For links in mail, without a trailing slash. */
  readonly publicUrl: string;
}

/**
 * A colleague who was asked becomes an organizer, under the name that they have now, or says no; the other organizers are
 * told by mail. Their name is public from here on, or from when the petition opens.
 * @throws OrganizingError `no-invitation`, `nothing-to-organize`; to say yes: `decided-on-it`
 * @throws DraftError `too-many-petitions`, to say yes
 */
export function answerInvitation(
  { db, clock, publicUrl }: Deps,
  { actor, petitionId, agrees }: { actor: Actor; petitionId: string; agrees: boolean },
): Promise<void> {
  const { personNumber, name } = actor;
  return inTransaction(db, async (tx) => {
    // One at a time for each person, so that two sent at once cannot both be the last that is allowed.
    await tx.select().from(person).where(eq(person.personNumber, personNumber)).for('no key update');
    const asked = await tx
      .delete(organizerInvitation)
      .where(and(eq(organizerInvitation.petitionId, petitionId), eq(organizerInvitation.personNumber, personNumber)))
      .returning();
    if (asked.length === 0) throw new OrganizingError('no-invitation');
    const { title, state, openedDay } = await holdPetition(tx, petitionId);
    for (const { email: recipient } of await activeOrganizers(tx, petitionId)) {
      await queueMail(tx, { recipient, ...answeredMail({ title, name, agrees, publicUrl, petitionId }) });
    }
    if (!agrees) return;
    if (await decidedOn(tx, { petitionId, personNumber })) throw new OrganizingError('decided-on-it');
    if (underWayStates.some((each) => each === state)) await requireRoom(tx, actor);
    await tx.insert(petitionOrganizer).values({ petitionId, personNumber, name });
    if (openedDay !== null) {
      await changeOrganizers(tx, { petitionId, changes: [{ act: 'added', name }], day: dayOf(clock.now()) });
    }
  });
}
