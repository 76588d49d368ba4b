import type { Range } from '~/features/published/petitions/petition';
import type { Answer } from '~/features/published/responses/response';

/** Where an answer that is being written stands. Publishing and throwing away end it. */
export const draftStates = ['drafting', 'in-review', 'scheduled'] as const;
export type DraftState = (typeof draftStates)[number];

/** What can be done to a draft. */
export type DraftAct =
  | 'save'
  | 'name-reviewer'
  | 'release-reviewer'
  | 'ask'
  | 'approve'
  | 'ask-for-changes'
  | 'comment'
  | 'schedule'
  | 'take-back'
  | 'publish'
  | 'throw-away';

/** The states in which each can be done. What waits for its hour stands still, but for a reviewer who thinks again. */
const statesOf: Readonly<Record<DraftAct, readonly DraftState[]>> = {
  save: ['drafting', 'in-review'],
  'name-reviewer': ['drafting', 'in-review'],
  'release-reviewer': ['drafting', 'in-review'],
  ask: ['drafting'],
  approve: ['in-review'],
  'ask-for-changes': ['in-review', 'scheduled'],
  comment: draftStates,
  schedule: ['drafting', 'in-review'],
  'take-back': ['scheduled'],
  publish: ['drafting', 'in-review'],
  'throw-away': ['drafting', 'in-review'],
};

/** Whether an act fits the state that a draft is in. Who may do it, and what it demands of the words, is asked apart. */
export function fitsState(act: DraftAct, state: DraftState): boolean {
  return statesOf[act].includes(state);
}

export type Opinion = 'approved' | 'changes';

/** What a reviewer said, and of which version of the draft. */
export interface ReviewStanding {
  readonly opinion: Opinion | null;
  readonly version: number | null;
}

/** An opinion on words that have been changed since says nothing of those that stand now. */
export function isStale({ opinion, version }: ReviewStanding, draftVersion: number): boolean {
  return opinion !== null && version !== draftVersion;
}

/** Whether a reviewer approves the very words that stand now. */
export function approves({ opinion, version }: ReviewStanding, draftVersion: number): boolean {
  return opinion === 'approved' && version === draftVersion;
}

/** Whether nobody who was named stands between a draft and its publication; with no reviewer nobody does. */
export function isCleared(reviewers: readonly ReviewStanding[], draftVersion: number): boolean {
  return reviewers.every((reviewer) => approves(reviewer, draftVersion));
}

export const subjectKinds = ['petition', 'summary'] as const;
/** What is answered: a petition, or a summary of concerns. */
export interface Subject {
  readonly subject: (typeof subjectKinds)[number];
  readonly id: string;
}

/** An answer to a demand as far as it is written. */
export interface DraftItem {
  /** Null while there is none: the demand is shown as not answered. */
  readonly answer: Answer | null;
  readonly reason: string;
}

/** The answers to one petition, one place for each of its demands. */
export interface DraftedPetition {
  readonly petitionId: string;
  readonly items: readonly DraftItem[];
}

/** The value of the choice "no answer yet" in a form. */
export const noAnswer = 'none';

/** Whether all staff are told: not at all, on the page of announcements, or by mail too. */
export const announceChoices = ['no', 'page', 'mail'] as const;
export type AnnounceChoice = (typeof announceChoices)[number];

/** Everything that a change of makes another version of a draft. */
export interface DraftWords {
  /** To the whole: of a petition, of several that are answered together, or all of the answer to a summary. Markdown. */
  readonly body: string;
  readonly petitions: readonly DraftedPetition[];
  readonly programmeId: string | null;
  readonly programmeField: string | null;
  /** Why it revises what is published; empty where nothing is. */
  readonly reason: string;
  readonly announce: AnnounceChoice;
}

/** Petitions that one draft may answer. */
export const petitionsTogether = 10;
export const reviewersPerDraft = 10;
export const commentsPerDraft = 500;

/** Lengths in UTF-16 code units. */
export const capacityLength: Range = { min: 2, max: 60 };
export const commentLength: Range = { min: 2, max: 4_000 };
export const revisionReasonLength: Range = { min: 10, max: 1_000 };

/** Days from today on which a draft may be scheduled. */
export const scheduleDays: Range = { min: 0, max: 180 };

/** A comment to all of a draft; one on a demand names it as `<petition>.<number>`. */
export const aboutTheWhole = 'whole';

export type AnsweringErrorCode =
  | 'no-such-draft'
  | 'mixed-subjects'
  | 'too-many-subjects'
  | 'already-drafted'
  | 'wrong-draft-state'
  | 'stale-version'
  | 'unfinished'
  | 'not-approved'
  | 'unknown-person'
  | 'own-review'
  | 'already-named'
  | 'too-many-reviewers'
  | 'no-reviewers'
  | 'changes-without-words'
  | 'unknown-part'
  | 'too-many-comments'
  | 'past-hour'
  | 'too-far-ahead';

/** A refusal by the rules of answering. Routes map the code to a status and to words. */
export class AnsweringError extends Error {
  override readonly name = 'AnsweringError';
  constructor(readonly code: AnsweringErrorCode) {
    super(code);
  }
}
