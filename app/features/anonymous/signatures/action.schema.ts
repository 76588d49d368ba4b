import { z } from 'zod';
import type { SignatureAction } from '~/crypto/semaphore/statement';
import { actNumber, claimFields, readClaim, type MembershipClaim } from '../membership/claim.schema';
import { SignatureError } from './signature-error';

/** What `/unseen/signatures` reads (protocol 4). Strict: a key more is refused, so that nothing rides along. */
const actionBody = z.strictObject({
  v: z.literal(1),
  petition: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/),
  action: z.enum(['sign', 'withdraw']),
  n: actNumber,
  ...claimFields,
});

/** An act whose form was checked, and nothing else. */
export interface Action extends MembershipClaim {
  readonly petition: string;
  readonly action: SignatureAction;
  /** Number of earlier acts of this nullifier on this petition. */
  readonly n: number;
}

/**
 * Sizes and canonical decimals below their field (protocol 4, the first check).
 * @param input attacker-controlled JSON
 * @throws SignatureError `malformed`
 */
export function parseAction(input: unknown): Action {
  const body = actionBody.safeParse(input);
  const claim = body.success ? readClaim(body.data) : null;
  if (!body.success || !claim) throw new SignatureError('malformed');
  const { petition, action, n } = body.data;
  return { petition, action, n, ...claim };
}
