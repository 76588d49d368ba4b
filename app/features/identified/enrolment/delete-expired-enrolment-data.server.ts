import { lte } from 'drizzle-orm';
import type { IdentifiedDatabase } from '~db/identified-client';
import { enrolmentNonce, enrolmentTicket } from '~db/schema/identified';

/** Deletes challenges and tickets that nobody used in their 10 minutes. Whatever else is deleted goes with a publication. */
export async function deleteExpiredEnrolmentData(db: IdentifiedDatabase, now: Date): Promise<void> {
  await db.delete(enrolmentNonce).where(lte(enrolmentNonce.expiresAt, now));
  await db.delete(enrolmentTicket).where(lte(enrolmentTicket.expiresAt, now));
}
