import { asGroupRoot, asNullifier, fromBytes32, toBytes32 } from '~/crypto/semaphore/field';
import type { ParsedProof } from '~/crypto/semaphore/proof';
import { VerificationPoolError, type VerificationPool } from '~/crypto/semaphore/verification-pool';
import { canSignWith, type EditionGrounds } from './edition-grounds';
import type { MembershipClaim } from './claim.schema';

/** What is wrong with a claim before its proof is looked at, in the order of the checks of protocol 4. */
export type ClaimProblem =
  'wrong-register' | 'wrong-depth' | 'zero-root' | 'stale-edition' | 'crowd-too-small' | 'wrong-root';

export interface ClaimRules {
  readonly now: Date;
  /** Smallest crowd in which one may act. */
  readonly minimum: number;
  /** A withdrawal: with any edition that the key stood in, in whatever crowd. */
  readonly takesBack?: boolean;
}

/** Compares a claim with what the server knows of register and edition. Null where its proof is worth looking at. */
export function claimProblem(
  claim: MembershipClaim,
  grounds: EditionGrounds,
  { now, minimum, takesBack = false }: ClaimRules,
): ClaimProblem | null {
  if (claim.register !== grounds.registerId) return 'wrong-register';
  if (claim.depth !== grounds.depth) return 'wrong-depth';
  // Somebody who is no member can produce group root 0.
  if (claim.root === 0n) return 'zero-root';
  if (!grounds.groupRoot || !(takesBack || canSignWith(claim.edition, grounds.newest, now))) return 'stale-edition';
  // Whoever acted in so small a crowd could be guessed; whoever stands in one already may still take it back.
  if (!takesBack && grounds.live < minimum) return 'crowd-too-small';
  return claim.root === fromBytes32(grounds.groupRoot) ? null : 'wrong-root';
}

/** The statement whose proof is to be verified. @param said scope and message, which the server computed itself */
export function statementOf(
  { depth, root, nullifier, points }: MembershipClaim,
  said: { readonly scope: bigint; readonly message: bigint },
): ParsedProof {
  return { depth, root: asGroupRoot(root), nullifier: asNullifier(nullifier), ...said, points };
}

/** The eight coordinates as they are stored: 32 bytes each, in the order of the wire. */
export function proofBytes({ points }: Pick<MembershipClaim, 'points'>): Uint8Array {
  return Buffer.concat(points.map(toBytes32));
}

/** Points on the curve and in the subgroup, then the proof. `busy` where too many wait already: nothing was done. */
export async function verifyClaim(
  verification: Pick<VerificationPool, 'verify'>,
  statement: ParsedProof,
): Promise<'valid' | 'invalid' | 'busy'> {
  try {
    return (await verification.verify(statement)) === 'valid' ? 'valid' : 'invalid';
  } catch (error) {
    if (error instanceof VerificationPoolError) return 'busy';
    throw error;
  }
}
