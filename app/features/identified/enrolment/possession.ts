import type { IdentityCommitment } from '~/crypto/semaphore/field';
import { checkStatement, parseProof, type ParsedProof } from '~/crypto/semaphore/proof';
import { enrolMessage, enrolScope } from '~/crypto/semaphore/statement';
import { PoseidonTree, type MerklePath } from '~/crypto/semaphore/tree';

/**
 * The way to the root in the tree that holds only this commitment, in place 0 (protocol 3): every sibling is the constant
 * of an empty subtree. What the browser proves its possession in.
 */
export function possessionPath(commitment: IdentityCommitment, depth: number): MerklePath {
  const tree = new PoseidonTree(depth);
  tree.setLeaves([[0, commitment]]);
  return tree.pathFor(0);
}

/**
 * Checks all of a proof of possession but the proof itself: form, depth, the one root that it may have, and scope and
 * message, which are computed here and not taken from the request (protocol 3).
 *
 * Somebody who enrols the root of a tree of her own as a leaf fails here: she has no secret whose commitment that root is,
 * and the path has full depth.
 *
 * @param proof attacker-controlled
 * @param nonce the challenge as the text it was issued as
 * @returns what is left to be verified
 * @throws ProofError
 */
export function checkPossession(
  proof: unknown,
  expected: { organisation: string; nonce: string; commitment: IdentityCommitment; depth: number },
): ParsedProof {
  const { organisation, nonce, commitment, depth } = expected;
  const parsed = parseProof(proof, depth);
  checkStatement(parsed, {
    roots: [possessionPath(commitment, depth).root],
    scope: enrolScope(organisation, nonce),
    message: enrolMessage(commitment),
  });
  return parsed;
}
