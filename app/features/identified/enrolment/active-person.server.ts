import { and, eq } from 'drizzle-orm';
import type { IdentifiedDatabase } from '~db/identified-client';
import { person } from '~db/schema/identified';
import { EnrolmentError } from './enrolment';

/**
 * Locks somebody's roster row until the transaction ends, so that their enrolment acts come one after the other.
 * @returns where to write to them
 * @throws EnrolmentError `not-active`
 */
export async function lockActivePerson(tx: IdentifiedDatabase, personNumber: string): Promise<{ email: string }> {
  const [row] = await tx
    .select({ email: person.email })
    .from(person)
    .where(and(eq(person.personNumber, personNumber), eq(person.status, 'active')))
    .for('no key update');
  if (!row) throw new EnrolmentError('not-active');
  return row;
}
