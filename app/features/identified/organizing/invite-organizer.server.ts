import { and, eq } from 'drizzle-orm';
import { dayOf, type Clock } from '~/platform/clock';
import type { IdentifiedDatabase } from '~db/identified-client';
import { person } from '~db/schema/identified';
import { organizerInvitation } from '~db/schema/identified-organizing';
import { inTransaction } from '~db/transaction';
import { logAccess } from '../access-log/log-access.server';
import { queueMail } from '../accounts/queue-mail.server';
import type { Actor } from '../desks/desk';
import { organizersPerPetition, OrganizingError } from './organizing';
import { activeOrganizers, decidedOn, holdPetition, invitedTo, requireOrganizer } from './organizers.queries.server';
import { invitationMail } from './organizing-mail';

interface Deps {
  readonly db: IdentifiedDatabase;
  readonly clock: Clock;
  /** For links in mail, without a trailing slash. */
  readonly publicUrl: string;
}

/**
 * An organizer asks a colleague to organize a petition with them. Nothing of it is public before the colleague agrees. That
 * they were looked up is theirs to read in the access log.
 * @param input.email already parsed by `inviteSchema`
 * @throws DeskError `not-organizer`
 * @throws OrganizingError `nothing-to-organize`, `unknown-colleague`, `already-organizes`, `already-invited`,
 *   `too-many-organizers`, `decided-on-it`
 */
export function inviteOrganizer(
  { db, clock, publicUrl }: Deps,
  { actor, petitionId, email }: { actor: Actor; petitionId: string; email: string },
): Promise<void> {
  return inTransaction(db, async (tx) => {
    const { personNumber: invitedBy } = actor;
    await requireOrganizer(tx, { petitionId, personNumber: invitedBy });
    const { title } = await holdPetition(tx, petitionId);
    const [asked] = await tx
      .select()
      .from(person)
      .where(and(eq(person.email, email), eq(person.status, 'active')));
    if (!asked) throw new OrganizingError('unknown-colleague');
    const { personNumber } = asked;
    const [organizers, invited] = [await activeOrganizers(tx, petitionId), await invitedTo(tx, petitionId)];
    const isOne = (each: { personNumber: string }) => each.personNumber === personNumber;
    if (organizers.some(isOne)) throw new OrganizingError('already-organizes');
    if (invited.some(isOne)) throw new OrganizingError('already-invited');
    if (organizers.length + invited.length >= organizersPerPetition) throw new OrganizingError('too-many-organizers');
    if (await decidedOn(tx, { petitionId, personNumber })) throw new OrganizingError('decided-on-it');
    const day = dayOf(clock.now());
    await tx.insert(organizerInvitation).values({ petitionId, personNumber, invitedBy, day });
    await logAccess(tx, {
      actor: invitedBy,
      subject: personNumber,
      purpose: 'Looked up by work address, to ask you to organize a petition',
      day,
    });
    await queueMail(tx, {
      recipient: email,
      ...invitationMail({ title, invitedBy: actor.name, publicUrl, petitionId }),
    });
  });
}

/**
 * An organizer takes an invitation back, whoever of them it came from.
 * @throws DeskError `not-organizer`
 * @throws OrganizingError `no-invitation`
 */
export function takeBackInvitation(
  { db }: Pick<Deps, 'db'>,
  { actor, petitionId, personNumber }: { actor: Actor; petitionId: string; personNumber: string },
): Promise<void> {
  return inTransaction(db, async (tx) => {
    await requireOrganizer(tx, { petitionId, personNumber: actor.personNumber });
    const gone = await tx
      .delete(organizerInvitation)
      .where(and(eq(organizerInvitation.petitionId, petitionId), eq(organizerInvitation.personNumber, personNumber)))
      .returning();
    if (gone.length === 0) throw new OrganizingError('no-invitation');
  });
}
