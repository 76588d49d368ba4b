/** Why something that an unknown organizer asks or does is not taken, in the order of the checks (protocol 16). */
export type OrganizingErrorCode =
  | 'malformed'
  | 'wrong-day'
  | 'unknown-petition'
  | 'bad-signature'
  | 'stale-number'
  | 'too-many'
  | 'not-now'
  | 'said-already'
  | 'unknown-other';

export class OrganizingError extends Error {
  override readonly name = 'OrganizingError';
  constructor(
    readonly code: OrganizingErrorCode,
    /** With `stale-number`: the number that the next act must have. */
    readonly next: number | null = null,
    options?: ErrorOptions,
  ) {
    super(code, options);
  }
}
