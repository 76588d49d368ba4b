import { asc, desc, eq, inArray } from 'drizzle-orm';
import { attachmentsOf } from '~/features/published/programmes/attachments.queries.server';
import type { AboutProgramme } from '~/features/published/programmes/attachments';
import type { IdentifiedDatabase } from '~db/identified-client';
import { person } from '~db/schema/identified';
import { answerComment, answerDraft, answerReviewer } from '~db/schema/identified-answers';
import { answeredSubjects, type PublicSubject } from './answered-subjects.server';
import { approves, isCleared, isStale, type DraftState, type DraftWords, type Opinion } from './draft';
import { changesOf, type SubjectChanges } from './draft-changes';
import { draftProblems, textFor, type DraftProblem } from './finished-draft';
import type { ResponseText } from '~/features/published/responses/response';
import { readDraft, type StoredDraft } from './stored-draft.server';
import { wordsOf } from './write-draft.server';

/** What a draft says to one thing, and what of it would change in public. */
export interface DraftedSubject extends Omit<PublicSubject, 'published'> {
  readonly text: ResponseText;
  /** Null where nothing is published yet. */
  readonly changes: SubjectChanges | null;
}

export interface ReviewerView {
  readonly personNumber: string;
  readonly name: string;
  readonly capacity: string;
  readonly opinion: Opinion | null;
  /** It was said of earlier words. */
  readonly isStale: boolean;
  readonly day: string | null;
}

export interface CommentView {
  readonly number: number;
  /** Null where the house itself notes something. */
  readonly name: string | null;
  readonly about: string;
  readonly version: number;
  readonly body: string;
  readonly day: string;
}

/** Everything about a draft that its writers and reviewers see. */
export interface DraftView {
  readonly id: string;
  readonly state: DraftState;
  readonly version: number;
  readonly words: DraftWords;
  readonly subjects: readonly DraftedSubject[];
  readonly problems: readonly DraftProblem[];
  readonly reviewers: readonly ReviewerView[];
  readonly isCleared: boolean;
  /** Oldest first. */
  readonly comments: readonly CommentView[];
  readonly writerName: string;
  readonly changedDay: string;
  readonly schedule: { readonly day: string; readonly hour: number; readonly by: string } | null;
  /** What the responses are attached to already, by the petition: it stays. */
  readonly attached: Readonly<Record<string, AboutProgramme>>;
}

/** A draft as it stands, or null where there is none. Who may see it is for the caller to check. */
export async function draftView(db: IdentifiedDatabase, draftId: string): Promise<DraftView | null> {
  const draft = await readDraft(db, draftId);
  if (!draft) return null;
  const comments = await db
    .select()
    .from(answerComment)
    .where(eq(answerComment.draftId, draftId))
    .orderBy(asc(answerComment.number));
  const [subjects, names, attached] = await Promise.all([
    answeredSubjects(db, draft.subjects),
    namesOf(db, draft, comments),
    attachmentsOf(
      db,
      'response',
      draft.petitions.map(({ petitionId }) => petitionId),
    ),
  ]);
  const nameOf = (personNumber: string | null) =>
    personNumber === null ? null : (names.get(personNumber) ?? 'Somebody');
  const words = wordsOf(draft);
  const { version, publishOn, publishHour, scheduledBy } = draft;
  const isScheduled = publishOn !== null && publishHour !== null && scheduledBy !== null;
  return {
    ...{ id: draft.id, state: draft.state, version, words, changedDay: draft.changedDay },
    subjects: subjects.map(({ published, ...subject }) => {
      const text = textFor(words, subject);
      return { ...subject, text, changes: published && changesOf(published, text) };
    }),
    problems: draftProblems(words, subjects),
    reviewers: draft.reviewers.map((each) => ({
      ...{ personNumber: each.personNumber, capacity: each.capacity, opinion: each.opinion, day: each.day },
      ...{ name: nameOf(each.personNumber) ?? '', isStale: isStale(each, version) },
    })),
    isCleared: isCleared(draft.reviewers, version),
    comments: comments.map(({ personNumber, number, about, version: of, body, day }) => ({
      ...{ number, about, body, day, version: of, name: nameOf(personNumber) },
    })),
    writerName: nameOf(draft.writer) ?? '',
    schedule: isScheduled ? { day: publishOn, hour: publishHour, by: nameOf(scheduledBy) ?? '' } : null,
    attached: Object.fromEntries(attached),
  };
}

async function namesOf(
  db: IdentifiedDatabase,
  { writer, scheduledBy, reviewers }: StoredDraft,
  comments: readonly { readonly personNumber: string | null }[],
): Promise<ReadonlyMap<string, string>> {
  const numbers = [writer, scheduledBy, ...[...reviewers, ...comments].map(({ personNumber }) => personNumber)];
  const rows = await db
    .select({ personNumber: person.personNumber, name: person.name })
    .from(person)
    .where(
      inArray(
        person.personNumber,
        [...new Set(numbers)].filter((each) => each !== null),
      ),
    );
  return new Map(rows.map(({ personNumber, name }) => [personNumber, name]));
}

/** A draft as somebody reviews it, or null: to who was not named there is none. */
export async function draftToReview(
  db: IdentifiedDatabase,
  { draftId, personNumber }: { draftId: string; personNumber: string },
): Promise<(DraftView & { readonly own: ReviewerView }) | null> {
  const view = await draftView(db, draftId);
  const own = view?.reviewers.find((each) => each.personNumber === personNumber);
  return view && own ? { ...view, own } : null;
}

/** One draft that somebody was asked to look at. */
export interface ReviewInList {
  readonly draftId: string;
  readonly titles: readonly string[];
  readonly capacity: string;
  readonly state: DraftState;
  /** Whether they are asked, and have not said anything of the words that stand now. */
  readonly waits: boolean;
  readonly approved: boolean;
  readonly changedDay: string;
}

/** The drafts that somebody was named to review: what waits for them first, then by when it was changed. */
export async function reviewsOf(db: IdentifiedDatabase, personNumber: string): Promise<ReviewInList[]> {
  const named = await db
    .select({ draftId: answerReviewer.draftId, changedDay: answerDraft.changedDay })
    .from(answerReviewer)
    .innerJoin(answerDraft, eq(answerDraft.id, answerReviewer.draftId))
    .where(eq(answerReviewer.personNumber, personNumber))
    .orderBy(desc(answerDraft.changedDay), asc(answerDraft.id));
  const reviews = await Promise.all(named.map(({ draftId }) => reviewInList(db, draftId, personNumber)));
  return reviews.filter((each) => each !== null).sort((a, b) => Number(b.waits) - Number(a.waits));
}

async function reviewInList(
  db: IdentifiedDatabase,
  draftId: string,
  personNumber: string,
): Promise<ReviewInList | null> {
  const draft = await readDraft(db, draftId);
  const own = draft?.reviewers.find((each) => each.personNumber === personNumber);
  if (!draft || !own) return null;
  const titles = (await answeredSubjects(db, draft.subjects)).map(({ title }) => title);
  const { state, version, changedDay } = draft;
  const waits = state === 'in-review' && (own.opinion === null || isStale(own, version));
  return { draftId, titles, capacity: own.capacity, state, waits, approved: approves(own, version), changedDay };
}
