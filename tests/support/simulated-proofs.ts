import { randomBytes } from 'node:crypto';
import mcl, { type Fr, type G1, type G2 } from 'mcl-wasm';
import { toBigInt } from '~/crypto/hash';
import { FIELD_ORDER } from '~/crypto/semaphore/field';
import { pointG1, pointG2, scalar } from '~/crypto/semaphore/points';
import { toWireProof, type ParsedProof, type ProofPoints, type WireProof } from '~/crypto/semaphore/proof';
import { createVerifier, type VerificationKey } from '~/crypto/semaphore/verifier';

/*
 * A test verification key whose trapdoor is known, and valid Groth16 proofs of any statement made with it in milliseconds,
 * without any witness (architecture, "Tests at scale"). It proves nothing about membership: that is its point.
 */

/** What a simulated proof states; scope and message reduced. */
export type SimulatedStatement = Omit<ParsedProof, 'points'>;

/** The numbers that nobody knows of a real key. JSON, so that a test can hand it to another process. */
export interface Trapdoor {
  readonly alpha: string;
  readonly beta: string;
  readonly gamma: string;
  readonly delta: string;
  readonly inputs: readonly string[];
}

export interface Simulator {
  readonly key: VerificationKey;
  readonly trapdoor: Trapdoor;
  /** Another valid proof every time, about 1 ms. */
  prove(statement: SimulatedStatement): WireProof;
}

/** @param trapdoor of an earlier simulator, to go on with its key */
export async function createSimulator(trapdoor: Trapdoor = newTrapdoor()): Promise<Simulator> {
  // Any verifier initialises the curve library; two initialisations in one process would not go together.
  await createVerifier(keyOfGenerators());
  const secret = (text: string) => scalar(BigInt(text));
  const [alpha, beta, gamma, delta] = [trapdoor.alpha, trapdoor.beta, trapdoor.gamma, trapdoor.delta].map(secret) as [
    Fr,
    Fr,
    Fr,
    Fr, // prettier-ignore
  ];
  const inputs = trapdoor.inputs.map(secret);
  const key: VerificationKey = {
    ...keyOfGenerators(),
    vk_alpha_1: affine1(mcl.mul(generator1(), alpha)),
    vk_beta_2: affine2(mcl.mul(generator2(), beta)),
    vk_gamma_2: affine2(mcl.mul(generator2(), gamma)),
    vk_delta_2: affine2(mcl.mul(generator2(), delta)),
    IC: inputs.map((input) => affine1(mcl.mul(generator1(), input))),
  };
  return {
    key,
    trapdoor,
    prove(statement) {
      const a = scalar(randomElement());
      const b = scalar(randomElement());
      const signals = [1n, statement.root, statement.nullifier, statement.message, statement.scope].map(scalar);
      const stated = signals
        .map((signal, index) => mcl.mul(signal, inputs[index] as Fr))
        .reduce((sum, product) => mcl.add(sum, product));
      // e(A, B) = e(alpha, beta) e(stated, gamma) e(C, delta), solved for C with everybody's logarithm in hand.
      const rest = mcl.sub(mcl.sub(mcl.mul(a, b), mcl.mul(alpha, beta)), mcl.mul(stated, gamma));
      const c = mcl.div(rest, delta);
      return toWireProof({ ...statement, points: pointsOf(a, b, c) });
    },
  };
}

function newTrapdoor(): Trapdoor {
  const random = () => randomElement().toString();
  return {
    alpha: random(),
    beta: random(),
    gamma: random(),
    delta: random(),
    inputs: Array.from({ length: 5 }, random),
  };
}

function randomElement(): bigint {
  return (toBigInt(randomBytes(40)) % (FIELD_ORDER - 1n)) + 1n;
}

function pointsOf(a: Fr, b: Fr, c: Fr): ProofPoints<bigint> {
  const [ax, ay] = affine1(mcl.mul(generator1(), a)).map(BigInt);
  const [cx, cy] = affine1(mcl.mul(generator1(), c)).map(BigInt);
  const [[bx0, bx1], [by0, by1]] = affine2(mcl.mul(generator2(), b)).map((each) => each.map(BigInt)) as [
    [bigint, bigint],
    [bigint, bigint],
  ];
  return [ax as bigint, ay as bigint, bx1, bx0, by1, by0, cx as bigint, cy as bigint];
}

function affine1(point: G1): string[] {
  const normal = mcl.normalize(point);
  return [normal.getX().getStr(10), normal.getY().getStr(10), '1'];
}

function affine2(point: G2): string[][] {
  const normal = mcl.normalize(point);
  const [x, y] = [normal.getX(), normal.getY()];
  return [[x.get_a().getStr(10), x.get_b().getStr(10)], [y.get_a().getStr(10), y.get_b().getStr(10)], ['1', '0']]; // prettier-ignore
}

const X2 = [
  10857046999023057135944570762232829481370756359578518086990519993285655852781n,
  11559732032986387107991004021392285783925812861821192530917403151452391805634n,
] as const;
const Y2 = [
  8495653923123431417604973247489272438418190587263600148770280649306958101930n,
  4082367875863433681332203403145435568316851327593401208105741076214120093531n,
] as const;

const generator1 = () => pointG1(1n, 2n);
const generator2 = () => pointG2(X2, Y2);

function keyOfGenerators(): VerificationKey {
  const g1 = ['1', '2', '1'];
  const g2 = [X2.map(String), Y2.map(String), ['1', '0']];
  return {
    protocol: 'groth16',
    curve: 'bn128',
    nPublic: 4,
    vk_alpha_1: g1,
    vk_beta_2: g2,
    vk_gamma_2: g2,
    vk_delta_2: g2,
    IC: Array.from({ length: 5 }, () => g1),
  };
}
