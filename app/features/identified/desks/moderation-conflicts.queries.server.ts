import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import type { IdentifiedDatabase } from '~db/identified-client';
import { person, petitionOrganizer, roleGrant } from '~db/schema/identified';
import { moderationDecision, organizerInvitation } from '~db/schema/identified-organizing';
import { moderationAct, petition } from '~db/schema/published';
import { conflictOf, type Conflict, type Moderator, type Sides } from './moderation-conflict';

const moderatorColumns = {
  personNumber: person.personNumber,
  name: person.name,
  unitPath: person.unitPath,
  // Named in full: within, a bare name would be that of the table inside.
  leads: sql<boolean>`exists (
    select from identified.role_grant leads where leads.person_number = identified.person.person_number and leads.role = 'leadership'
  )`,
};

const moderates = and(eq(roleGrant.personNumber, person.personNumber), eq(roleGrant.role, 'moderator'));

/** Everybody who moderates now. */
export function moderatorsInOffice(db: IdentifiedDatabase): Promise<Moderator[]> {
  return db
    .select(moderatorColumns)
    .from(person)
    .innerJoin(roleGrant, moderates)
    .where(eq(person.status, 'active'))
    .orderBy(asc(person.personNumber));
}

/** The sides that there are in some petitions, by their ids. Ids without a petition are left out. */
export async function sidesOf(db: IdentifiedDatabase, ids: readonly string[]): Promise<ReadonlyMap<string, Sides>> {
  if (ids.length === 0) return new Map();
  const wanted = [...ids];
  const [petitions, organizers, invitations, rejections] = await Promise.all([
    db.select({ id: petition.id, askedUnit: petition.askedUnit, state: petition.state }).from(petition).where(inArray(petition.id, wanted)), // prettier-ignore
    db.select().from(petitionOrganizer).where(inArray(petitionOrganizer.petitionId, wanted)),
    db.select({ petitionId: organizerInvitation.petitionId, personNumber: organizerInvitation.personNumber }).from(organizerInvitation).where(inArray(organizerInvitation.petitionId, wanted)), // prettier-ignore
    rejectionsOf(db, wanted),
  ]);
  const of = (rows: readonly { petitionId: string; personNumber: string }[], id: string) =>
    new Set(rows.filter(({ petitionId }) => petitionId === id).map(({ personNumber }) => personNumber));
  return new Map(
    petitions.map(({ id, askedUnit, state }) => [
      id,
      {
        askedUnit,
        organizers: of(organizers, id),
        invited: of(invitations, id),
        rejectedBy: state === 'appealed' ? (rejections.find(({ petitionId }) => petitionId === id) ?? null) : null,
      },
    ]),
  );
}

function rejectionsOf(db: IdentifiedDatabase, ids: string[]) {
  return db
    .select({
      petitionId: moderationAct.petitionId,
      personNumber: moderationDecision.personNumber,
      name: moderationAct.moderatorName,
    })
    .from(moderationAct)
    .leftJoin(
      moderationDecision,
      and(
        eq(moderationDecision.petitionId, moderationAct.petitionId),
        eq(moderationDecision.number, moderationAct.number),
      ),
    )
    .where(and(inArray(moderationAct.petitionId, ids), eq(moderationAct.act, 'reject')));
}

/** Why somebody may not moderate a petition; null where nothing stands against it. Does NOT check that they moderate at all. */
export async function moderationConflict(
  db: IdentifiedDatabase,
  { petitionId, personNumber }: { readonly petitionId: string; readonly personNumber: string },
): Promise<Conflict | null> {
  const [moderator] = await db.select(moderatorColumns).from(person).where(eq(person.personNumber, personNumber));
  const sides = (await sidesOf(db, [petitionId])).get(petitionId);
  return moderator && sides ? conflictOf(moderator, sides) : null;
}
