import { asc, inArray } from 'drizzle-orm';
import type { Database } from '~db/database';
import { petition } from '~db/schema/published';

/** Every petition that could ever be signed, by id: what a device looks through for its own signatures. */
export function openedPetitions(db: Database): Promise<{ id: string; title: string }[]> {
  return db
    .select({ id: petition.id, title: petition.title })
    .from(petition)
    .where(inArray(petition.state, ['open', 'closed', 'archived']))
    .orderBy(asc(petition.id));
}
