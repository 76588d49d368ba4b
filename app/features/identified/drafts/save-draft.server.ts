import { and, count, eq, isNull } from 'drizzle-orm';
import { randomId } from '~/features/published/petitions/random-id.server';
import { dayOf, type Clock } from '~/platform/clock';
import type { IdentifiedDatabase } from '~db/identified-client';
import { draft, person } from '~db/schema/identified';
import { petition } from '~db/schema/published';
import { inTransaction } from '~db/transaction';
import { DraftError, draftsPerPerson, isLocked, type Draft } from './draft';
import type { DraftPatch } from './draft.schema';

interface Deps {
  readonly db: IdentifiedDatabase;
  readonly clock: Clock;
}

/** A petition's beginning: its title, and what it is about where it was started from there. */
interface Beginning {
  readonly author: string;
  readonly title: string;
  readonly about?: Pick<Draft, 'programmeId' | 'programmeField'>;
}

/** Begins a draft; returns its id. @throws DraftError `too-many-drafts` */
export function createDraft({ db, clock }: Deps, { author, title, about }: Beginning) {
  return inTransaction(db, async (tx) => {
    // Two first steps sent at once must not both be the last draft that is allowed.
    await tx.select().from(person).where(eq(person.personNumber, author)).for('no key update');
    const [kept] = await tx
      .select({ drafts: count() })
      .from(draft)
      .where(and(eq(draft.author, author), isNull(draft.petitionId)));
    if ((kept?.drafts ?? 0) >= draftsPerPerson) throw new DraftError('too-many-drafts');
    const id = randomId();
    const changedDay = dayOf(clock.now());
    await tx.insert(draft).values({ id, author, title, demands: [], background: '', changedDay, ...about });
    return id;
  });
}

/** Keeps what was written. @throws DraftError `unknown-draft` unless the author's own; `locked` while it is moderated */
export function saveDraft(
  { db, clock }: Deps,
  { draftId, author, patch }: { draftId: string; author: string; patch: DraftPatch },
): Promise<void> {
  return inTransaction(db, async (tx) => {
    await requireUnlocked(tx, { draftId, author });
    const kept = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
    await tx
      .update(draft)
      .set({ ...kept, changedDay: dayOf(clock.now()) })
      .where(eq(draft.id, draftId));
  });
}

/** Throws a draft away. @throws DraftError as {@link saveDraft} */
export function deleteDraft(
  { db }: Pick<Deps, 'db'>,
  { draftId, author }: { draftId: string; author: string },
): Promise<void> {
  return inTransaction(db, async (tx) => {
    await requireUnlocked(tx, { draftId, author });
    await tx.delete(draft).where(eq(draft.id, draftId));
  });
}

/**
 * Locks a draft of this author for the rest of the transaction and returns its row.
 * @throws DraftError `unknown-draft`, `locked`
 */
export async function requireUnlocked(
  tx: IdentifiedDatabase,
  { draftId, author }: { draftId: string; author: string },
): Promise<typeof draft.$inferSelect> {
  const [row] = await tx
    .select()
    .from(draft)
    .where(and(eq(draft.id, draftId), eq(draft.author, author)))
    .for('update');
  if (!row) throw new DraftError('unknown-draft');
  const { petitionId } = row;
  if (petitionId === null) return row;
  const [became] = await tx.select({ state: petition.state }).from(petition).where(eq(petition.id, petitionId));
  if (isLocked({ petitionId, petitionState: became?.state ?? null })) throw new DraftError('locked');
  return row;
}
