import mcl, { type Fp, type Fr, type G1, type G2 } from 'mcl-wasm';
import { BASE_FIELD_ORDER, toBytes32 } from './field';

/** An element of the quadratic extension of the base field: real part, then the factor of u (u^2 = -1). */
export type Extension = readonly [bigint, bigint];

const q = BASE_FIELD_ORDER;
const modulo = (value: bigint) => ((value % q) + q) % q;

/** The constant of the twist, 3 / (9 + u). */
const TWIST: Extension = [
  19485874751759354771024239261021720505790618469301721065564631296452457478373n,
  266929791119991161246907387137283842545076965332900288569378510910307636690n,
];

/** Whether (x, y), both below the base field's order, is on BN254's curve. The point at infinity has no such pair. */
export function onCurve1(x: bigint, y: bigint): boolean {
  return modulo(y * y - x * x * x - 3n) === 0n;
}

/** Whether (x, y) is on the twist. That it is in the subgroup of prime order is another question. */
export function onCurve2(x: Extension, y: Extension): boolean {
  const left = times(y, y);
  const right = times(times(x, x), x);
  return modulo(left[0] - right[0] - TWIST[0]) === 0n && modulo(left[1] - right[1] - TWIST[1]) === 0n;
}

function times(a: Extension, b: Extension): Extension {
  return [modulo(a[0] * b[0] - a[1] * b[1]), modulo(a[0] * b[1] + a[1] * b[0])];
}

/** As the library holds it; neither curve nor order is checked. `createVerifier` has initialised the library before. */
export function pointG1(x: bigint, y: bigint): G1 {
  const point = new mcl.G1();
  point.setX(coordinate(x));
  point.setY(coordinate(y));
  point.setZ(coordinate(1n));
  return point;
}

/** As the library holds it; neither curve nor order is checked. */
export function pointG2(x: Extension, y: Extension): G2 {
  const point = new mcl.G2();
  point.setX(extension(x));
  point.setY(extension(y));
  point.setZ(extension([1n, 0n]));
  return point;
}

/** @param value below the order of the scalar field */
export function scalar(value: bigint): Fr {
  const element = new mcl.Fr();
  element.setLittleEndian(toBytes32(value).reverse());
  return element;
}

/** `count` random numbers of 128 bits: what an attacker must guess to pass a wrong proof in a batch. */
export function randomWeights(count: number): Fr[] {
  const random = crypto.getRandomValues(new Uint8Array(16 * count));
  return Array.from({ length: count }, (_, index) => {
    const element = new mcl.Fr();
    element.setLittleEndian(random.subarray(16 * index, 16 * (index + 1)));
    return element;
  });
}

function coordinate(value: bigint): Fp {
  const element = new mcl.Fp();
  element.setLittleEndian(toBytes32(value).reverse());
  return element;
}

function extension([real, imaginary]: Extension) {
  const element = new mcl.Fp2();
  element.set_a(coordinate(real));
  element.set_b(coordinate(imaginary));
  return element;
}
