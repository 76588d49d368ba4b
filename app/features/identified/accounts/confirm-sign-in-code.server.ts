import { randomUUID } from 'node:crypto';
import { and, eq, gt, lt, sql } from 'drizzle-orm';
import type { Clock } from '~/platform/clock';
import type { SessionGate } from '~/platform/session';
import type { IdentifiedDatabase } from '~db/identified-client';
import { account, person, signInAttempt } from '~db/schema/identified';
import { inTransaction } from '~db/transaction';
import { AccountError } from './account-error';
import { canonicalCode, triesPerCode } from './sign-in-code';
import { hashOfAttemptId, hashOfCode, sameHash } from './sign-in-secrets.server';
import type { SignInLimits } from './sign-in-limits.server';

export interface ConfirmSignInCodeDeps {
  readonly db: IdentifiedDatabase;
  readonly clock: Clock;
  readonly codeKey: Uint8Array;
  readonly limits: SignInLimits;
  readonly sessions: Pick<SessionGate, 'start'>;
}

/**
 * Ends a sign-in: turns the attempt of this browser and the code from the mail into a session, once.
 * A try is counted before the code is looked at, so that simultaneous guesses count as well.
 *
 * @param input.attemptId from the attempt cookie, if there is one; attacker-controlled
 * @param input.code as typed; attacker-controlled
 * @returns the `Set-Cookie` of the new session
 * @throws AccountError `no-attempt` (never begun here, expired, used, or guessed at too often), `wrong-code`, `too-many-requests`
 */
export async function confirmSignInCode(
  deps: ConfirmSignInCodeDeps,
  input: { readonly attemptId: string | null; readonly code: string },
): Promise<{ readonly setCookie: string }> {
  const { attemptId } = input;
  const now = deps.clock.now();
  deps.limits.takeTry(now);
  if (attemptId === null) throw new AccountError('no-attempt');
  const idHash = hashOfAttemptId(attemptId);

  const [attempt] = await deps.db
    .update(signInAttempt)
    .set({ tries: sql`${signInAttempt.tries} + 1` })
    .where(
      and(eq(signInAttempt.idHash, idHash), gt(signInAttempt.expiresAt, now), lt(signInAttempt.tries, triesPerCode)),
    )
    .returning();
  if (!attempt) throw new AccountError('no-attempt');

  const code = canonicalCode(input.code) ?? '';
  const isRight = sameHash(attempt.codeHash, hashOfCode(deps.codeKey, attemptId, code));
  if (!isRight || attempt.personNumber === null) {
    throw new AccountError(attempt.tries < triesPerCode ? 'wrong-code' : 'no-attempt');
  }
  const accountId = await useAttempt(deps.db, idHash, attempt.personNumber);
  return { setCookie: await deps.sessions.start(accountId) };
}

/** Deletes the attempt, which only one of several simultaneous callers can, and gives the person's account. */
function useAttempt(db: IdentifiedDatabase, idHash: Uint8Array, personNumber: string): Promise<string> {
  return inTransaction(db, async (tx) => {
    const used = await tx
      .delete(signInAttempt)
      .where(eq(signInAttempt.idHash, idHash))
      .returning({ idHash: signInAttempt.idHash });
    const [active] = await tx
      .select({ personNumber: person.personNumber })
      .from(person)
      .where(and(eq(person.personNumber, personNumber), eq(person.status, 'active')));
    if (used.length === 0 || !active) throw new AccountError('no-attempt');
    await tx.insert(account).values({ id: randomUUID(), personNumber }).onConflictDoNothing();
    const [own] = await tx.select({ id: account.id }).from(account).where(eq(account.personNumber, personNumber));
    if (!own) throw new AccountError('no-attempt');
    return own.id;
  });
}
