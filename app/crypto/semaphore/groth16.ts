import { buildBn128, type Command, type Curve } from 'ffjavascript';
import { toBigInt } from '../hash';
import { FIELD_ORDER } from './field';
import type { ProofPoints } from './proof';
import type { VerificationKey } from './verifier';
import { COEFFICIENT_BYTES, type ProvingKey } from './zkey';

/*
 * Groth16 (eprint 2016/260) over BN254 on the arithmetic of ffjavascript, as snarkjs 0.7.6 does it, but taken apart: the
 * key is read once, and two of the five large sums can be made elsewhere at the same time. All of it runs in the thread
 * that calls it: no blob: workers, no shared memory.
 */

const ELEMENT = 32;
/** Bits taken at a time in large sums; the best size for some 6,000 to 8,000 bases. */
const WINDOW = 9;

/** The two sums that a second thread can make: about half of the work. */
export interface AssistedSums {
  b2: Uint8Array;
  c: Uint8Array;
}

/** The bases of those sums, all that a second thread has to hold. */
export type AssistedBases = Pick<ProvingKey, 'b2' | 'c'>;

/** Makes those sums of a witness. */
export type Assist = (witness: Uint8Array) => Promise<AssistedSums>;

/** The curve's arithmetic; building it takes about 0.15 s and 25 MB. */
export function loadCurve(): Promise<Curve> {
  return buildBn128(true);
}

/** An `Assist` in this thread. */
export function assistWith(curve: Curve, bases: AssistedBases): Assist {
  return async (witness) => ({
    b2: await sumOfProducts(curve, 'G2', bases.b2, witness),
    c: await sumOfProducts(curve, 'G1', bases.c, privateWires(witness, bases.c)),
  });
}

/**
 * Makes a proof; another one every time, as it is blinded at random.
 * @param witness all wires, 32 bytes each, little endian
 * @returns the points in the order of the stock library
 */
export async function proveGroth16(
  curve: Curve,
  key: ProvingKey,
  witness: Uint8Array,
  assist: Assist,
): Promise<ProofPoints<bigint>> {
  if (witness.length !== key.wires * ELEMENT) throw new RangeError('The witness is of another circuit');
  const { Fr, G1, G2 } = curve;
  const assisted = assist(witness);
  // Awaited only after this thread's own share; until then nobody else would look at its failure.
  assisted.catch(() => undefined);
  const h = await sumOfProducts(curve, 'G1', key.h, await quotient(curve, key, witness));
  const a = await sumOfProducts(curve, 'G1', key.a, witness);
  const b1 = await sumOfProducts(curve, 'G1', key.b1, witness);
  const { b2, c } = await assisted;

  const [r, s] = [Fr.fromObject(randomScalar()), Fr.fromObject(randomScalar())];
  const piA = G1.add(G1.add(a, key.alpha1), G1.timesFr(key.delta1, r));
  const piB = G2.add(G2.add(b2, key.beta2), G2.timesFr(key.delta2, s));
  const piB1 = G1.add(G1.add(b1, key.beta1), G1.timesFr(key.delta1, s));
  const blinding = [G1.timesFr(piA, s), G1.timesFr(piB1, r), G1.timesFr(key.delta1, Fr.neg(Fr.mul(r, s)))];
  const piC = [h, ...blinding].reduce((sum, point) => G1.add(sum, point), c);

  const [ax, ay] = G1.toObject(G1.toAffine(piA));
  const [[bx0, bx1], [by0, by1]] = G2.toObject(G2.toAffine(piB));
  const [cx, cy] = G1.toObject(G1.toAffine(piC));
  return [ax, ay, bx1, bx0, by1, by0, cx, cy];
}

/**
 * Verifies a proof that was just made here. For proofs of others use `Verifier`: neither curve nor subgroup are checked.
 * @param signals the public signals in the order of the circuit
 */
export async function checkOwnProof(
  curve: Curve,
  key: VerificationKey,
  signals: readonly bigint[],
  points: ProofPoints<bigint>,
): Promise<boolean> {
  const { Fr, G1, G2 } = curve;
  const g1 = (point: readonly string[]) => G1.fromObject(point.map(BigInt));
  const g2 = (point: readonly (readonly string[])[]) => {
    return G2.fromObject(point.map((pair) => pair.map(BigInt) as [bigint, bigint]));
  };
  const [constant, ...inputs] = key.IC.map(g1);
  if (!constant || inputs.length !== signals.length) return false;
  const stated = inputs.reduce(
    (sum, point, index) => G1.add(sum, G1.timesFr(point, Fr.fromObject(signals[index] as bigint))),
    constant,
  );
  const [ax, ay, bx1, bx0, by1, by0, cx, cy] = points;
  return curve.pairingEq(
    G1.neg(G1.fromObject([ax, ay])),
    G2.fromObject([[bx0, bx1], [by0, by1]]), // prettier-ignore
    stated,
    g2(key.vk_gamma_2),
    G1.fromObject([cx, cy]),
    g2(key.vk_delta_2),
    g1(key.vk_alpha_1),
    g2(key.vk_beta_2),
  );
}

/** Evaluations of (A B - C) on the odd coset: the scalars of the sum over `h`. */
async function quotient(curve: Curve, key: ProvingKey, witness: Uint8Array): Promise<Uint8Array> {
  const { Fr } = curve;
  const power = Math.log2(key.domain);
  const shift = power === Fr.s ? Fr.shift : Fr.w[power + 1];
  if (!shift) throw new RangeError('The domain is too large');
  const evaluations = await constraintValues(curve, key, witness);
  const odd: Uint8Array[] = [];
  for (const values of evaluations) {
    odd.push(await Fr.fft(await Fr.batchApplyKey(await Fr.ifft(values), Fr.one, shift)));
  }
  const [a, b, c] = odd as [Uint8Array, Uint8Array, Uint8Array];
  const [scalars] = await curve.tm.queueAction([
    { cmd: 'ALLOCSET', var: 0, buff: a },
    { cmd: 'ALLOCSET', var: 1, buff: b },
    { cmd: 'ALLOCSET', var: 2, buff: c },
    { cmd: 'ALLOC', var: 3, len: a.length },
    {
      cmd: 'CALL',
      fnName: 'qap_joinABC',
      params: [{ var: 0 }, { var: 1 }, { var: 2 }, { val: key.domain }, { var: 3 }],
    },
    { cmd: 'CALL', fnName: 'frm_batchFromMontgomery', params: [{ var: 3 }, { val: key.domain }, { var: 3 }] },
    { cmd: 'GET', out: 0, var: 3, len: a.length },
  ]);
  return scalars as Uint8Array;
}

/** The values of the matrices A and B at this witness, one a constraint, and their products. */
function constraintValues(curve: Curve, key: ProvingKey, witness: Uint8Array): Promise<Uint8Array[]> {
  const bytes = key.domain * ELEMENT;
  return curve.tm.queueAction([
    { cmd: 'ALLOCSET', var: 0, buff: key.coefficients },
    { cmd: 'ALLOCSET', var: 1, buff: witness },
    { cmd: 'ALLOC', var: 2, len: bytes },
    { cmd: 'ALLOC', var: 3, len: bytes },
    { cmd: 'ALLOC', var: 4, len: bytes },
    {
      cmd: 'CALL',
      fnName: 'qap_buildABC',
      params: [
        { var: 0 },
        { val: key.coefficients.length / COEFFICIENT_BYTES },
        { var: 1 },
        { var: 2 },
        { var: 3 },
        { var: 4 },
        { val: 0 },
        { val: key.domain },
        { val: 0 },
        { val: key.wires },
      ],
    },
    { cmd: 'GET', out: 0, var: 2, len: bytes },
    { cmd: 'GET', out: 1, var: 3, len: bytes },
    { cmd: 'GET', out: 2, var: 4, len: bytes },
  ]);
}

/**
 * The sum of all bases times their scalars, by windows of bits. ffjavascript's own function copies bases and scalars for
 * every window; here they are copied once, which spares some 40 MB.
 * @param bases affine
 * @param scalars of 32 bytes, little endian
 */
async function sumOfProducts(
  curve: Curve,
  name: 'G1' | 'G2',
  bases: Uint8Array,
  scalars: Uint8Array,
): Promise<Uint8Array> {
  const group: Pick<Curve['G1'], 'add' | 'double' | 'zero'> = curve[name];
  const count = scalars.length / ELEMENT;
  const coordinates = bases.length / count / 2;
  const windows = Math.ceil(256 / WINDOW);
  const sums = Array.from({ length: windows }, (_, window) => window + 2);
  const results = await curve.tm.queueAction([
    { cmd: 'ALLOCSET', var: 0, buff: bases },
    { cmd: 'ALLOCSET', var: 1, buff: scalars },
    ...sums.map((sum): Command => ({ cmd: 'ALLOC', var: sum, len: coordinates * 3 })),
    ...sums.map((sum, window): Command => {
      const bit = window * WINDOW;
      const [from, bits] = [{ val: bit }, { val: Math.min(256 - bit, WINDOW) }];
      const params = [{ var: 0 }, { var: 1 }, { val: ELEMENT }, { val: count }, from, bits, { var: sum }];
      return { cmd: 'CALL', fnName: `${name.toLowerCase()}m_multiexpAffine_chunk`, params };
    }),
    ...sums.map((sum, window): Command => ({ cmd: 'GET', out: window, var: sum, len: coordinates * 3 })),
  ]);
  return results.reduceRight((sum, result) => {
    let shifted = sum;
    for (let bit = 0; bit < WINDOW; bit += 1) shifted = group.double(shifted);
    return group.add(shifted, result);
  }, group.zero);
}

/** The wires that are not public: `c` has no base for the constant and the public signals, which come first. */
function privateWires(witness: Uint8Array, bases: Uint8Array): Uint8Array {
  return witness.subarray(witness.length - (bases.length / 64) * ELEMENT);
}

/** Uniform to within 2^-66: 320 random bits, reduced. */
function randomScalar(): bigint {
  return toBigInt(crypto.getRandomValues(new Uint8Array(40))) % FIELD_ORDER;
}
