import type { ClaimProblem } from '../membership/check-claim.server';
import type { UnitProblem } from '../units/check-unit';

/** Why a choice is not taken, in the order of the checks (protocol 11). */
export type ChoiceErrorCode =
  | 'malformed'
  | 'unknown-subject'
  | 'choice-closed'
  | 'text-changed'
  | ClaimProblem
  | UnitProblem
  | 'invalid-proof'
  | 'unit-disclosed'
  | 'stale-action'
  | 'busy';

/** A refused choice. `acts` comes with `stale-action` only: it is told to nobody who has not proved to hold the key. */
export class ChoiceError extends Error {
  override readonly name = 'ChoiceError';
  constructor(
    readonly code: ChoiceErrorCode,
    readonly acts: number | null = null,
    options?: ErrorOptions,
  ) {
    super(code, options);
  }
}
