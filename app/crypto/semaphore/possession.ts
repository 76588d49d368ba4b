import { hashFields, toBigInt } from '../hash';
import { asGroupRoot, type IdentityCommitment } from './field';
import type { ExpectedStatement } from './proof';
import { enrolMessage, enrolScope, reduce } from './statement';
import { REGISTER_DEPTH, rootOfPath, type MerklePath } from './tree';

/*
 * Proof of possession (protocol 3): a membership proof in a tree that holds only the commitment to be enrolled. It is
 * the second lock against enrolling the root of a tree of one's own, and keeps people from enrolling somebody else's key.
 */

/** Every sibling: no zero subtree, so that such a tree never shares its root with a register of one member. */
const SIBLING = reduce(toBigInt(hashFields('possession-sibling/v1')));

/** The path of a commitment in the tree that holds nothing else. */
export function possessionPath(commitment: IdentityCommitment, depth: number = REGISTER_DEPTH): MerklePath {
  const siblings = Array.from({ length: depth }, () => SIBLING);
  const root = asGroupRoot(rootOfPath({ leaf: commitment, index: 0, siblings }));
  return { root, leaf: commitment, index: 0, siblings };
}

/**
 * What a proof of possession must say, for `checkStatement`; whoever makes the proof takes scope and message from here too.
 * @param nonce the server's, to be used once
 */
export function possessionStatement(
  organisation: string,
  nonce: Uint8Array | string,
  commitment: IdentityCommitment,
  depth: number = REGISTER_DEPTH,
): ExpectedStatement {
  return {
    roots: [possessionPath(commitment, depth).root],
    scope: enrolScope(organisation, nonce),
    message: enrolMessage(commitment),
  };
}
