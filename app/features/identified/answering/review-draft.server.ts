import { and, eq } from 'drizzle-orm';
import { logAccess } from '~/features/identified/access-log/log-access.server';
import { dayIn } from '~/platform/zoned-time';
import type { IdentifiedDatabase } from '~db/identified-client';
import { person } from '~db/schema/identified';
import { answerDraft, answerReviewer } from '~db/schema/identified-answers';
import { inTransaction } from '~db/transaction';
import { requireDesk, type Actor } from '../desks/desk';
import { answeredSubjects } from './answered-subjects.server';
import { opinionMail, reviewMail } from './answering-mail';
import { addComment, requireReviewer } from './comment-draft.server';
import { aboutTheWhole, AnsweringError, approves, reviewersPerDraft, type Opinion } from './draft';
import { draftPath, reviewPath } from './draft-paths';
import { draftProblems } from './finished-draft';
import { mailPeople } from './mail-people.server';
import { lockDraft, type StoredDraft, type StoredReviewer } from './stored-draft.server';
import { requireWriter, wordsOf, type AnsweringDeps, type DraftActInput } from './write-draft.server';

interface Named {
  readonly actor: Actor;
  readonly draftId: string;
  /** A work address, already parsed by `reviewerSchema`. */
  readonly email: string;
  readonly capacity: string;
}

/**
 * Names somebody who must approve a draft before it can be published. Whose address it is goes to the access log. While the
 * draft is in review they are written to at once, else when reviewers are asked.
 *
 * @throws DeskError `not-allowed`
 * @throws AnsweringError `no-such-draft`, `wrong-draft-state`, `unknown-person` unless somebody active has the address,
 *   `own-review` for the actor and for who wrote last, `already-named`, `too-many-reviewers`
 */
export function nameReviewer(deps: AnsweringDeps, { actor, draftId, email, capacity }: Named): Promise<void> {
  requireDesk(actor, 'leadership');
  return inTransaction(deps.db, async (tx) => {
    const draft = await lockDraft(tx, { draftId, act: 'name-reviewer', version: null });
    requireWriter(actor, draft);
    const [found] = await tx
      .select({ personNumber: person.personNumber })
      .from(person)
      .where(and(eq(person.email, email), eq(person.status, 'active')))
      .for('no key update');
    if (!found) throw new AnsweringError('unknown-person');
    const { personNumber } = found;
    if (personNumber === actor.personNumber || personNumber === draft.writer) throw new AnsweringError('own-review');
    if (draft.reviewers.some((each) => each.personNumber === personNumber)) throw new AnsweringError('already-named');
    if (draft.reviewers.length >= reviewersPerDraft) throw new AnsweringError('too-many-reviewers');
    const day = dayIn(deps.settings.timeZone, deps.clock.now());
    const purpose = 'Looked up to review an answer';
    await logAccess(tx, { actor: actor.personNumber, subject: personNumber, purpose, day });
    await tx.insert(answerReviewer).values({ draftId, personNumber, capacity });
    if (draft.state === 'in-review')
      await writeToReviewers({ ...deps, db: tx }, draft, actor, [{ personNumber, capacity }]);
  });
}

/**
 * Asks a reviewer no longer. A comment says so, to everybody who reads the draft.
 * @throws DeskError `not-allowed`; AnsweringError `no-such-draft`, `wrong-draft-state`, `own-review`, `unknown-person`
 */
export function releaseReviewer(
  { db, clock, settings }: AnsweringDeps,
  { actor, draftId, personNumber }: { actor: Actor; draftId: string; personNumber: string },
): Promise<void> {
  requireDesk(actor, 'leadership');
  return inTransaction(db, async (tx) => {
    const draft = await lockDraft(tx, { draftId, act: 'release-reviewer', version: null });
    requireWriter(actor, draft);
    const [released] = await tx
      .delete(answerReviewer)
      .where(and(eq(answerReviewer.draftId, draftId), eq(answerReviewer.personNumber, personNumber)))
      .returning({ capacity: answerReviewer.capacity });
    if (!released) throw new AnsweringError('unknown-person');
    const [who] = await tx.select({ name: person.name }).from(person).where(eq(person.personNumber, personNumber));
    const body = `${who?.name ?? 'Somebody'} (${released.capacity}) is asked no longer.`;
    const day = dayIn(settings.timeZone, clock.now());
    await addComment(tx, draftId, {
      ...{ personNumber: actor.personNumber, version: draft.version, about: aboutTheWhole, body, day },
    });
  });
}

/**
 * Asks everybody who was named to read the words that stand now.
 * @throws DeskError `not-allowed`; AnsweringError `no-such-draft`, `wrong-draft-state`, `stale-version`, `own-review`,
 *   `no-reviewers`, `unfinished`
 */
export function askReviewers(deps: AnsweringDeps, { actor, draftId, version }: DraftActInput): Promise<void> {
  requireDesk(actor, 'leadership');
  return inTransaction(deps.db, async (tx) => {
    const draft = await lockDraft(tx, { draftId, act: 'ask', version });
    requireWriter(actor, draft);
    if (draft.reviewers.length === 0) throw new AnsweringError('no-reviewers');
    const subjects = await answeredSubjects(tx, draft.subjects);
    if (draftProblems(wordsOf(draft), subjects).length > 0) throw new AnsweringError('unfinished');
    await tx.update(answerDraft).set({ state: 'in-review' }).where(eq(answerDraft.id, draftId));
    const asked = draft.reviewers.filter((reviewer) => !approves(reviewer, draft.version));
    await writeToReviewers({ ...deps, db: tx }, draft, actor, asked);
  });
}

/**
 * A reviewer's opinion of the words that they read, in place of an earlier one. Asking for changes takes a schedule back.
 * @param input.words already parsed by `opinionSchema`; empty for none
 * @throws AnsweringError `no-such-draft` for who was not named; `wrong-draft-state`; `stale-version`; `changes-without-words`
 */
export function giveOpinion(
  deps: AnsweringDeps,
  { actor, draftId, version, opinion, words }: DraftActInput & { readonly opinion: Opinion; readonly words: string },
): Promise<void> {
  return inTransaction(deps.db, async (tx) => {
    const act = opinion === 'approved' ? 'approve' : 'ask-for-changes';
    const draft = await lockForReviewer(tx, actor, { draftId, act, version });
    if (opinion === 'changes' && words === '') throw new AnsweringError('changes-without-words');
    const day = dayIn(deps.settings.timeZone, deps.clock.now());
    const { personNumber } = actor;
    const { capacity } = requireReviewer(actor, draft);
    await tx
      .update(answerReviewer)
      .set({ opinion, version, day })
      .where(and(eq(answerReviewer.draftId, draftId), eq(answerReviewer.personNumber, personNumber)));
    if (words !== '') await addComment(tx, draftId, { personNumber, version, about: aboutTheWhole, body: words, day });
    const wasScheduled = draft.state === 'scheduled';
    if (wasScheduled) await tx.update(answerDraft).set(unscheduled('in-review')).where(eq(answerDraft.id, draftId));
    const about = await aboutDraft(tx, draft, `${deps.publicUrl}${draftPath(draft)}?step=review`);
    const said = { opinion, reviewerName: actor.name, capacity, words, wasScheduled };
    await mailPeople(tx, [draft.writer, draft.scheduledBy], opinionMail({ ...about, ...said }));
  });
}

/** Whoever was not named learns nothing of a draft, not even in which state it is. */
async function lockForReviewer(
  tx: IdentifiedDatabase,
  actor: Actor,
  lock: Parameters<typeof lockDraft>[1],
): Promise<StoredDraft> {
  const named = await tx
    .select({ draftId: answerReviewer.draftId })
    .from(answerReviewer)
    .where(and(eq(answerReviewer.draftId, lock.draftId), eq(answerReviewer.personNumber, actor.personNumber)));
  if (named.length === 0) throw new AnsweringError('no-such-draft');
  return lockDraft(tx, lock);
}

/** What a draft's row holds once it waits for no hour. */
export function unscheduled(state: 'drafting' | 'in-review') {
  return { state, publishOn: null, publishHour: null, scheduledBy: null };
}

/** What mail says a draft is about. */
export async function aboutDraft(tx: IdentifiedDatabase, { subjects }: StoredDraft, url: string) {
  return { titles: (await answeredSubjects(tx, subjects)).map(({ title }) => title), url };
}

async function writeToReviewers(
  { db, publicUrl }: AnsweringDeps,
  draft: StoredDraft,
  actor: Actor,
  reviewers: readonly Pick<StoredReviewer, 'personNumber' | 'capacity'>[],
): Promise<void> {
  const about = await aboutDraft(db, draft, `${publicUrl}${reviewPath(draft.id)}`);
  for (const { personNumber, capacity } of reviewers) {
    await mailPeople(db, [personNumber], reviewMail({ ...about, capacity, writerName: actor.name }));
  }
}
