import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { poseidon2 } from 'poseidon-lite/poseidon2';
import { asIdentityCommitment } from '~/crypto/semaphore/field';
import { identityFromEntropy } from '~/crypto/semaphore/key';
import { possessionPath } from '~/crypto/semaphore/possession';
import { loadProver, type Prover } from '~/crypto/semaphore/prover';
import { enrolMessage, enrolScope, petitionScope, type Message, type Scope } from '~/crypto/semaphore/statement';
import { rootOfPath, type MerklePath } from '~/crypto/semaphore/tree';
import { VERIFICATION_KEYS } from '~/crypto/semaphore/verification-keys';
import { createVerifier } from '~/crypto/semaphore/verifier';
import { enrolKey, type EnrolDeps } from '~/features/identified/enrolment/enrol-key.server';
import { issueNonce } from '~/features/identified/enrolment/issue-nonce.server';
import { openEnrolmentHouse, randomKey, type EnrolmentHouse } from '~tests/support/enrolment-house';
import { provingFiles } from '~tests/support/proving-files';

let house: EnrolmentHouse;
let prover: Prover;
let deps: EnrolDeps;
const identity = identityFromEntropy(new Uint8Array(16).fill(7));

beforeAll(async () => {
  house = await openEnrolmentHouse();
  prover = await loadProver(17, provingFiles(17));
  const verifier = await createVerifier(VERIFICATION_KEYS[17]);
  deps = { ...house.deps, verify: (proof) => Promise.resolve(verifier.verifyBatch([proof])[0] === null) };
  await house.hire(['A', 'B']);
});
afterAll(() => house.close());

/** Enrols as the browser would, or would not: with this commitment, and a proof of this. */
async function enrol(
  commitment: bigint,
  proves: { path: MerklePath; scope?: (nonce: string) => Scope; message?: Message },
) {
  const { nonce } = await issueNonce(deps, { personNumber: 'A' });
  const proof = await prover.prove({
    identity,
    path: proves.path,
    scope: proves.scope?.(nonce) ?? enrolScope('acme', nonce),
    message: proves.message ?? enrolMessage(asIdentityCommitment(commitment)),
  });
  const key = { commitment: commitment.toString(), nonce, proof: { ...proof, points: [...proof.points] } };
  return enrolKey(deps, { personNumber: 'A', key: { ...key, reason: 'first' } });
}

describe('with the production key', () => {
  test('a simulated proof is worth nothing', async () => {
    const key = await house.body('A', randomKey());
    await expect(enrolKey(deps, { personNumber: 'A', key })).rejects.toThrow('invalid-proof');
  });

  test('the root of a tree of one’s own cannot be enrolled as a leaf', async () => {
    // Her own leaf beside another: she would sign once for each leaf below this root.
    const root = asIdentityCommitment(poseidon2([identity.commitment, 5n]));
    const honest = possessionPath(root, 17);
    // As near as a path of full depth comes: her leaf at the bottom, the sub-tree's root above it.
    const siblings = [5n, ...honest.siblings.slice(1)];
    const near = rootOfPath({ leaf: identity.commitment, index: 0, siblings });
    const path = { leaf: identity.commitment, index: 0, siblings, root: near as MerklePath['root'] };
    await expect(enrol(root, { path })).rejects.toThrow('invalid-proof');
  });

  test('a proof for a petition’s scope enrols nothing', async () => {
    const { commitment } = identity;
    const scope = () => petitionScope('acme', 'p1');
    await expect(enrol(commitment, { path: possessionPath(commitment, 17), scope })).rejects.toThrow('invalid-proof');
  });

  test('a real proof of possession enrols the key', async () => {
    const { commitment } = identity;
    await expect(enrol(commitment, { path: possessionPath(commitment, 17) })).resolves.toEqual({ generation: 1 });
  });
});
