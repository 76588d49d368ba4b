import type { ClaimProblem } from '../membership/check-claim.server';

/** Why an act is not taken, in the order of the checks (protocol 4, adapted). */
export type CorroborationErrorCode =
  'malformed' | 'unknown-summary' | 'summary-closed' | ClaimProblem | 'invalid-proof' | 'stale-action' | 'busy';

/** A refused act. `acts` comes with `stale-action` only: it is told to nobody who has not proved to hold the key. */
export class CorroborationError extends Error {
  override readonly name = 'CorroborationError';
  constructor(
    readonly code: CorroborationErrorCode,
    readonly acts: number | null = null,
    options?: ErrorOptions,
  ) {
    super(code, options);
  }
}
