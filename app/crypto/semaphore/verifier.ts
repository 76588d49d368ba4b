import mcl, { type Fr, type G1, type G2, type GT, type PrecomputedG2 } from 'mcl-wasm';
import { onCurve1, onCurve2, pointG1, pointG2, randomWeights, scalar, type Extension } from './points';
import { ProofError, type ParsedProof } from './proof';

/** A Groth16 verification key in the JSON form of snarkjs. Only the four public signals of Semaphore are supported. */
export interface VerificationKey {
  readonly protocol: string;
  readonly curve: string;
  readonly nPublic: number;
  readonly vk_alpha_1: readonly string[];
  readonly vk_beta_2: readonly (readonly string[])[];
  readonly vk_gamma_2: readonly (readonly string[])[];
  readonly vk_delta_2: readonly (readonly string[])[];
  readonly IC: readonly (readonly string[])[];
}

/** Verifies proofs that passed `parseProof` and `checkStatement` (protocol 4, the last checks). */
export interface Verifier {
  /**
   * @throws ProofError `off-curve` (a point is not on its curve, or is the point at infinity), `off-subgroup` (B has
   *   another order; the stock verifier does not look), `invalid`
   */
  verifyOne(proof: ParsedProof): void;
  /**
   * The same for many at once, about 2.5 times as fast: one equation with random 128-bit weights, which a wrong proof
   * passes with a chance of 2^-128; where it fails, one by one.
   * @returns for each proof in turn null, or why it is refused
   */
  verifyBatch(proofs: readonly ParsedProof[]): (ProofError | null)[];
}

let ready: Promise<void> | undefined;

/** A second initialisation would replace the memory that prepared keys point into. */
function initialise(): Promise<void> {
  ready ??= mcl.init(mcl.BN_SNARK1);
  return ready;
}

/**
 * Prepares a verification key, once a process or thread; about 20 ms and 5 MB.
 * @param key trusted: whoever knows its trapdoor can prove anything. Tests pass such a key, production only
 *   `VERIFICATION_KEYS`.
 * @throws RangeError for a key of another proof system, curve or number of signals, or with points that are none
 */
export async function createVerifier(key: VerificationKey): Promise<Verifier> {
  await initialise();
  const prepared = prepare(key);
  const verifyOne = (proof: ParsedProof) => {
    if (!equationHolds(prepared, [readPoints(proof)], [scalar(1n)]))
      throw new ProofError('invalid', 'The proof is not valid');
  };
  return {
    verifyOne,
    verifyBatch: (proofs) => {
      const results = proofs.map((proof) => attempt(() => readPoints(proof)));
      const sound = results.filter((result): result is ReadProof => !(result instanceof ProofError));
      if (sound.length === 0 || equationHolds(prepared, sound, randomWeights(sound.length))) {
        return results.map((result) => (result instanceof ProofError ? result : null));
      }
      return proofs.map((proof, index) => {
        const result = results[index];
        if (result instanceof ProofError) return result;
        return attempt(() => verifyOne(proof)) ?? null;
      });
    },
  };
}

function attempt<T>(check: () => T): T | ProofError {
  try {
    return check();
  } catch (error) {
    if (error instanceof ProofError) return error;
    throw error;
  }
}

interface Prepared {
  alpha: G1;
  beta: PrecomputedG2;
  gamma: PrecomputedG2;
  delta: PrecomputedG2;
  /** Constant first, then one for each public signal. */
  inputs: G1[];
}

interface ReadProof {
  a: G1;
  b: G2;
  c: G1;
  signals: Fr[];
}

function prepare(key: VerificationKey): Prepared {
  if (key.protocol !== 'groth16' || key.curve !== 'bn128' || key.nPublic !== 4 || key.IC.length !== 5) {
    throw new RangeError('Not a verification key of Semaphore');
  }
  const g1 = (point: readonly string[]) => requirePoint(pointG1(...pair(point)));
  const g2 = (point: readonly (readonly string[])[]) => {
    const [x, y] = point;
    return new mcl.PrecomputedG2(requirePoint(pointG2(pair(x), pair(y))));
  };
  return {
    alpha: g1(key.vk_alpha_1),
    beta: g2(key.vk_beta_2),
    gamma: g2(key.vk_gamma_2),
    delta: g2(key.vk_delta_2),
    inputs: key.IC.map(g1),
  };
}

function pair(numbers: readonly string[] | undefined): Extension {
  const [first, second] = numbers ?? [];
  if (first === undefined || second === undefined)
    throw new RangeError('A point of the verification key is incomplete');
  return [BigInt(first), BigInt(second)];
}

function requirePoint<T extends G1 | G2>(point: T): T {
  if (!point.isValid() || !point.isValidOrder()) throw new RangeError('A point of the verification key is none');
  return point;
}

/** @throws ProofError `off-curve`, `off-subgroup` */
function readPoints(proof: ParsedProof): ReadProof {
  const [ax, ay, bx1, bx0, by1, by0, cx, cy] = proof.points;
  const bx: Extension = [bx0, bx1];
  const by: Extension = [by0, by1];
  if (!onCurve1(ax, ay) || !onCurve2(bx, by) || !onCurve1(cx, cy)) {
    throw new ProofError('off-curve', 'A point of the proof is not on its curve');
  }
  const b = pointG2(bx, by);
  // G1 has prime order, so being on the curve is enough for A and C.
  if (!b.isValidOrder()) throw new ProofError('off-subgroup', 'B is not in the subgroup of prime order');
  const signals = [proof.root, proof.nullifier, proof.message, proof.scope].map(scalar);
  return { a: pointG1(ax, ay), b, c: pointG1(cx, cy), signals };
}

/**
 * Groth16 for all proofs at once, w being the weights:
 * product of e(w A, B) = e(sum w alpha, beta) e(sum w inputs, gamma) e(sum w C, delta).
 */
function equationHolds(key: Prepared, proofs: readonly ReadProof[], w: readonly Fr[]): boolean {
  const total = w.reduce((sum, weight) => mcl.add(sum, weight));
  const factors = [0, 1, 2, 3].map((signal) =>
    proofs
      .map((proof, index) => mcl.mul(w[index] as Fr, proof.signals[signal] as Fr))
      .reduce((sum, product) => mcl.add(sum, product)),
  );
  const inputs = mcl.mulVec(key.inputs, [total, ...factors]);
  const c = mcl.mulVec(
    proofs.map((proof) => proof.c),
    [...w],
  );
  const right = [
    mcl.precomputedMillerLoop2(mcl.neg(inputs), key.gamma, mcl.neg(c), key.delta),
    mcl.precomputedMillerLoop(mcl.neg(mcl.mul(key.alpha, total)), key.beta),
  ];
  const left = proofs.map((proof, index) => mcl.millerLoop(mcl.mul(proof.a, w[index] as Fr), proof.b));
  const product = [...left, ...right].reduce((sum: GT, factor: GT) => mcl.mul(sum, factor));
  return mcl.finalExp(product).isOne();
}
