import { z } from 'zod';
import type { Choice, ChoiceKind } from '~/crypto/semaphore/statement';
import { choicesOf, takesBack } from '~/features/published/choices/choice';
import { actNumber, claimFields, readClaim, type MembershipClaim } from '../membership/claim.schema';
import { readUnitClaim, unitField, type UnitClaim } from '../units/unit-claim.schema';
import { ChoiceError } from './choice-error';

/** Names of petitions, pledges and questions. */
const name = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);
const demand = z.string().regex(/^[A-Za-z0-9_-]{1,64}\.[1-9][0-9]{0,2}$/);

const common = {
  v: z.literal(1),
  revision: z.int().min(1).max(2_147_483_647),
  n: actNumber,
  ...claimFields,
} as const;

/** What `/unseen/choices` reads. Strict: a key more is refused, so that nothing rides along. */
const choiceBody = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('verdict'), id: demand, choice: z.enum(choicesOf.verdict), ...common }),
  z.strictObject({
    kind: z.literal('witness'),
    id: name,
    choice: z.enum(choicesOf.witness),
    unit: unitField.optional(),
    ...common,
  }),
  z.strictObject({ kind: z.literal('support'), id: name, choice: z.enum(choicesOf.support), ...common }),
  z.strictObject({ kind: z.literal('sponsor'), id: name, choice: z.enum(choicesOf.sponsor), ...common }),
]);

/** A choice whose form was checked, and nothing else. */
export interface PostedChoice extends MembershipClaim {
  readonly kind: ChoiceKind;
  readonly id: string;
  /** Revision of the words that were chosen on. */
  readonly revision: number;
  readonly choice: Choice;
  /** Number of earlier choices of this nullifier on this thing. */
  readonly n: number;
  readonly unit: UnitClaim | null;
}

/**
 * Sizes and canonical decimals below their field (protocol 4, the first check).
 * @param input attacker-controlled JSON
 * @throws ChoiceError `malformed`; also for taking back what was never given
 */
export function parseChoice(input: unknown): PostedChoice {
  const body = choiceBody.safeParse(input);
  const claim = body.success ? readClaim(body.data) : null;
  if (!body.success || !claim) throw new ChoiceError('malformed');
  const { kind, id, revision, choice, n } = body.data;
  if (choice === takesBack && n === 0) throw new ChoiceError('malformed');
  const posted = body.data.kind === 'witness' ? body.data.unit : undefined;
  const unit = posted ? readUnitClaim(posted) : null;
  if (posted && !unit) throw new ChoiceError('malformed');
  return { kind, id, revision, choice, n, unit, ...claim };
}
