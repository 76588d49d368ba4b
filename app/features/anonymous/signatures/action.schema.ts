import { z } from 'zod';
import type { SignatureAction } from '~/crypto/semaphore/statement';
import { actNumber, claimFields, readClaim, type MembershipClaim } from '../membership/claim.schema';
import { readUnitClaim, unitField, type UnitClaim } from '../units/unit-claim.schema';
import { SignatureError } from './signature-error';

/** What `/unseen/signatures` reads (protocol 4). Strict: a key more is refused, so that nothing rides along. */
const actionBody = z.strictObject({
  v: z.literal(1),
  petition: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/),
  action: z.enum(['sign', 'withdraw']),
  n: actNumber,
  unit: unitField.optional(),
  ...claimFields,
});

/** An act whose form was checked, and nothing else. */
export interface Action extends MembershipClaim {
  readonly petition: string;
  readonly action: SignatureAction;
  /** Number of earlier acts of this nullifier on this petition. */
  readonly n: number;
  /** The unit that is disclosed with it. */
  readonly unit: UnitClaim | null;
}

/**
 * Sizes and canonical decimals below their field (protocol 4, the first check). A unit comes with the first act of a key on a
 * petition, or never: somebody who names one unit and then another would be one of the few who changed from the one to the
 * other.
 * @param input attacker-controlled JSON
 * @throws SignatureError `malformed`
 */
export function parseAction(input: unknown): Action {
  const body = actionBody.safeParse(input);
  const claim = body.success ? readClaim(body.data) : null;
  if (!body.success || !claim) throw new SignatureError('malformed');
  const { petition, action, n, unit: posted } = body.data;
  const unit = posted ? readUnitClaim(posted) : null;
  if (posted && (!unit || action !== 'sign' || n !== 0)) throw new SignatureError('malformed');
  return { petition, action, n, unit, ...claim };
}
