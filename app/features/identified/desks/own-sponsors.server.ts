import { and, eq, gte, isNotNull } from 'drizzle-orm';
import { PetitionError } from '~/features/published/petitions/petition';
import { addDays, dayOf, type Clock } from '~/platform/clock';
import type { IdentifiedDatabase } from '~db/identified-client';
import { draft } from '~db/schema/identified';
import { petition } from '~db/schema/published';
import { choiceSubject } from '~db/schema/published-choices';
import { inTransaction } from '~db/transaction';
import { DeskError, type Actor } from './desk';
import { organizes } from './organizer.queries.server';

/** A petition that looks for sponsors, for its organizer. How many have come is nowhere in it: nobody is told (protocol 11). */
export interface LooksForSponsors {
  readonly id: string;
  readonly title: string;
  readonly sponsorsWanted: number;
  /** What the link ends in; null where the draft that kept it is gone. */
  readonly secret: string | null;
  /** Last day; null until the house has a register to pin it to. */
  readonly untilDay: string | null;
  /** Its days are over, and the next publication decides. */
  readonly stopped: boolean;
}

interface Asked {
  readonly actor: Actor;
  readonly petitionId: string;
}

/** Null where it is not the actor's, or does not look for sponsors. */
export async function ownSponsors(
  { db, clock }: { db: IdentifiedDatabase; clock: Clock },
  { actor, petitionId }: Asked,
): Promise<LooksForSponsors | null> {
  if (!(await organizes(db, { petitionId, personNumber: actor.personNumber }))) return null;
  const [row] = await db
    .select({
      id: petition.id,
      title: petition.title,
      sponsorsWanted: petition.sponsorsWanted,
      secret: draft.sponsorSecret,
      untilDay: choiceSubject.untilDay,
    })
    .from(petition)
    .leftJoin(draft, and(eq(draft.petitionId, petition.id), isNotNull(draft.sponsorSecret)))
    .leftJoin(choiceSubject, and(eq(choiceSubject.kind, 'sponsor'), eq(choiceSubject.id, petition.id)))
    .where(and(eq(petition.id, petitionId), eq(petition.state, 'gathering')));
  if (!row) return null;
  return { ...row, stopped: row.untilDay !== null && row.untilDay < dayOf(clock.now()) };
}

/**
 * Stops looking for sponsors. What has come by now is decided on by the next publication as ever: enough, and it goes to the
 * moderators; too few, and it lapses. So stopping tells nobody how many there were.
 * @throws DeskError `not-organizer`; PetitionError `wrong-state` where it does not look for any, or was stopped before
 */
export function stopLookingForSponsors(
  { db, clock }: { db: IdentifiedDatabase; clock: Clock },
  { actor, petitionId }: Asked,
): Promise<void> {
  return inTransaction(db, async (tx) => {
    if (!(await organizes(tx, { petitionId, personNumber: actor.personNumber }))) throw new DeskError('not-organizer');
    const [row] = await tx
      .select({ state: petition.state })
      .from(petition)
      .where(eq(petition.id, petitionId))
      .for('no key update');
    const today = dayOf(clock.now());
    const stopped =
      row?.state === 'gathering'
        ? await tx
            .update(choiceSubject)
            .set({ untilDay: addDays(today, -1) })
            .where(
              and(
                eq(choiceSubject.kind, 'sponsor'),
                eq(choiceSubject.id, petitionId),
                gte(choiceSubject.untilDay, today),
              ),
            )
            .returning({ id: choiceSubject.id })
        : [];
    if (stopped.length === 0) throw new PetitionError('wrong-state');
  });
}
