import type { ClaimProblem } from '../membership/check-claim.server';

/** Why a question is not taken, in the order of the checks (protocol 12). */
export type AskingErrorCode =
  | 'malformed'
  | 'wrong-day'
  | 'unknown-petition'
  | 'petition-not-open'
  | 'no-response'
  | ClaimProblem
  | 'invalid-proof'
  | 'slot-used'
  | 'busy';

export class AskingError extends Error {
  override readonly name = 'AskingError';
  constructor(readonly code: AskingErrorCode) {
    super(code);
  }
}
