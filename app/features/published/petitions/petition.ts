import { addDays } from '~/platform/clock';

/**
 * Where a petition stands. `gathering` looks for sponsors, and `lapsed` found too few; `appealed` waits for another
 * moderator; `accepted` waits for the next publication, which opens it.
 */
export const petitionStates = [
  'gathering',
  'lapsed',
  'waiting',
  'sent-back',
  'rejected',
  'appealed',
  'accepted',
  'open',
  'closed',
  'archived',
] as const;
export type PetitionState = (typeof petitionStates)[number];

/** Everything that may happen to a petition's state. The trigger `petition_stands` holds the same table. */
export const transitions = {
  sponsor: { from: 'gathering', to: 'waiting' },
  lapse: { from: 'gathering', to: 'lapsed' },
  accept: { from: 'waiting', to: 'accepted' },
  'send-back': { from: 'waiting', to: 'sent-back' },
  reject: { from: 'waiting', to: 'rejected' },
  resubmit: { from: 'sent-back', to: 'waiting' },
  appeal: { from: 'rejected', to: 'appealed' },
  grant: { from: 'appealed', to: 'accepted' },
  uphold: { from: 'appealed', to: 'rejected' },
  open: { from: 'accepted', to: 'open' },
  close: { from: 'open', to: 'closed' },
  archive: { from: 'closed', to: 'archived' },
} as const satisfies Record<string, { from: PetitionState; to: PetitionState }>;
export type PetitionEvent = keyof typeof transitions;

/** The state after an event, or null where the event cannot happen in this state. */
export function stateAfter(state: PetitionState, event: PetitionEvent): PetitionState | null {
  const { from, to } = transitions[event];
  return from === state ? to : null;
}

/** States that anybody may read by its address. What waits or was sent back is for its organizer and the moderators. */
export const publicStates = ['accepted', 'rejected', 'appealed', 'open', 'closed', 'archived'] as const;

/**
 * Whether signatures are taken on a day (UTC). The publication that closes a petition may come up to a day after its last
 * one is over; what is posted in between is refused.
 */
export function takesSignatures(
  { state, closesDay }: { readonly state: PetitionState; readonly closesDay: string },
  day: string,
): boolean {
  return state === 'open' && day <= closesDay;
}

/** States that use up one of the petitions that a person may have under way at once. */
export const underWayStates = ['gathering', 'waiting', 'appealed', 'accepted', 'open'] as const;

export interface Range {
  readonly min: number;
  readonly max: number;
}

/** Lengths in UTF-16 code units, as the browser counts `maxlength`. */
export const titleLength: Range = { min: 10, max: 150 };
export const demandLength: Range = { min: 10, max: 500 };
export const demandCount: Range = { min: 1, max: 10 };
export const backgroundLength: Range = { min: 0, max: 10_000 };
export const updateLength: Range = { min: 10, max: 5_000 };
export const reasonLength: Range = { min: 10, max: 1_000 };
export const appealLength: Range = { min: 10, max: 2_000 };

/** Days from a rejection on within which its organizer may appeal against it, once. */
export const appealDays = 30;

/** How many days a petition may be open, counted from the day it is sent in. */
export const daysOpen: Range = { min: 7, max: 180 };

export const updatesPerPetition = 50;

/** Petitions waiting, accepted or open at once: for everybody, and for those who hold the role of organizer. */
export const petitionsUnderWay = { everybody: 2, organizer: 20 } as const;

/** Closed petitions leave the lists of what is current after this many days, unless an answer is still due. */
export const archiveAfterDays = 180;

/** What a signature binds to, and what nobody can change once it is moderated. */
export interface PetitionText {
  readonly title: string;
  /** Numbered from 1 in the order given. */
  readonly demands: readonly string[];
  /** Markdown without HTML or pictures. May be empty. */
  readonly background: string;
}

/** The first and the last closing day that may be chosen on a given day. */
export function closingDays(today: string): { first: string; last: string } {
  return { first: addDays(today, daysOpen.min), last: addDays(today, daysOpen.max) };
}

/**
 * The closing day of a petition that opens today: as chosen, but never fewer than the least number of days away, so
 * that slow moderation does not take its time from it.
 */
export function closingDayWhenOpened(chosen: string, today: string): string {
  const { first } = closingDays(today);
  return chosen < first ? first : chosen;
}

export type PetitionErrorCode =
  | 'unknown-petition'
  | 'wrong-state'
  | 'text-changed'
  | 'already-posted'
  | 'too-many-updates'
  | 'already-appealed'
  | 'appeal-too-late'
  | EndingErrorCode;

/** Refusals of ending a petition before its day, and of merging it. */
export type EndingErrorCode =
  | 'already-ended'
  | 'other-ended'
  | 'into-itself'
  | 'merged-into'
  | 'already-proposed'
  | 'too-many-proposals'
  | 'no-proposal';

/** A refusal by a petition's rules. Routes map the code to a status and to words. */
export class PetitionError extends Error {
  constructor(readonly code: PetitionErrorCode) {
    super(code);
    this.name = 'PetitionError';
  }
}
