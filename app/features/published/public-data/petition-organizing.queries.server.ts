import type { Database } from '~db/database';
import { endingsOf, mergeStepsOf, organizerChangesOf } from '../petitions/organizing.queries.server';
import type { PetitionItem } from './public-data.schema';

type Organizing = Awaited<ReturnType<typeof organizingRows>>;

/** What organizers did with petitions beside what they wrote. */
export async function organizingRows(db: Database, ids: readonly string[]) {
  const [changes, steps, endings] = await Promise.all([
    organizerChangesOf(db, ids),
    mergeStepsOf(db, ids),
    endingsOf(db, ids),
  ]);
  return { changes, steps, endings };
}

/** The part of one petition's item. */
export function organizedBy(
  { changes, steps, endings }: Organizing,
  id: string,
): Pick<PetitionItem, 'organizers' | 'merging' | 'ended'> {
  const ending = endings.get(id);
  return {
    organizers: changes
      .filter(({ petitionId }) => petitionId === id)
      .map(({ number, act, name, day }) => ({ number, act, name, day })),
    merging: steps
      .filter(({ petitionId }) => petitionId === id)
      .map(({ number, intoId, act, day }) => ({ number, into: intoId, act, day })),
    ended: ending ? { how: ending.how, into: ending.intoId ?? '', reason: ending.reason, day: ending.day } : null,
  };
}
