import { lte } from 'drizzle-orm';
import type { IdentifiedDatabase } from '~db/identified-client';
import { rosterUpload } from '~db/schema/identified';

/** Drops uploads that nobody confirmed within the hour, rows and all. Safe to run at any time, several at once. */
export async function deleteExpiredUploads(db: IdentifiedDatabase, now: Date): Promise<void> {
  await db.delete(rosterUpload).where(lte(rosterUpload.expiresAt, now));
}
