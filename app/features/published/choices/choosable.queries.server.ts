import { and, eq, inArray } from 'drizzle-orm';
import type { ChoiceKind } from '~/crypto/semaphore/statement';
import type { Database } from '~db/database';
import { choiceSubject } from '~db/schema/published-choices';

/** Where something that is chosen on is pinned, and until when. */
export interface PinnedThing {
  readonly id: string;
  readonly registerId: number;
  /** The first revision in which its words stand as they do now, which a choice must name. */
  readonly revision: number;
  /** 'YYYY-MM-DD'. */
  readonly untilDay: string;
}

/** Things of one kind that can be chosen on, or could; names of others are left out. */
export async function pinnedThings(
  db: Database,
  kind: ChoiceKind,
  ids: readonly string[],
): Promise<ReadonlyMap<string, PinnedThing>> {
  if (ids.length === 0) return new Map();
  const { id, registerId, revision, untilDay } = choiceSubject;
  const rows = await db
    .select({ id, registerId, revision, untilDay })
    .from(choiceSubject)
    .where(and(eq(choiceSubject.kind, kind), inArray(id, [...ids])));
  return new Map(rows.map((row) => [row.id, row]));
}

/** One of them, or null. */
export async function pinnedThing(db: Database, kind: ChoiceKind, id: string): Promise<PinnedThing | null> {
  return (await pinnedThings(db, kind, [id])).get(id) ?? null;
}
