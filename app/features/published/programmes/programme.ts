import type { ReporterQuestion } from './reporter-questions';

/** What a monitoring programme may collect, as people name it. */
export const collectedKinds = [
  'keystrokes',
  'mouse',
  'screen',
  'prompts',
  'messages',
  'calls',
  'location',
  'web',
  'files',
  'camera',
  'biometrics',
  'badge',
  'other',
] as const;
export type CollectedKind = (typeof collectedKinds)[number];

export const collectedWords: Readonly<Record<CollectedKind, string>> = {
  keystrokes: 'Keystrokes',
  mouse: 'Clicks and mouse',
  screen: 'Screen',
  prompts: 'Prompts to AI',
  messages: 'Messages and mail',
  calls: 'Calls',
  location: 'Location',
  web: 'Websites visited',
  files: 'Files opened',
  camera: 'Camera',
  biometrics: 'Biometrics',
  badge: 'Doors and badge',
  other: 'Something else',
};

/** Where a programme stands. */
export const programmeStates = ['announced', 'active', 'paused', 'ended'] as const;
export type ProgrammeState = (typeof programmeStates)[number];

export const stateWords: Readonly<Record<ProgrammeState, string>> = {
  announced: 'Announced',
  active: 'Active',
  paused: 'Paused',
  ended: 'Ended',
};

export const reviewKinds = ['privacy', 'security', 'worksCouncil', 'legalBasis'] as const;
export type ReviewKind = (typeof reviewKinds)[number];

export const reviewStates = ['not-done', 'under-way', 'done'] as const;
export type ReviewState = (typeof reviewStates)[number];

export const reviewStateWords: Readonly<Record<ReviewState, string>> = {
  'not-done': 'Not done',
  'under-way': 'Under way',
  done: 'Done',
};

export interface Review {
  readonly state: ReviewState;
  /** 'YYYY-MM-DD': when it was finished, or begun. */
  readonly day: string | null;
  readonly summary: string | null;
  /** SHA-256 of documents of this house, lower-case hex. */
  readonly documents: readonly string[];
}

/**
 * Everything that is said of a monitoring programme. `null` is a question that has not been answered; an empty list is an
 * answer: there are none. Texts are plain, of many lines, without markup.
 */
export interface ProgrammeDocument {
  readonly name: string;
  readonly status: ProgrammeState;
  /** Name of the office-holder who answers for it. */
  readonly owner: string | null;
  readonly purpose: string | null;
  readonly collected: { readonly kinds: readonly CollectedKind[]; readonly detail: string | null } | null;
  readonly fromWhom: string | null;
  /** 'YYYY-MM-DD'. */
  readonly since: string | null;
  readonly retention: { readonly text: string; readonly days: number | null } | null;
  readonly readers: { readonly text: string; readonly people: number } | null;
  readonly processedWhere: string | null;
  readonly reviews: Readonly<Record<ReviewKind, Review | null>>;
  readonly optOut: string | null;
  readonly exemptions:
    readonly { readonly rank: string; readonly exempt: boolean; readonly why: string | null }[] | null;
  readonly incidents: readonly { readonly day: string; readonly text: string }[] | null;
  /** What reporters of a concern about it are asked besides; written by handlers, never by leadership. */
  readonly questions: readonly ReporterQuestion[];
}

/** One published state of a programme. */
export interface ProgrammeRevision {
  /** From 1. */
  readonly revision: number;
  readonly document: ProgrammeDocument;
  /** Name of the office-holder who published it. */
  readonly author: string;
  readonly reason: string;
  /** 'YYYY-MM-DD'. */
  readonly day: string;
}

export type ProgrammeErrorCode =
  | 'unknown-programme'
  | 'unknown-document'
  | 'stale-revision'
  | 'unchanged'
  | 'taken-id'
  | 'document-too-large'
  | 'document-kind'
  | 'too-many-documents';

/** A refusal by the rules of the programme register. Routes map the code to a status and to words. */
export class ProgrammeError extends Error {
  constructor(
    readonly code: ProgrammeErrorCode,
    /** The programme that it is about, where several are published at once. */
    readonly programme: string | null = null,
  ) {
    super(code);
    this.name = 'ProgrammeError';
  }
}
