import { and, desc, eq, inArray, lte, or } from 'drizzle-orm';
import type { Clock } from '~/platform/clock';
import type { IdentifiedDatabase } from '~db/identified-client';
import { enrolmentNonce } from '~db/schema/identified';
import { inTransaction } from '~db/transaction';
import { lockActivePerson } from './active-person.server';
import { challengeLifetime, challengesPerPerson } from './enrolment';
import { newSecret, hashOfSecret } from './one-time-secret.server';
import { readTicket } from './issue-ticket.server';

interface NonceDeps {
  readonly db: IdentifiedDatabase;
  readonly clock: Clock;
}

/**
 * A challenge for a proof of possession, for one person (protocol 3). It works once and for 10 minutes. It is a nonce and
 * never a scope: the browser computes the scope from it.
 * @throws EnrolmentError `not-active`
 */
export function issueNonce({ db, clock }: NonceDeps, input: { personNumber: string }): Promise<{ nonce: string }> {
  const { personNumber } = input;
  return inTransaction(db, async (tx) => {
    await lockActivePerson(tx, personNumber);
    return { nonce: await insertNonce(tx, personNumber, clock.now()) };
  });
}

/**
 * The same for whoever holds a ticket, who need not be signed in. The ticket stays good.
 * @throws EnrolmentError `unknown-ticket`, `not-active`
 */
export function issueNonceByTicket({ db, clock }: NonceDeps, input: { ticket: string }) {
  return inTransaction(db, async (tx) => {
    const { personNumber, reason } = await readTicket(tx, input.ticket, clock.now());
    await lockActivePerson(tx, personNumber);
    return { nonce: await insertNonce(tx, personNumber, clock.now()), reason };
  });
}

async function insertNonce(tx: IdentifiedDatabase, personNumber: string, now: Date): Promise<string> {
  const kept = await tx
    .select({ nonceHash: enrolmentNonce.nonceHash, expiresAt: enrolmentNonce.expiresAt })
    .from(enrolmentNonce)
    .where(eq(enrolmentNonce.personNumber, personNumber))
    .orderBy(desc(enrolmentNonce.expiresAt));
  const surplus = kept.slice(challengesPerPerson - 1).map((row) => row.nonceHash);
  await tx
    .delete(enrolmentNonce)
    .where(
      and(
        eq(enrolmentNonce.personNumber, personNumber),
        or(lte(enrolmentNonce.expiresAt, now), inArray(enrolmentNonce.nonceHash, surplus)),
      ),
    );
  const nonce = newSecret();
  const expiresAt = new Date(now.getTime() + challengeLifetime);
  await tx.insert(enrolmentNonce).values({ nonceHash: hashOfSecret(nonce), personNumber, expiresAt });
  return nonce;
}
