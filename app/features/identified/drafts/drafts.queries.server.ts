import { and, desc, eq } from 'drizzle-orm';
import type { IdentifiedDatabase } from '~db/identified-client';
import { draft } from '~db/schema/identified';
import { petition } from '~db/schema/published';
import type { Draft } from './draft';

const columns = {
  id: draft.id,
  title: draft.title,
  demands: draft.demands,
  background: draft.background,
  closesDay: draft.closesDay,
  changedDay: draft.changedDay,
  programmeId: draft.programmeId,
  programmeField: draft.programmeField,
  criticalMass: draft.criticalMass,
  askedUnit: draft.askedUnit,
  sponsorsWanted: draft.sponsorsWanted,
  petitionId: draft.petitionId,
  petitionState: petition.state,
};

/** A draft of this author, or null: somebody else's is as if it were not there. */
export async function draftOf(
  db: IdentifiedDatabase,
  { draftId, author }: { draftId: string; author: string },
): Promise<Draft | null> {
  const [row] = await db
    .select(columns)
    .from(draft)
    .leftJoin(petition, eq(petition.id, draft.petitionId))
    .where(and(eq(draft.id, draftId), eq(draft.author, author)));
  return row ?? null;
}

/** The drafts of an author, the one changed last first. */
export function draftsOf(db: IdentifiedDatabase, author: string): Promise<Draft[]> {
  return db
    .select(columns)
    .from(draft)
    .leftJoin(petition, eq(petition.id, draft.petitionId))
    .where(eq(draft.author, author))
    .orderBy(desc(draft.changedDay), draft.id);
}

/** The draft that a petition was sent in from, or null: deleted, or somebody else's. */
export async function draftOfPetition(
  db: IdentifiedDatabase,
  { petitionId, author }: { petitionId: string; author: string },
): Promise<Pick<Draft, 'id'> | null> {
  const [row] = await db
    .select({ id: draft.id })
    .from(draft)
    .where(and(eq(draft.petitionId, petitionId), eq(draft.author, author)));
  return row ?? null;
}
