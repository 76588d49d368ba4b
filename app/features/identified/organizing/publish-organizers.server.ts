import { and, asc, eq, isNull, notExists } from 'drizzle-orm';
import { changeOrganizers } from '~/features/published/petitions/change-organizers.server';
import type { IdentifiedDatabase } from '~db/identified-client';
import { petitionOrganizer } from '~db/schema/identified';
import { petition } from '~db/schema/published';
import { organizerChange } from '~db/schema/published-organizing';

/**
 * Says who came and went among the organizers of petitions before they opened. Part of the publication that opens them, right
 * after it did; does nothing for those that opened earlier on the day.
 */
export async function publishOrganizers(tx: IdentifiedDatabase, { day }: { day: string }): Promise<void> {
  const said = tx.select().from(organizerChange).where(eq(organizerChange.petitionId, petition.id));
  const opened = await tx
    .select({ id: petition.id, startedBy: petition.organizerName })
    .from(petition)
    .where(and(eq(petition.state, 'open'), eq(petition.openedDay, day), isNull(petition.organizerKey), notExists(said)))
    .orderBy(asc(petition.id));
  for (const { id: petitionId, startedBy } of opened) {
    const organizers = await tx
      .select({ name: petitionOrganizer.name })
      .from(petitionOrganizer)
      .where(eq(petitionOrganizer.petitionId, petitionId))
      .orderBy(asc(petitionOrganizer.name));
    const added = organizers.flatMap(({ name }) => (name === null ? [] : [{ act: 'added' as const, name }]));
    // Where nobody stands behind it at all (a row that was never made), there is nobody to have left it to.
    const left = added.length > 0 && added.length === organizers.length;
    const removed = left ? [{ act: 'removed' as const, name: startedBy }] : [];
    await changeOrganizers(tx, { petitionId, changes: [...added, ...removed], day });
  }
}
