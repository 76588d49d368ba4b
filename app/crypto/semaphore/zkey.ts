import { BASE_FIELD_ORDER, FIELD_ORDER } from './field';
import { toBigInt } from '../hash';

/** A Groth16 proving key, as views into the file. Points are affine, little endian, in Montgomery form. */
export interface ProvingKey {
  /** Wires of the circuit, the constant one included. */
  readonly wires: number;
  readonly publicSignals: number;
  /** Size of the evaluation domain, a power of two. */
  readonly domain: number;
  readonly alpha1: Uint8Array;
  readonly beta1: Uint8Array;
  readonly beta2: Uint8Array;
  readonly delta1: Uint8Array;
  readonly delta2: Uint8Array;
  /** Entries of 44 bytes: matrix (0 or 1), constraint, wire, each u32; coefficient, twice in Montgomery form. */
  readonly coefficients: Uint8Array;
  readonly a: Uint8Array;
  readonly b1: Uint8Array;
  readonly b2: Uint8Array;
  readonly c: Uint8Array;
  readonly h: Uint8Array;
}

const GROTH16 = 1;
const G1 = 64;
const G2 = 128;

/** Bytes of one entry in `coefficients`. */
export const COEFFICIENT_BYTES = 44;

/**
 * Reads a .zkey file of snarkjs (sections 1, 2 and 4 to 9).
 * @param file trusted: its hash was checked
 * @throws RangeError for anything but a complete Groth16 key over BN254
 */
export function readProvingKey(file: Uint8Array): ProvingKey {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const sections = readSections(file, view);
  const section = (id: number, bytes?: number) => {
    const found = sections.get(id);
    if (!found || (bytes !== undefined && found.length !== bytes)) throw new RangeError('Not a complete proving key');
    return found;
  };
  const protocol = section(1, 4);
  const header = section(2);
  const headerView = new DataView(header.buffer, header.byteOffset, header.byteLength);
  const number = (at: number) => headerView.getUint32(at, true);
  const big = (at: number) => toBigInt(header.slice(at, at + 32).reverse());
  if (
    protocol[0] !== GROTH16 ||
    header.length !== 84 + 3 * G1 + 3 * G2 ||
    big(4) !== BASE_FIELD_ORDER ||
    big(40) !== FIELD_ORDER
  ) {
    throw new RangeError('Not a Groth16 proving key over BN254');
  }
  const [wires, publicSignals, domain] = [number(72), number(76), number(80)];
  const point = (at: number, bytes: number) => header.subarray(84 + at, 84 + at + bytes);
  const coefficients = section(4).subarray(4);
  if (coefficients.length % COEFFICIENT_BYTES !== 0) throw new RangeError('Not a complete proving key');
  return {
    wires,
    publicSignals,
    domain,
    alpha1: point(0, G1),
    beta1: point(G1, G1),
    beta2: point(2 * G1, G2),
    delta1: point(2 * G1 + 2 * G2, G1),
    delta2: point(3 * G1 + 2 * G2, G2),
    coefficients,
    a: section(5, wires * G1),
    b1: section(6, wires * G1),
    b2: section(7, wires * G2),
    c: section(8, (wires - publicSignals - 1) * G1),
    h: section(9, domain * G1),
  };
}

function readSections(file: Uint8Array, view: DataView): Map<number, Uint8Array> {
  const magic = String.fromCharCode(...file.subarray(0, 4));
  if (file.length < 12 || magic !== 'zkey') throw new RangeError('Not a proving key');
  const sections = new Map<number, Uint8Array>();
  let at = 12;
  for (let left = view.getUint32(8, true); left > 0; left -= 1) {
    if (at + 12 > file.length) throw new RangeError('Not a complete proving key');
    const id = view.getUint32(at, true);
    const end = at + 12 + Number(view.getBigUint64(at + 4, true));
    if (end > file.length) throw new RangeError('Not a complete proving key');
    sections.set(id, file.subarray(at + 12, end));
    at = end;
  }
  return sections;
}
