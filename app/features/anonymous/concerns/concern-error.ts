/** Why something about a concern is refused: to raise one, in the order of the checks of protocol 7; then what both sides meet. */
export type ConcernErrorCode =
  | 'malformed'
  | 'too-large'
  | 'wrong-day'
  | 'unknown-programme'
  | 'no-handlers'
  | 'wrong-register'
  | 'wrong-depth'
  | 'zero-root'
  | 'stale-edition'
  | 'crowd-too-small'
  | 'wrong-root'
  | 'invalid-proof'
  | 'slot-used'
  | 'number-taken'
  | 'busy'
  | 'not-listed'
  | 'wrong-hash'
  | 'bad-signature'
  | 'not-a-handler'
  | 'unknown-concern'
  | 'unknown-handler'
  | 'last-handler'
  | 'not-open'
  | 'no-reply'
  | 'too-many'
  | 'stale';

/** A refusal. `next` comes with `number-taken` to whoever signed the request: the number that the message must have. */
export class ConcernError extends Error {
  override readonly name = 'ConcernError';
  constructor(
    readonly code: ConcernErrorCode,
    readonly next: number | null = null,
    options?: ErrorOptions,
  ) {
    super(code, options);
  }
}
