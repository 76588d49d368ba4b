import { and, eq } from 'drizzle-orm';
import type { IdentifiedDatabase } from '~db/identified-client';
import { rosterUpload } from '~db/schema/identified';

/** Drops one upload of this administrator, if it is still there. */
export async function discardUpload(
  db: IdentifiedDatabase,
  upload: { readonly id: string; readonly uploadedBy: string },
): Promise<void> {
  await db
    .delete(rosterUpload)
    .where(and(eq(rosterUpload.id, upload.id), eq(rosterUpload.uploadedBy, upload.uploadedBy)));
}
