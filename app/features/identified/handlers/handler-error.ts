export type HandlerErrorCode =
  /** Not an active person with the role (any more). */
  | 'not-handler'
  /** What was signed is dated another day than today. */
  | 'wrong-day'
  /** Nothing could be encrypted to this recipient. */
  | 'unusable-key'
  /** One of its halves belongs to a key that is, was or asks to be a handler's. */
  | 'known-key'
  /** Not made by the key that it names, or of something else. */
  | 'bad-signature'
  /** The acting key is not one of the acting person's that are in force. */
  | 'not-your-key'
  /** Nobody asks to be let in with this key (any more). */
  | 'unknown-request'
  /** Nobody lets in themselves: another handler compares the fingerprint. */
  | 'own-request'
  /** No such key, or it is retired already. */
  | 'unknown-key'
  /** Somebody must be left who can read concerns and let in others. */
  | 'last-key';

/** A refusal of the handlers feature. The message is for logs; routes have the words for people. */
export class HandlerError extends Error {
  override readonly name = 'HandlerError';
  constructor(readonly code: HandlerErrorCode) {
    super(code);
  }
}
