import { and, eq } from 'drizzle-orm';
import { moderatePetition } from '~/features/published/petitions/moderate-petition.server';
import type { Decision } from '~/features/published/petitions/moderation.schema';
import { companyCalendar } from '~/features/published/calendar/holidays.queries.server';
import { dayOf, type Clock } from '~/platform/clock';
import type { Settings } from '~/platform/settings';
import type { IdentifiedDatabase } from '~db/identified-client';
import { draft, person, petitionOrganizer } from '~db/schema/identified';
import { moderationDecision } from '~db/schema/identified-organizing';
import { petition } from '~db/schema/published';
import { inTransaction } from '~db/transaction';
import { queueMail } from '../accounts/queue-mail.server';
import { decisionMail } from './decision-mail';
import { DeskError, requireDesk, type Actor, type DeskErrorCode } from './desk';
import type { Conflict } from './moderation-conflict';
import { moderationConflict } from './moderation-conflicts.queries.server';

interface Deps {
  readonly db: IdentifiedDatabase;
  readonly clock: Clock;
  /** The company's week, by which it is said whether this was decided in time. */
  readonly settings: Pick<Settings, 'workingWeek'>;
  /** For links in mail, without a trailing slash. */
  readonly publicUrl: string;
}

const refusals: Readonly<Record<Conflict, DeskErrorCode>> = {
  organizer: 'own-petition',
  invited: 'invited-to-organize',
  addressee: 'asked-as-leadership',
  decided: 'appealed-against-you',
};

/**
 * A moderator's decision on a petition that waits, or on an appeal, in public, and a mail to its organizers. Who decides has
 * no side in it, and did not make the decision that an appeal is against. The draft it came from goes with an acceptance
 * and is the author's to rework after a rejection.
 *
 * @throws DeskError `not-allowed` unless a moderator; `own-petition`, `invited-to-organize`, `asked-as-leadership`,
 *   `appealed-against-you`
 * @throws PetitionError as {@link moderatePetition}
 */
export function decidePetition(
  { db, clock, settings, publicUrl }: Deps,
  { actor, petitionId, decision }: { actor: Actor; petitionId: string; decision: Decision },
): Promise<void> {
  requireDesk(actor, 'moderator');
  const { personNumber, name: moderatorName } = actor;
  return inTransaction(db, async (tx) => {
    // Held first: who is asked to organize it, or appeals, while this is decided waits for the end of it.
    await tx.select({ id: petition.id }).from(petition).where(eq(petition.id, petitionId)).for('no key update');
    const conflict = await moderationConflict(tx, { petitionId, personNumber });
    if (conflict !== null) throw new DeskError(refusals[conflict]);
    const { act } = decision;
    if (act === 'accept') await tx.delete(draft).where(eq(draft.petitionId, petitionId));
    if (act === 'reject') await tx.update(draft).set({ petitionId: null }).where(eq(draft.petitionId, petitionId));
    const organizers = await tx
      .select({ recipient: person.email, title: petition.title })
      .from(petitionOrganizer)
      .innerJoin(person, eq(person.personNumber, petitionOrganizer.personNumber))
      .innerJoin(petition, eq(petition.id, petitionOrganizer.petitionId))
      .where(and(eq(petitionOrganizer.petitionId, petitionId), eq(person.status, 'active')));
    for (const { recipient, title } of organizers) {
      await queueMail(tx, { recipient, ...decisionMail({ title, decision, publicUrl, petitionId }) });
    }
    const calendar = await companyCalendar(tx, settings);
    const day = dayOf(clock.now());
    const number = await moderatePetition(tx, { petitionId, decision, moderatorName, calendar, day });
    await tx.insert(moderationDecision).values({ petitionId, number, personNumber });
  });
}
