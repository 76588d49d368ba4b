import type { UnitProblem } from '../units/check-unit';

/** Why an act is not taken, in the order of the checks of protocol 4. */
export type SignatureErrorCode =
  | 'malformed'
  | 'unknown-petition'
  | 'petition-not-open'
  | 'wrong-register'
  | 'wrong-depth'
  | 'zero-root'
  | 'stale-edition'
  | 'crowd-too-small'
  | 'wrong-root'
  | UnitProblem
  | 'invalid-proof'
  | 'unit-disclosed'
  | 'stale-action'
  | 'busy';

/** A refused act. `acts` comes with `stale-action` only: it is told to nobody who has not proved to hold the key. */
export class SignatureError extends Error {
  override readonly name = 'SignatureError';
  constructor(
    readonly code: SignatureErrorCode,
    readonly acts: number | null = null,
    options?: ErrorOptions,
  ) {
    super(code, options);
  }
}
