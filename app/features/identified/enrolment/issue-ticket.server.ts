import { and, eq, gt } from 'drizzle-orm';
import type { Clock } from '~/platform/clock';
import type { IdentifiedDatabase } from '~db/identified-client';
import { enrolmentTicket } from '~db/schema/identified';
import { inTransaction } from '~db/transaction';
import { lockActivePerson } from './active-person.server';
import { challengeLifetime, EnrolmentError, type EnrolmentReason } from './enrolment';
import { checkReason } from './enrolled-keys.server';
import { hashOfSecret, newSecret } from './one-time-secret.server';

/**
 * A ticket with which a phone may enrol one key for this person, without signing in (protocol 3, hand-off). It works once
 * and for 10 minutes, and takes the place of any earlier one. It belongs into a URL's fragment, which no server sees.
 * @throws EnrolmentError `not-active`, `wrong-reason`
 */
export function issueTicket(
  { db, clock }: { readonly db: IdentifiedDatabase; readonly clock: Clock },
  input: { personNumber: string; reason: EnrolmentReason },
): Promise<{ ticket: string }> {
  const { personNumber, reason } = input;
  return inTransaction(db, async (tx) => {
    await lockActivePerson(tx, personNumber);
    await checkReason(tx, personNumber, reason);
    await tx.delete(enrolmentTicket).where(eq(enrolmentTicket.personNumber, personNumber));
    const ticket = newSecret();
    const expiresAt = new Date(clock.now().getTime() + challengeLifetime);
    await tx.insert(enrolmentTicket).values({ ticketHash: hashOfSecret(ticket), personNumber, reason, expiresAt });
    return { ticket };
  });
}

interface TicketHolder {
  readonly personNumber: string;
  readonly reason: EnrolmentReason;
}

/** Whom a ticket stands for. It is not used up. @throws EnrolmentError `unknown-ticket` */
export async function readTicket(db: IdentifiedDatabase, ticket: string, now: Date): Promise<TicketHolder> {
  const [holder] = await db
    .select({ personNumber: enrolmentTicket.personNumber, reason: enrolmentTicket.reason })
    .from(enrolmentTicket)
    .where(and(eq(enrolmentTicket.ticketHash, hashOfSecret(ticket)), gt(enrolmentTicket.expiresAt, now)));
  if (!holder) throw new EnrolmentError('unknown-ticket');
  return holder;
}

/** Uses a ticket up: of two at once, one gets it. @throws EnrolmentError `unknown-ticket` */
export async function useTicket(tx: IdentifiedDatabase, ticket: string, now: Date): Promise<void> {
  const used = await tx
    .delete(enrolmentTicket)
    .where(and(eq(enrolmentTicket.ticketHash, hashOfSecret(ticket)), gt(enrolmentTicket.expiresAt, now)))
    .returning({ personNumber: enrolmentTicket.personNumber });
  if (used.length === 0) throw new EnrolmentError('unknown-ticket');
}
