import { and, asc, count, eq } from 'drizzle-orm';
import type { IdentifiedDatabase } from '~db/identified-client';
import { person, petitionOrganizer } from '~db/schema/identified';
import { moderationDecision, organizerInvitation } from '~db/schema/identified-organizing';
import { petition } from '~db/schema/published';
import type { PetitionState } from '~/features/published/petitions/petition';
import { DeskError } from '../desks/desk';
import { organizes } from '../desks/organizer.queries.server';
import { OrganizingError, takesOrganizers } from './organizing';

export interface Colleague {
  readonly personNumber: string;
  readonly name: string;
  readonly email: string;
}

export interface Organizer extends Colleague {
  /** Under which name they joined, as it is public; null for who started it. */
  readonly joinedAs: string | null;
}

/** Who organizes a petition and still works here, by name. Not for the public: the caller checks who reads. */
export function activeOrganizers(db: IdentifiedDatabase, petitionId: string): Promise<Organizer[]> {
  return db
    .select({
      personNumber: person.personNumber,
      name: person.name,
      email: person.email,
      joinedAs: petitionOrganizer.name,
    })
    .from(petitionOrganizer)
    .innerJoin(person, eq(person.personNumber, petitionOrganizer.personNumber))
    .where(and(eq(petitionOrganizer.petitionId, petitionId), eq(person.status, 'active')))
    .orderBy(asc(person.name), asc(person.personNumber));
}

/** Whom a petition's organizers asked, and who has not answered. Not for the public. */
export function invitedTo(db: IdentifiedDatabase, petitionId: string): Promise<(Colleague & { day: string })[]> {
  return db
    .select({
      personNumber: person.personNumber,
      name: person.name,
      email: person.email,
      day: organizerInvitation.day,
    })
    .from(organizerInvitation)
    .innerJoin(person, eq(person.personNumber, organizerInvitation.personNumber))
    .where(eq(organizerInvitation.petitionId, petitionId))
    .orderBy(asc(person.name), asc(person.personNumber));
}

export interface Invitation {
  readonly petitionId: string;
  readonly title: string;
  readonly state: PetitionState;
  readonly invitedBy: string;
  readonly day: string;
}

/** What somebody is asked to organize with others. */
export function invitationsOf(db: IdentifiedDatabase, personNumber: string): Promise<Invitation[]> {
  return db
    .select({
      petitionId: petition.id,
      title: petition.title,
      state: petition.state,
      invitedBy: person.name,
      day: organizerInvitation.day,
    })
    .from(organizerInvitation)
    .innerJoin(petition, eq(petition.id, organizerInvitation.petitionId))
    .innerJoin(person, eq(person.personNumber, organizerInvitation.invitedBy))
    .where(eq(organizerInvitation.personNumber, personNumber))
    .orderBy(asc(organizerInvitation.day), asc(petition.id));
}

/** Whether somebody decided on a petition as a moderator: who did never organizes it. */
export async function decidedOn(
  db: IdentifiedDatabase,
  { petitionId, personNumber }: { petitionId: string; personNumber: string },
): Promise<boolean> {
  const [row] = await db
    .select({ decisions: count() })
    .from(moderationDecision)
    .where(and(eq(moderationDecision.petitionId, petitionId), eq(moderationDecision.personNumber, personNumber)));
  return (row?.decisions ?? 0) > 0;
}

/**
 * Holds a petition whose organizers change, one change at a time.
 * @throws OrganizingError `nothing-to-organize` where there is none, or nobody may join or leave it any more
 */
export async function holdPetition(tx: IdentifiedDatabase, petitionId: string) {
  const [row] = await tx
    .select({
      title: petition.title,
      state: petition.state,
      openedDay: petition.openedDay,
      organizerName: petition.organizerName,
    })
    .from(petition)
    .where(eq(petition.id, petitionId))
    .for('no key update');
  if (!row || !takesOrganizers(row.state)) throw new OrganizingError('nothing-to-organize');
  return row;
}

/** @throws DeskError `not-organizer` */
export async function requireOrganizer(
  tx: IdentifiedDatabase,
  own: { petitionId: string; personNumber: string },
): Promise<void> {
  if (!(await organizes(tx, own))) throw new DeskError('not-organizer');
}
