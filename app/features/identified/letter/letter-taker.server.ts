import { eq, inArray } from 'drizzle-orm';
import { dayOf, type Clock } from '~/platform/clock';
import type { IdentifiedDatabase } from '~db/identified-client';
import { person } from '~db/schema/identified';
import { letterTaker } from '~db/schema/identified-organizing';

/** Whether somebody takes the weekly letter. */
export async function takesLetter(db: IdentifiedDatabase, personNumber: string): Promise<boolean> {
  const rows = await db.select().from(letterTaker).where(eq(letterTaker.personNumber, personNumber));
  return rows.length > 0;
}

/** From now on somebody takes the weekly letter, or does no longer. Doing it twice changes nothing. */
export async function changeLetter(
  { db, clock }: { db: IdentifiedDatabase; clock: Clock },
  { personNumber, takes }: { personNumber: string; takes: boolean },
): Promise<void> {
  if (!takes) {
    await db.delete(letterTaker).where(eq(letterTaker.personNumber, personNumber));
    return;
  }
  await db
    .insert(letterTaker)
    .values({ personNumber, sinceDay: dayOf(clock.now()) })
    .onConflictDoNothing();
}

/** Forgets takers who have left. */
export async function forgetLeftTakers(db: IdentifiedDatabase): Promise<void> {
  const left = db.select({ personNumber: person.personNumber }).from(person).where(eq(person.status, 'left'));
  await db.delete(letterTaker).where(inArray(letterTaker.personNumber, left));
}
