import { afterAll, beforeAll, expect, test } from 'vitest';
import { identityFromEntropy } from '~/crypto/semaphore/key';
import { loadProver, type Prover } from '~/crypto/semaphore/prover';
import { petitionScope, petitionTextDigest, signMessage, type SignatureAction } from '~/crypto/semaphore/statement';
import { PoseidonTree } from '~/crypto/semaphore/tree';
import { VERIFICATION_KEYS } from '~/crypto/semaphore/verification-keys';
import { createVerifier } from '~/crypto/semaphore/verifier';
import { acceptAction, type AcceptDeps } from '~/features/anonymous/signatures/accept-action.server';
import { provingFiles } from '~tests/support/proving-files';
import { openSigningHouse, petitionText, type SigningHouse } from '~tests/support/signing-house';

/** The same use case with the key of production, a real tree and real proofs: four of them. */

let house: SigningHouse;
let deps: AcceptDeps;
let prover: Prover;
let petition: string;
let register: number;
const ann = identityFromEntropy(new Uint8Array(16).fill(1));
const outsider = identityFromEntropy(new Uint8Array(16).fill(2));
const tree = new PoseidonTree(17);
tree.setLeaves([
  [3, ann.commitment],
  [70_000, identityFromEntropy(new Uint8Array(16).fill(3)).commitment],
]);

beforeAll(async () => {
  house = await openSigningHouse();
  const verifier = await createVerifier(VERIFICATION_KEYS[17]);
  const verify: AcceptDeps['verification']['verify'] = (proof) =>
    Promise.resolve(verifier.verifyBatch([proof])[0] === null ? 'valid' : 'invalid');
  deps = { ...house.deps, verification: { verify } };
  prover = await loadProver(17, provingFiles(17));
  register = await house.openRegister();
  await house.publishEdition(register, { root: tree.root });
  petition = await house.openPetition();
});
afterAll(() => house.close());

async function body(action: SignatureAction, n: number, identity = ann, group = tree, place = 3) {
  const { root, nullifier, points } = await prover.prove({
    identity,
    path: group.pathFor(place),
    scope: petitionScope('acme', petition),
    message: signMessage(petitionTextDigest(petitionText), action, n),
  });
  return { v: 1, petition, register, edition: 2, action, n, depth: 17, root, nullifier, points: [...points] };
}

test('a member signs and withdraws, and a signature cannot be turned into a withdrawal', async () => {
  const signature = await body('sign', 0);
  await expect(acceptAction(deps, signature)).resolves.toMatchObject({ acts: 1 });
  const forged = { ...signature, action: 'withdraw', n: 1 };
  await expect(acceptAction(deps, forged)).rejects.toMatchObject({ code: 'invalid-proof' });
  await expect(acceptAction(deps, await body('withdraw', 1))).resolves.toMatchObject({ acts: 2 });
});

test('who is on no register proves only that of a tree of one’s own: another root', async () => {
  const own = new PoseidonTree(17);
  own.setLeaves([[0, outsider.commitment]]);
  const claimed = await body('sign', 0, outsider, own, 0);
  await expect(acceptAction(deps, claimed)).rejects.toMatchObject({ code: 'wrong-root' });
  const disguised = { ...claimed, root: tree.root.toString() };
  await expect(acceptAction(deps, disguised)).rejects.toMatchObject({ code: 'invalid-proof' });
});

test('who enrols the root of a tree of one’s own stands on the register as one leaf that nobody can act with', async () => {
  const own = new PoseidonTree(17);
  own.setLeaves([[0, outsider.commitment]]);
  const tricked = new PoseidonTree(17);
  // The root of the sub-tree as a leaf: its path and the sub-tree's own are longer together than any path here.
  tricked.setLeaves([[9, own.root]]);
  const edition = await house.publishEdition(register, { root: tricked.root });
  const above = tricked.pathFor(9);
  const below = own.pathFor(0);
  const path = { ...above, siblings: [...below.siblings, ...above.siblings] };
  const input = {
    identity: outsider,
    scope: petitionScope('acme', petition),
    message: signMessage(petitionTextDigest(petitionText), 'sign', 0),
  };
  await expect(prover.prove({ ...input, path })).rejects.toMatchObject({ code: 'not-on-path' });
  const cut = { ...above, siblings: [...below.siblings.slice(0, 8), ...above.siblings.slice(0, 9)] };
  await expect(prover.prove({ ...input, path: cut })).rejects.toMatchObject({ code: 'not-on-path' });
  const claimed = { ...(await body('sign', 0, outsider, own, 0)), edition };
  await expect(acceptAction(deps, claimed)).rejects.toMatchObject({ code: 'wrong-root' });
  const disguised = { ...claimed, root: tricked.root.toString() };
  await expect(acceptAction(deps, disguised)).rejects.toMatchObject({ code: 'invalid-proof' });
});

test('a proof that is simulated with the test key is worth nothing in production', async () => {
  const simulated = await house.body({ petition, person: 'anybody', edition: 2 });
  await expect(house.post(simulated)).resolves.toMatchObject({ acts: 1 });
  await expect(
    acceptAction(deps, await house.body({ petition, person: 'somebody', edition: 2 })),
  ).rejects.toMatchObject({
    code: 'invalid-proof',
  });
});
