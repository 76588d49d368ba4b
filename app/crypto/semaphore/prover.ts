import { poseidon2 } from 'poseidon-lite/poseidon2';
import { isArtifact, type Artifacts } from './artifacts';
import { assistWith, checkOwnProof, loadCurve, proveGroth16, type Assist, type AssistedBases } from './groth16';
import { asNullifier, type IdentityCommitment } from './field';
import { toWireProof, type WireProof } from './proof';
import { reduce, type Message, type Scope } from './statement';
import { rootOfPath, type MerklePath } from './tree';
import { VERIFICATION_KEYS, type ProvableDepth } from './verification-keys';
import { calculateWitness } from './witness';
import { readProvingKey } from './zkey';

/** What is proved: that the holder of a secret stands at the end of this path, acting in this scope with this message. */
export interface ProofInput {
  /** Secret: never leaves the device. A `SemaphoreIdentity` has both. */
  readonly identity: { readonly secretScalar: bigint; readonly commitment: IdentityCommitment };
  readonly path: MerklePath;
  /** Not reduced, as everywhere. */
  readonly scope: Scope;
  readonly message: Message;
}

/** Where the work stands, in this order. */
export type ProofStage = 'loading' | 'witness' | 'proof' | 'checking';

/** Why no proof was made. */
export class ProverError extends Error {
  override readonly name = 'ProverError';
  constructor(
    readonly code: 'wrong-file' | 'not-on-path' | 'self-check-failed' | 'download-failed' | 'worker-failed' | 'closed',
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** Makes membership proofs of one depth. */
export interface Prover {
  /**
   * Makes a proof and verifies it before it is returned (protocol 4). One at a time.
   * @throws ProverError `not-on-path` (the path has another depth, leaf or root), `self-check-failed`
   */
  prove(input: ProofInput, onStage?: (stage: ProofStage) => void): Promise<WireProof>;
}

/**
 * Prepares everything that does not depend on what is proved: about 0.3 s.
 * @param files bytes from our own host; used only if their hashes are right
 * @param assistance makes half of the sums in another thread; without it this one makes them all
 * @throws ProverError `wrong-file`
 */
export async function loadProver(
  depth: ProvableDepth,
  files: Artifacts<Uint8Array>,
  assistance?: (bases: AssistedBases) => Assist,
): Promise<Prover> {
  for (const kind of ['wasm', 'zkey'] as const) {
    if (!(await isArtifact(depth, kind, files[kind]))) {
      throw new ProverError('wrong-file', 'A file for proving is not the one that it should be');
    }
  }
  const key = readProvingKey(files.zkey);
  const [curve, circuit] = await Promise.all([loadCurve(), WebAssembly.compile(new Uint8Array(files.wasm))]);
  const assist = assistance?.(key) ?? assistWith(curve, key);
  return {
    async prove({ identity, path, scope, message }, onStage = () => undefined) {
      checkPath(path, identity.commitment, depth);
      const [reducedScope, reducedMessage] = [reduce(scope), reduce(message)];
      const nullifier = asNullifier(poseidon2([reducedScope, identity.secretScalar]));
      onStage('witness');
      const witness = await calculateWitness(circuit, {
        secret: identity.secretScalar,
        merkleProofLength: BigInt(depth),
        merkleProofIndex: BigInt(path.index),
        merkleProofSiblings: path.siblings,
        scope: reducedScope,
        message: reducedMessage,
      });
      onStage('proof');
      const points = await proveGroth16(curve, key, witness, assist);
      witness.fill(0);
      onStage('checking');
      // Signals as we know they must be, not as the circuit put them out: a wrong secret or path ends here.
      const signals = [path.root, nullifier, reducedMessage, reducedScope];
      if (!(await checkOwnProof(curve, VERIFICATION_KEYS[depth], signals, points))) {
        throw new ProverError('self-check-failed', 'The proof that was made is not valid');
      }
      return toWireProof({ depth, root: path.root, nullifier, scope: reducedScope, message: reducedMessage, points });
    },
  };
}

function checkPath(path: MerklePath, commitment: IdentityCommitment, depth: number): void {
  if (path.siblings.length !== depth || path.leaf !== commitment || rootOfPath(path) !== path.root) {
    throw new ProverError('not-on-path', 'This identity is not at the end of this path');
  }
}
