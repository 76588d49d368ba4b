import type { ClaimProblem } from '../membership/check-claim.server';

/** Why a petition of somebody unknown is not taken, in the order of the checks (protocol 16). */
export type OpeningErrorCode =
  | 'malformed'
  | 'key-used'
  | 'wrong-day'
  | 'unknown-programme'
  | 'unknown-unit'
  | ClaimProblem
  | 'invalid-proof'
  | 'slot-used'
  | 'busy';

export class OpeningError extends Error {
  override readonly name = 'OpeningError';
  constructor(readonly code: OpeningErrorCode) {
    super(code);
  }
}
