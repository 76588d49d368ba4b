export type SignerFailure =
  /** The house cannot be reached. */
  | 'unreachable'
  /** What it answers is not what the protocol says. */
  | 'malformed'
  /** What it gives does not fit what it signed or published. */
  | 'not-as-published'
  /** Its ledger is not the one that was seen before. */
  | 'another-ledger'
  | 'unknown-petition'
  | 'not-on-register'
  | 'small-crowd'
  /** The receipt is not signed, or is about something else. */
  | 'bad-receipt'
  /** The house says no: its own code is in `refusal`. */
  | 'refused';

/** Why nothing was done. */
export class SignerError extends Error {
  override readonly name = 'SignerError';
  constructor(
    readonly code: SignerFailure,
    message: string,
    /** The house's own word, and how many acts of this key stand where it tells. */
    readonly refusal: { readonly code: string; readonly acts: number | null } | null = null,
  ) {
    super(message);
  }
}
