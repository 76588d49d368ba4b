import { count, eq } from 'drizzle-orm';
import type { Database } from '~db/database';
import { organizerChange } from '~db/schema/published-organizing';
import { appendEntries } from '../ledger/append-entry.server';
import type { OrganizerChange } from './organizers';

/**
 * Says in public, for good, who became an organizer of a petition by name and who is one no longer, with a ledger entry each.
 * Only of petitions that opened: before that, who stands behind one is nobody's to read. Call it in a transaction that holds
 * the petition. Does not check who changes what.
 */
export async function changeOrganizers(
  tx: Database,
  input: { petitionId: string; changes: readonly Pick<OrganizerChange, 'act' | 'name'>[]; day: string },
): Promise<void> {
  const { petitionId, changes, day } = input;
  if (changes.length === 0) return;
  const [earlier] = await tx
    .select({ changes: count() })
    .from(organizerChange)
    .where(eq(organizerChange.petitionId, petitionId));
  const numbered = changes.map((change, place) => ({
    ...change,
    number: (earlier?.changes ?? 0) + 1 + place,
    day,
  }));
  await tx.insert(organizerChange).values(numbered.map((change) => ({ petitionId, ...change })));
  await appendEntries(
    tx,
    numbered.map((change) => ({ v: 1, kind: 'organizer', petition: petitionId, ...change })),
  );
}
