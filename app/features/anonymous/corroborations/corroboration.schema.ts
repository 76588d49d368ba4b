import { z } from 'zod';
import type { Corroboration } from '~/crypto/semaphore/statement';
import { actNumber, claimFields, readClaim, type MembershipClaim } from '../membership/claim.schema';
import { choices } from '~/features/published/summaries/choices';
import { CorroborationError } from './corroboration-error';

/** What `/unseen/corroborations` reads. Strict: a key more is refused, so that nothing rides along. */
const corroborationBody = z.strictObject({
  v: z.literal(1),
  summary: z.string().regex(/^[a-z2-7]{26}$/),
  choice: z.enum(choices),
  n: actNumber,
  ...claimFields,
});

/** An act whose form was checked, and nothing else. */
export interface CorroborationAct extends MembershipClaim {
  readonly summary: string;
  readonly choice: Corroboration;
  /** Number of earlier acts of this nullifier on this summary. */
  readonly n: number;
}

/**
 * Sizes and canonical decimals below their field (protocol 4, the first check).
 * @param input attacker-controlled JSON
 * @throws CorroborationError `malformed`
 */
export function parseCorroboration(input: unknown): CorroborationAct {
  const body = corroborationBody.safeParse(input);
  const claim = body.success ? readClaim(body.data) : null;
  if (!body.success || !claim) throw new CorroborationError('malformed');
  const { summary, choice, n } = body.data;
  return { summary, choice, n, ...claim };
}
