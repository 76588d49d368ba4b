import { eq, sql, type SQL } from 'drizzle-orm';
import { z } from 'zod';
import { answers } from '~/features/published/responses/response';
import type { IdentifiedDatabase } from '~db/identified-client';
import { answerDraft, answerDraftSubject, answerReviewer } from '~db/schema/identified-answers';
import { AnsweringError, fitsState, type DraftAct, type DraftedPetition, type Subject } from './draft';

const storedItems: z.ZodType<readonly DraftedPetition[]> = z.array(
  z.object({
    petitionId: z.string(),
    items: z.array(z.object({ answer: z.enum(answers).nullable(), reason: z.string() })),
  }),
);

/** What a draft answers, and the published revision that it starts from; 0 for none. */
export interface DraftSubject extends Subject {
  readonly base: number;
}

export type StoredReviewer = typeof answerReviewer.$inferSelect;

export interface StoredDraft extends Omit<typeof answerDraft.$inferSelect, 'items'> {
  readonly petitions: readonly DraftedPetition[];
  /** By name: locks are always taken in the same order. */
  readonly subjects: readonly DraftSubject[];
  readonly reviewers: readonly StoredReviewer[];
}

/** A draft with what it answers and who was asked to look at it, or null where there is none. Takes no lock. */
export async function readDraft(db: IdentifiedDatabase, draftId: string): Promise<StoredDraft | null> {
  return complete(db, (await db.select().from(answerDraft).where(eq(answerDraft.id, draftId)))[0]);
}

/**
 * The draft, locked for the rest of the transaction, in a state that the act fits.
 * @param version the one that was looked at; null where the act is about no words
 * @throws AnsweringError `no-such-draft`, `wrong-draft-state`, `stale-version`
 */
export async function lockDraft(
  tx: IdentifiedDatabase,
  { draftId, act, version }: { draftId: string; act: DraftAct; version: number | null },
): Promise<StoredDraft> {
  const [row] = await tx.select().from(answerDraft).where(eq(answerDraft.id, draftId)).for('update');
  const draft = await complete(tx, row);
  if (!draft) throw new AnsweringError('no-such-draft');
  if (!fitsState(act, draft.state)) throw new AnsweringError('wrong-draft-state');
  if (version !== null && version !== draft.version) throw new AnsweringError('stale-version');
  return draft;
}

async function complete(
  db: IdentifiedDatabase,
  row: typeof answerDraft.$inferSelect | undefined,
): Promise<StoredDraft | null> {
  if (!row) return null;
  const { items, ...rest } = row;
  const subjects = await db
    .select({ subject: answerDraftSubject.subject, id: answerDraftSubject.subjectId, base: answerDraftSubject.base })
    .from(answerDraftSubject)
    .where(eq(answerDraftSubject.draftId, row.id))
    .orderBy(byBytes(sql`${answerDraftSubject.subjectId}`));
  const reviewers = await db
    .select()
    .from(answerReviewer)
    .where(eq(answerReviewer.draftId, row.id))
    .orderBy(answerReviewer.capacity, answerReviewer.personNumber);
  return { ...rest, petitions: storedItems.parse(items), subjects, reviewers };
}

/** As JavaScript compares: the same order wherever it is asked for. */
const byBytes = (column: SQL): SQL => sql`${column} collate "C"`;
