/** Drafts that one person may keep, those sent in not counted. */
export const draftsPerPerson = 20;

/** A petition being written. Any part of it may still be empty. */
export interface Draft {
  readonly id: string;
  readonly title: string;
  readonly demands: readonly string[];
  readonly background: string;
  readonly closesDay: string | null;
  readonly changedDay: string;
  /** The programme that it is about, and the field of it; null for none, and for all of it. */
  readonly programmeId: string | null;
  readonly programmeField: string | null;
  /** Null: as the house has it when the petition is sent in. */
  readonly criticalMass: number | null;
  readonly askedUnit: string | null;
  readonly sponsorsWanted: number;
  /** The petition that it became. While that waits, the draft stands still; once sent back, it can be changed. */
  readonly petitionId: string | null;
  readonly petitionState: string | null;
}

/** A draft that moderators are reading cannot be changed under their eyes. */
export function isLocked(draft: Pick<Draft, 'petitionId' | 'petitionState'>): boolean {
  return draft.petitionId !== null && draft.petitionState !== 'sent-back';
}

export type DraftErrorCode = 'unknown-draft' | 'locked' | 'incomplete' | 'too-many-drafts' | 'too-many-petitions';

/** A refusal by the rules of drafting. Routes map the code to a status and to words. */
export class DraftError extends Error {
  constructor(readonly code: DraftErrorCode) {
    super(code);
    this.name = 'DraftError';
  }
}
