import { beforeAll, describe, expect, it } from 'vitest';
import { ARTIFACT_HASHES, isArtifact } from '~/crypto/semaphore/artifacts';
import { assistWith, loadCurve } from '~/crypto/semaphore/groth16';
import { identityFromEntropy, identityFromWords } from '~/crypto/semaphore/key';
import { possessionPath, possessionStatement } from '~/crypto/semaphore/possession';
import { checkStatement, parseProof } from '~/crypto/semaphore/proof';
import { loadProver, type ProofInput, type ProofStage, type Prover } from '~/crypto/semaphore/prover';
import { petitionScope, petitionTextDigest, signMessage, unitMessage } from '~/crypto/semaphore/statement';
import { PoseidonTree, unitTree } from '~/crypto/semaphore/tree';
import { VERIFICATION_KEYS } from '~/crypto/semaphore/verification-keys';
import { createVerifier, type Verifier } from '~/crypto/semaphore/verifier';
import { calculateWitness } from '~/crypto/semaphore/witness';
import { readProvingKey } from '~/crypto/semaphore/zkey';
import { entropyToWords } from '~/crypto/words';
import { provingFiles } from '~tests/support/proving-files';

// Real proofs: each costs more than a second, so each test here makes at most one.
const files = provingFiles(17);
const words = entropyToWords(new Uint8Array(16).fill(9));
const identity = identityFromWords(words);
const other = identityFromEntropy(new Uint8Array(16).fill(10));
const scope = petitionScope('Acme', 'p1');
const digest = petitionTextDigest({ title: 'T', demands: ['D'], background: 'B' });
const message = signMessage(digest, 'sign', 0);
const register = new PoseidonTree(17);

let prover: Prover;
let verifier: Verifier;

beforeAll(async () => {
  register.setLeaves([[3, other.commitment], [70_001, identity.commitment], [131_071, 5n]]); // prettier-ignore
  prover = await loadProver(17, files);
  verifier = await createVerifier(VERIFICATION_KEYS[17]);
});

const input = (change: Partial<ProofInput> = {}): ProofInput => ({
  identity,
  path: register.pathFor(70_001),
  scope,
  message,
  ...change,
});
const code = (code: string): unknown => expect.objectContaining({ code });

describe('a membership proof', () => {
  it('is accepted by the server, tells where it stands and carries no secret', async () => {
    const stages: ProofStage[] = [];
    const wire = await prover.prove(input(), (stage) => stages.push(stage));
    const proof = parseProof(JSON.parse(JSON.stringify(wire)), 17);
    checkStatement(proof, { roots: [register.root], scope, message });
    expect(() => verifier.verifyOne(proof)).not.toThrow();
    expect(proof.nullifier).toBe(identity.nullifier(scope));
    expect(stages).toEqual(['witness', 'proof', 'checking']);
    const sent = JSON.stringify(wire);
    for (const secret of [identity.secretScalar, identity.commitment]) expect(sent).not.toContain(secret.toString());
  });

  it('is blinded: the same statement twice gives other points and the same nullifier', async () => {
    const curve = await loadCurve();
    // The second time with half of the sums made elsewhere.
    const assisted = await loadProver(17, files, (bases) => assistWith(curve, bases));
    const [one, two] = [await prover.prove(input()), await assisted.prove(input())];
    expect(one.nullifier).toBe(two.nullifier);
    one.points.forEach((coordinate, index) => expect(coordinate).not.toBe(two.points[index]));
    expect(verifier.verifyBatch([parseProof(one, 17), parseProof(two, 17)])).toEqual([null, null]);
  });

  it("in a unit's tree has the same nullifier", async () => {
    const unit = unitTree(17, (index) => register.get(0, index), [3, 70_001]);
    const disclosed = unitMessage(digest, 'Operations/Night shift');
    const proof = parseProof(await prover.prove(input({ path: unit.pathFor(70_001), message: disclosed })), 17);
    checkStatement(proof, { roots: [unit.root], scope, message: disclosed });
    expect(() => verifier.verifyOne(proof)).not.toThrow();
    expect(proof.nullifier).toBe(identity.nullifier(scope));
    expect(() => checkStatement(proof, { roots: [register.root], scope, message: disclosed })).toThrow(
      code('unknown-root'),
    );
  });

  it('of possession names the commitment, the organisation and the nonce', async () => {
    const statement = possessionStatement('Acme', 'nonce-1', identity.commitment);
    const path = possessionPath(identity.commitment);
    const { scope, message } = statement;
    const proof = parseProof(await prover.prove({ identity, path, scope, message }), 17);
    checkStatement(proof, statement);
    expect(() => verifier.verifyOne(proof)).not.toThrow();
    const others = [
      [possessionStatement('Acme', 'nonce-1', other.commitment), 'unknown-root'],
      [possessionStatement('Acme', 'nonce-2', identity.commitment), 'wrong-scope'],
      [possessionStatement('Bcme', 'nonce-1', identity.commitment), 'wrong-scope'],
    ] as const;
    for (const [expected, reason] of others) expect(() => checkStatement(proof, expected)).toThrow(code(reason));
    expect(proof.nullifier).not.toBe(identity.nullifier(petitionScope('Acme', 'nonce-1')));
  });

  it('is not made where the path leads elsewhere', async () => {
    const path = register.pathFor(70_001);
    const wrong = [
      register.pathFor(3),
      { ...path, index: 70_000 },
      { ...path, siblings: path.siblings.slice(1) },
      { ...path, siblings: [...path.siblings, 0n] },
      { ...path, leaf: other.commitment },
      { ...path, root: new PoseidonTree(17).root },
    ];
    for (const each of wrong) await expect(prover.prove(input({ path: each }))).rejects.toEqual(code('not-on-path'));
  });

  it("is not made with somebody else's secret: it does not survive the check of one's own proof", async () => {
    const impostor = { commitment: identity.commitment, secretScalar: other.secretScalar };
    await expect(prover.prove(input({ identity: impostor }))).rejects.toEqual(code('self-check-failed'));
  });
});

describe('the files for proving', () => {
  it.each([17, 20] as const)('of depth %i are those of the package', async (depth) => {
    const { wasm, zkey } = provingFiles(depth);
    expect(await isArtifact(depth, 'wasm', wasm)).toBe(true);
    expect(await isArtifact(depth, 'zkey', zkey)).toBe(true);
    expect(await isArtifact(depth, 'zkey', wasm)).toBe(false);
    expect(ARTIFACT_HASHES[depth].zkey).toMatch(/^[0-9a-f]{64}$/);
  });

  it('are not used with one bit flipped, exchanged or of another depth', async () => {
    const flipped = files.zkey.slice();
    flipped[1_000_000] = (flipped[1_000_000] as number) ^ 1;
    await expect(loadProver(17, { ...files, zkey: flipped })).rejects.toEqual(code('wrong-file'));
    await expect(loadProver(17, { wasm: files.zkey, zkey: files.wasm })).rejects.toEqual(code('wrong-file'));
    await expect(loadProver(20, files)).rejects.toEqual(code('wrong-file'));
  });

  it('are read only where complete', () => {
    expect(readProvingKey(files.zkey)).toMatchObject({ wires: 5713, publicSignals: 4, domain: 8192 });
    for (const length of [0, 3, 11, 100, 700, files.zkey.length - 200_000]) {
      expect(() => readProvingKey(files.zkey.slice(0, length)), `${length} bytes`).toThrow(RangeError);
    }
    const plonk = files.zkey.slice();
    plonk[24] = 2;
    expect(() => readProvingKey(plonk)).toThrow(RangeError);
  });

  it('do not accept inputs that the circuit does not have, or too few or too many', async () => {
    const circuit = await WebAssembly.compile(new Uint8Array(files.wasm));
    const inputs = {
      secret: 1n,
      merkleProofLength: 17n,
      merkleProofIndex: 0n,
      merkleProofSiblings: new Array<bigint>(17).fill(0n),
      scope: 1n,
      message: 1n,
    };
    expect(await calculateWitness(circuit, inputs)).toHaveLength(5713 * 32);
    const { scope: _, ...without } = inputs;
    const wrong = [
      without,
      { ...inputs, extra: 1n },
      { ...inputs, secret: -1n },
      { ...inputs, merkleProofSiblings: [0n] },
    ];
    for (const each of wrong) {
      await expect(calculateWitness(circuit, each)).rejects.toEqual(expect.objectContaining({ name: 'WitnessError' }));
    }
    // The secret is below the order of Baby Jubjub's subgroup: one beyond it would be another spelling of a key.
    const beyond = { ...inputs, secret: 2736030358979909402780800718157159386076813972158567259200215660948447373041n };
    await expect(calculateWitness(circuit, beyond)).rejects.toEqual(expect.objectContaining({ name: 'WitnessError' }));
  });
});
