import { and, count, desc, eq } from 'drizzle-orm';
import type { IdentifiedDatabase } from '~db/identified-client';
import { enrolment } from '~db/schema/identified';
import { allowedReasons, EnrolmentError, enrolmentsPerDay, type EnrolmentReason } from './enrolment';

/**
 * Whether somebody may enrol a key for this reason, given the keys they have.
 * @returns their newest generation, 0 when there is none
 * @throws EnrolmentError `wrong-reason`
 */
export async function checkReason(
  tx: IdentifiedDatabase,
  personNumber: string,
  reason: EnrolmentReason,
): Promise<number> {
  const [newest] = await tx
    .select({ generation: enrolment.generation, revoked: enrolment.revoked })
    .from(enrolment)
    .where(eq(enrolment.personNumber, personNumber))
    .orderBy(desc(enrolment.generation))
    .limit(1);
  if (!allowedReasons(newest ?? null).includes(reason)) throw new EnrolmentError('wrong-reason');
  return newest?.generation ?? 0;
}

/** @throws EnrolmentError `too-many-today` */
export async function checkDailyLimit(tx: IdentifiedDatabase, personNumber: string, day: string): Promise<void> {
  const [row] = await tx
    .select({ today: count() })
    .from(enrolment)
    .where(and(eq(enrolment.personNumber, personNumber), eq(enrolment.day, day)));
  if ((row?.today ?? 0) >= enrolmentsPerDay) throw new EnrolmentError('too-many-today');
}
