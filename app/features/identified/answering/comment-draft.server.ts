import { eq, max } from 'drizzle-orm';
import { verdictId } from '~/features/published/choices/choice';
import { dayIn } from '~/platform/zoned-time';
import type { IdentifiedDatabase } from '~db/identified-client';
import { answerComment } from '~db/schema/identified-answers';
import { inTransaction } from '~db/transaction';
import type { Actor } from '../desks/desk';
import { aboutTheWhole, AnsweringError, commentsPerDraft } from './draft';
import { lockDraft, type StoredDraft, type StoredReviewer } from './stored-draft.server';
import type { AnsweringDeps, DraftActInput } from './write-draft.server';

/** Somebody as a reviewer of a draft. @throws AnsweringError `no-such-draft` for everybody else: to them there is none */
export function requireReviewer(actor: Actor, { reviewers }: Pick<StoredDraft, 'reviewers'>): StoredReviewer {
  const reviewer = reviewers.find(({ personNumber }) => personNumber === actor.personNumber);
  if (!reviewer) throw new AnsweringError('no-such-draft');
  return reviewer;
}

export interface NewComment {
  /** Null where the house itself notes something. */
  readonly personNumber: string | null;
  readonly version: number;
  readonly about: string;
  readonly body: string;
  readonly day: string;
}

/** Puts a comment below the others of a draft that is locked. @throws AnsweringError `too-many-comments`, the house's own excepted */
export async function addComment(tx: IdentifiedDatabase, draftId: string, comment: NewComment): Promise<void> {
  const [row] = await tx
    .select({ last: max(answerComment.number) })
    .from(answerComment)
    .where(eq(answerComment.draftId, draftId));
  const number = (row?.last ?? 0) + 1;
  if (number > commentsPerDraft && comment.personNumber !== null) throw new AnsweringError('too-many-comments');
  await tx.insert(answerComment).values({ draftId, number, ...comment });
}

/** The parts of a draft that a comment can be about: the whole, and each demand by its name. */
export function partsOf({ petitions }: Pick<StoredDraft, 'petitions'>): readonly string[] {
  return [
    aboutTheWhole,
    ...petitions.flatMap(({ petitionId, items }) => items.map((_, index) => verdictId(petitionId, index + 1))),
  ];
}

/**
 * Says something about a draft, or about the answer to one demand: its reviewers and leadership.
 * @param input.version the one that it is about, which need not be the newest
 * @param input.body already parsed by `commentSchema`
 * @throws AnsweringError `no-such-draft` for everybody else too; `unknown-part`; `too-many-comments`
 */
export function commentOnDraft(
  { db, clock, settings }: AnsweringDeps,
  { actor, draftId, version, about, body }: DraftActInput & { readonly about: string; readonly body: string },
): Promise<void> {
  return inTransaction(db, async (tx) => {
    const draft = await lockDraft(tx, { draftId, act: 'comment', version: null });
    if (!actor.roles.includes('leadership')) requireReviewer(actor, draft);
    if (!partsOf(draft).includes(about)) throw new AnsweringError('unknown-part');
    const day = dayIn(settings.timeZone, clock.now());
    const seen = Math.min(version, draft.version);
    await addComment(tx, draftId, { personNumber: actor.personNumber, version: seen, about, body, day });
  });
}
