import { and, eq } from 'drizzle-orm';
import { encodeCanonicalJson } from '~/crypto/canonical-json';
import { aboutProgramme } from '~/features/published/programmes/attachments.queries.server';
import { ProgrammeError } from '~/features/published/programmes/programme';
import { ResponseError } from '~/features/published/responses/response';
import type { Clock } from '~/platform/clock';
import type { Settings } from '~/platform/settings';
import { dayIn } from '~/platform/zoned-time';
import type { IdentifiedDatabase } from '~db/identified-client';
import { answerDraft, answerDraftSubject } from '~db/schema/identified-answers';
import { inTransaction } from '~db/transaction';
import { requireDesk, type Actor } from '../desks/desk';
import { answeredSubjects } from './answered-subjects.server';
import { AnsweringError, type DraftWords } from './draft';
import { lockDraft, type StoredDraft } from './stored-draft.server';

export interface AnsweringDeps {
  readonly db: IdentifiedDatabase;
  readonly clock: Clock;
  readonly settings: Settings;
  /** For links in mail, without a trailing slash. */
  readonly publicUrl: string;
}

/** Somebody who acts on a draft whose words they looked at. */
export interface DraftActInput {
  readonly actor: Actor;
  readonly draftId: string;
  /** The version that they looked at. */
  readonly version: number;
}

/** @throws DeskError `not-allowed` unless leadership; AnsweringError `own-review` for who reviews this draft */
export function requireWriter(actor: Actor, { reviewers }: Pick<StoredDraft, 'reviewers'>): void {
  requireDesk(actor, 'leadership');
  if (reviewers.some(({ personNumber }) => personNumber === actor.personNumber)) throw new AnsweringError('own-review');
}

/** All that makes a version what it is. */
export function wordsOf(draft: StoredDraft): DraftWords {
  const { body, petitions, programmeId, programmeField, reason, announce } = draft;
  return { body, petitions, programmeId, programmeField, reason, announce };
}

/**
 * Keeps what was written. Any change makes another version: what reviewers said of the earlier one is about that one, and the
 * draft is being written again. The same words once more change nothing.
 *
 * @param input.words already parsed by `draftWordsSchema`
 * @returns the version that stands now
 * @throws DeskError `not-allowed`; ProgrammeError `unknown-programme`; ResponseError `wrong-demands` unless there is a place
 *   for each demand
 * @throws AnsweringError `no-such-draft`, `wrong-draft-state`, `stale-version`, `own-review`
 */
export function saveDraft(
  deps: AnsweringDeps,
  { actor, draftId, version, words }: DraftActInput & { readonly words: DraftWords },
): Promise<number> {
  requireDesk(actor, 'leadership');
  return inTransaction(deps.db, async (tx) => {
    const draft = await lockDraft(tx, { draftId, act: 'save', version });
    requireWriter(actor, draft);
    if (!hasSamePlaces(draft, words)) throw new ResponseError('wrong-demands');
    if (words.programmeId !== null && !(await aboutProgramme(tx, words))) {
      throw new ProgrammeError('unknown-programme', words.programmeId);
    }
    const kept = { ...words, programmeField: words.programmeId === null ? null : words.programmeField };
    if (encodeCanonicalJson(kept) === encodeCanonicalJson(wordsOf(draft))) return draft.version;
    return nextVersion({ ...deps, db: tx }, draft, actor, kept);
  });
}

function hasSamePlaces(draft: StoredDraft, { petitions }: DraftWords): boolean {
  return (
    petitions.length === draft.petitions.length &&
    petitions.every(({ petitionId, items }, index) => {
      const place = draft.petitions[index];
      return place?.petitionId === petitionId && place.items.length === items.length;
    })
  );
}

async function nextVersion(
  { db, clock, settings }: AnsweringDeps,
  draft: StoredDraft,
  actor: Actor,
  { petitions, ...words }: DraftWords,
): Promise<number> {
  const version = draft.version + 1;
  await db
    .update(answerDraft)
    .set({
      ...{ ...words, items: petitions, version, state: 'drafting', writer: actor.personNumber },
      changedDay: dayIn(settings.timeZone, clock.now()),
    })
    .where(eq(answerDraft.id, draft.id));
  return version;
}

/**
 * Takes what is published by now as what the draft revises, after somebody published another version meanwhile. No word of the
 * draft is lost, and all of it is another version: what would change in public is not what reviewers saw.
 *
 * @throws DeskError, AnsweringError as {@link saveDraft}
 */
export function startFromNewest(deps: AnsweringDeps, { actor, draftId, version }: DraftActInput): Promise<number> {
  requireDesk(actor, 'leadership');
  return inTransaction(deps.db, async (tx) => {
    const draft = await lockDraft(tx, { draftId, act: 'save', version });
    requireWriter(actor, draft);
    const moved = (await answeredSubjects(tx, draft.subjects)).filter(({ base, newest }) => base !== newest);
    if (moved.length === 0) return draft.version;
    for (const { subject, id, newest } of moved) {
      await tx
        .update(answerDraftSubject)
        .set({ base: newest })
        .where(and(eq(answerDraftSubject.subject, subject), eq(answerDraftSubject.subjectId, id)));
    }
    return nextVersion({ ...deps, db: tx }, draft, actor, wordsOf(draft));
  });
}

/** Throws a draft away, with everything that was said about it. @throws as {@link saveDraft} */
export function throwAwayDraft(
  { db }: Pick<AnsweringDeps, 'db'>,
  { actor, draftId, version }: DraftActInput,
): Promise<void> {
  requireDesk(actor, 'leadership');
  return inTransaction(db, async (tx) => {
    requireWriter(actor, await lockDraft(tx, { draftId, act: 'throw-away', version }));
    await tx.delete(answerDraft).where(eq(answerDraft.id, draftId));
  });
}
