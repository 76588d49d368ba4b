export type AccountErrorCode =
  /** Too many codes or tries for one address, or for everybody, in too short a time. */
  | 'too-many-requests'
  /** The code is wrong; the attempt goes on. */
  | 'wrong-code'
  /** No attempt in this browser: never begun, expired, used, or guessed at too often. */
  | 'no-attempt'
  /** The acting person is not an administrator (any more). */
  | 'not-administrator'
  /** No active person with this number. */
  | 'unknown-person'
  | 'already-granted'
  | 'not-granted'
  /** Somebody must be left who can grant roles. */
  | 'last-administrator'
  /** Somebody must be left who can read concerns and let in others. */
  | 'last-handler'
  /** No such session, or not this account's. */
  | 'unknown-session';

/** A refusal of the accounts feature. The message is for logs; routes have the words for people. */
export class AccountError extends Error {
  override readonly name = 'AccountError';
  readonly code: AccountErrorCode;

  constructor(code: AccountErrorCode) {
    super(code);
    this.code = code;
  }
}
