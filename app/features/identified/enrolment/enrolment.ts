import { minute } from '~/platform/clock';

/** Why a key is enrolled: the first one, or what happened to the one before. */
export const enrolmentReasons = ['first', 'lost', 'stolen', 'disputed'] as const;
export type EnrolmentReason = (typeof enrolmentReasons)[number];

/** Why a key's leaf is zero everywhere, if it is. A lost key's is not. */
export type Revocation = 'stolen' | 'disputed';

/** Challenges and tickets work this long; at the very end they no longer do. */
export const challengeLifetime = 10 * minute;

/** Challenges of one person that may wait at once; the oldest gives way. */
export const challengesPerPerson = 5;

/** Keys that one person may enrol on one day: nobody loses more, and a stolen session cannot fill the register's table. */
export const enrolmentsPerDay = 10;

export type EnrolmentErrorCode =
  /** The request has another form, or a number another spelling than its canonical one. */
  | 'malformed'
  /** The commitment is 0 or not an element of the field. */
  | 'invalid-commitment'
  /** Not an active employee. */
  | 'not-active'
  /** Never issued, used before, expired, or somebody else's. */
  | 'unknown-nonce'
  /** Never issued, used before, replaced by a newer one, or expired. */
  | 'unknown-ticket'
  /** The proof of possession does not show that whoever asks holds this key. */
  | 'invalid-proof'
  /** This key was enrolled before, by whomever. */
  | 'duplicate-key'
  /** A first key where there is one, or a replacement for a key that there is not. */
  | 'wrong-reason'
  | 'too-many-today'
  /** No such key of this person, or it is off the register already. */
  | 'nothing-to-dispute';

/** A refusal by the rules of enrolment (protocol 3). Routes map the code to a status. */
export class EnrolmentError extends Error {
  override readonly name = 'EnrolmentError';
  constructor(readonly code: EnrolmentErrorCode) {
    super(code);
  }
}

/** The reasons for which somebody may enrol, given their newest key (null: none yet). */
export function allowedReasons(newest: { readonly revoked: Revocation | null } | null): readonly EnrolmentReason[] {
  if (!newest) return ['first'];
  return newest.revoked ? ['disputed'] : ['lost', 'stolen'];
}
