import { and, eq } from 'drizzle-orm';
import { askClarification } from '~/features/published/clarifications/ask-clarification.server';
import { ClarificationError } from '~/features/published/clarifications/clarification';
import { appendEntry } from '~/features/published/ledger/append-entry.server';
import type { Clock } from '~/platform/clock';
import type { Settings } from '~/platform/settings';
import { dayIn } from '~/platform/zoned-time';
import type { IdentifiedDatabase } from '~db/identified-client';
import { person, petitionOrganizer } from '~db/schema/identified';
import { petition } from '~db/schema/published';
import { inTransaction } from '~db/transaction';
import { queueMail } from '../accounts/queue-mail.server';
import { DeskError, requireDesk, type Actor } from '../desks/desk';
import { organizes } from '../desks/organizer.queries.server';

interface Deps {
  readonly db: IdentifiedDatabase;
  readonly clock: Clock;
  readonly settings: Settings;
  /** For links in mail, without a trailing slash. */
  readonly publicUrl: string;
}

/**
 * A question of leadership's to the organizers of a petition, in public under the name of who asks. Whoever organizes it is
 * told by mail. The clock goes on.
 *
 * @param input.question already parsed by `questionSchema`
 * @throws DeskError `not-allowed` unless leadership; `own-petition`
 * @throws ClarificationError `nobody-to-ask` where nobody who organizes it works here any more; as {@link askClarification}
 */
export function askOrganizer(
  { db, clock, settings, publicUrl }: Deps,
  { actor, petitionId, question }: { actor: Actor; petitionId: string; question: string },
): Promise<void> {
  requireDesk(actor, 'leadership');
  return inTransaction(db, async (tx) => {
    if (await organizes(tx, { petitionId, personNumber: actor.personNumber })) throw new DeskError('own-petition');
    const day = dayIn(settings.timeZone, clock.now());
    const entry = await askClarification(tx, { petitionId, question, askerName: actor.name, day });
    const organizers = await tx
      .select({ recipient: person.email, title: petition.title })
      .from(petitionOrganizer)
      .innerJoin(person, and(eq(person.personNumber, petitionOrganizer.personNumber), eq(person.status, 'active')))
      .innerJoin(petition, eq(petition.id, petitionOrganizer.petitionId))
      .where(eq(petitionOrganizer.petitionId, petitionId));
    if (organizers.length === 0) throw new ClarificationError('nobody-to-ask');
    for (const { recipient, title } of organizers) {
      const subject = 'Leadership asks you about your petition';
      const next =
        'It is on the petition’s page. You answer it once, in public; the date on which an answer is due stays.';
      const page = `${publicUrl}/in/desk/organizer/${petitionId}/questions`;
      const body = [`“${title}”`, `${actor.name} asks:`, question, next, page].join('\n\n');
      await queueMail(tx, { recipient, subject, body: `${body}\n` });
    }
    await appendEntry(tx, entry);
  });
}
