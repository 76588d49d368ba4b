import { eq, inArray, lt, lte } from 'drizzle-orm';
import { retireKeysOf } from '~/features/identified/handlers/retire-handler-key.server';
import { appendEntries } from '~/features/published/ledger/append-entry.server';
import type { LedgerEntry } from '~/features/published/ledger/ledger-entry';
import { dayOf } from '~/platform/clock';
import type { IdentifiedDatabase } from '~db/identified-client';
import { accessLog, account, person, roleGrant, session, signInAttempt } from '~db/schema/identified';
import { inTransaction } from '~db/transaction';

/** How long a line of the access log is kept. */
export const accessLogYears = 2;

/**
 * Deletes what this feature keeps for a time only: attempts and sessions that ran out, lines of the access log older than two
 * years, and accounts (with their sessions) and roles of people who left. A leaver's role is withdrawn in the ledger too.
 * Safe to run at any time and several times at once.
 */
export async function deleteExpiredAccountsData(db: IdentifiedDatabase, now: Date): Promise<void> {
  await db.delete(signInAttempt).where(lte(signInAttempt.expiresAt, now));
  await db.delete(session).where(lte(session.expiresAt, now));
  await db.delete(accessLog).where(lt(accessLog.day, dayYearsBefore(now, accessLogYears)));
  await deleteLeavers(db, now);
}

async function deleteLeavers(db: IdentifiedDatabase, now: Date): Promise<void> {
  const left = db.select({ personNumber: person.personNumber }).from(person).where(eq(person.status, 'left'));
  await db.delete(account).where(inArray(account.personNumber, left));
  await inTransaction(db, async (tx) => {
    const withdrawn = await tx
      .delete(roleGrant)
      .where(inArray(roleGrant.personNumber, left))
      .returning({ personNumber: roleGrant.personNumber, role: roleGrant.role });
    if (withdrawn.length === 0) return;
    const leavers = await tx
      .select({ personNumber: person.personNumber, name: person.name })
      .from(person)
      .where(
        inArray(
          person.personNumber,
          withdrawn.map((grant) => grant.personNumber),
        ),
      );
    const names = new Map(leavers.map((leaver) => [leaver.personNumber, leaver.name]));
    const day = dayOf(now);
    const handlers = withdrawn.filter(({ role }) => role === 'handler').map(({ personNumber }) => personNumber);
    const retired = await retireKeysOf(tx, { personNumbers: handlers, day });
    const roles = withdrawn.map(({ personNumber, role }): LedgerEntry => {
      const name = names.get(personNumber) ?? '';
      return { v: 1, kind: 'role', act: 'withdrawn', role, name, day };
    });
    await appendEntries(tx, [...roles, ...retired]);
  });
}

function dayYearsBefore(time: Date, years: number): string {
  const earlier = new Date(time);
  earlier.setUTCFullYear(earlier.getUTCFullYear() - years);
  return dayOf(earlier);
}
