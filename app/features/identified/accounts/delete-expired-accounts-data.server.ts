import { asc, eq, inArray, lt, lte } from 'drizzle-orm';
import { appendEntries } from '~/features/published/ledger/append-entry.server';
import { dayOf } from '~/platform/clock';
import type { IdentifiedDatabase } from '~db/identified.client';
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
    const held = await tx
      .select({ personNumber: roleGrant.personNumber, name: person.name, role: roleGrant.role })
      .from(roleGrant)
      .innerJoin(person, eq(person.personNumber, roleGrant.personNumber))
      .where(eq(person.status, 'left'))
      .orderBy(asc(roleGrant.personNumber), asc(roleGrant.role))
      .for('update', { of: roleGrant });
    if (held.length === 0) return;
    await tx.delete(roleGrant).where(
      inArray(
        roleGrant.personNumber,
        held.map((grant) => grant.personNumber),
      ),
    );
    const day = dayOf(now);
    await appendEntries(
      tx,
      held.map(({ name, role }) => ({ v: 1, kind: 'role', act: 'withdrawn', role, name, day })),
    );
  });
}

function dayYearsBefore(time: Date, years: number): string {
  const earlier = new Date(time);
  earlier.setUTCFullYear(earlier.getUTCFullYear() - years);
  return dayOf(earlier);
}
