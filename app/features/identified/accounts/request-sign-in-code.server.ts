import { and, eq } from 'drizzle-orm';
import type { Clock } from '~/platform/clock';
import type { IdentifiedDatabase } from '~db/identified-client';
import { person, signInAttempt } from '~db/schema/identified';
import { inTransaction } from '~db/transaction';
import { queueMail } from './queue-mail.server';
import { codeLifetime } from './sign-in-code';
import { hashOfAttemptId, hashOfCode, newAttemptId, newCode } from './sign-in-secrets.server';
import type { SignInLimits } from './sign-in-limits.server';
import { signInMail } from './sign-in-mail';

export interface RequestSignInCodeDeps {
  readonly db: IdentifiedDatabase;
  readonly clock: Clock;
  readonly codeKey: Uint8Array;
  readonly limits: SignInLimits;
  readonly organisationName: string;
  readonly publicUrl: string;
}

/**
 * Begins a sign-in: makes a one-time code, mails it to an active person's address, and gives the name of the attempt for this
 * browser's cookie. An address that is on no roster gets the same answer for the same work (queries, hashes, rows): its
 * attempt belongs to nobody and its mail has no recipient.
 *
 * @param input.email trimmed and in lower case
 * @throws AccountError `too-many-requests`, whether or not the address is known
 */
export async function requestSignInCode(
  deps: RequestSignInCodeDeps,
  input: { readonly email: string },
): Promise<{ readonly attemptId: string }> {
  const now = deps.clock.now();
  deps.limits.takeCode(input.email, now);
  const attemptId = newAttemptId();
  const code = newCode();
  await inTransaction(deps.db, async (tx) => {
    const [known] = await tx
      .select({ personNumber: person.personNumber, email: person.email })
      .from(person)
      .where(and(eq(person.email, input.email), eq(person.status, 'active')));
    await tx.insert(signInAttempt).values({
      idHash: hashOfAttemptId(attemptId),
      personNumber: known?.personNumber ?? null,
      codeHash: hashOfCode(deps.codeKey, attemptId, code),
      expiresAt: new Date(now.getTime() + codeLifetime),
    });
    await queueMail(tx, { recipient: known?.email ?? null, ...signInMail({ ...deps, code }) });
  });
  return { attemptId };
}
