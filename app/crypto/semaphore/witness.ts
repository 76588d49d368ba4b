import { FIELD_ORDER } from './field';

/** The inputs of a circuit by name. */
export type CircuitInputs = Readonly<Record<string, bigint | readonly bigint[]>>;

/** What a circuit compiled by circom 2 exports. */
interface CircuitExports {
  init(sanityCheck: number): void;
  getVersion(): number;
  getFieldNumLen32(): number;
  getInputSize(): number;
  getInputSignalSize(hashHigh: number, hashLow: number): number;
  setInputSignal(hashHigh: number, hashLow: number, position: number): void;
  getWitnessSize(): number;
  getWitness(index: number): void;
  writeSharedRWMemory(position: number, word: number): void;
  readSharedRWMemory(position: number): number;
}

const WORDS = 8;

/** Inputs that the circuit does not accept. */
export class WitnessError extends Error {
  override readonly name = 'WitnessError';
}

/**
 * Computes all wires of a circuit. A fresh instance each time: its memory holds secrets, and goes with it.
 * @param circuit compiled from the circuit's file
 * @returns wires of 32 bytes, little endian: the constant one, the public signals, the rest
 * @throws WitnessError when inputs are missing, too many, or contradict the circuit
 */
export async function calculateWitness(circuit: WebAssembly.Module, inputs: CircuitInputs): Promise<Uint8Array> {
  const instance = await WebAssembly.instantiate(circuit, { runtime: RUNTIME });
  const exports = instance.exports as unknown as CircuitExports;
  if (exports.getVersion() !== 2 || exports.getFieldNumLen32() !== WORDS) {
    throw new WitnessError('The circuit was made for another runtime');
  }
  exports.init(0);
  let count = 0;
  for (const [name, value] of Object.entries(inputs)) {
    const values = typeof value === 'bigint' ? [value] : value;
    const [high, low] = signalHash(name);
    if (exports.getInputSignalSize(high, low) !== values.length) throw new WitnessError(`Not an input: ${name}`);
    for (const [position, each] of values.entries()) {
      writeElement(exports, each);
      exports.setInputSignal(high, low, position);
      count += 1;
    }
  }
  if (count !== exports.getInputSize()) throw new WitnessError('An input is missing');
  return readWires(exports);
}

/** Calls back when a constraint fails; there is nothing to print, a circuit's messages could hold secrets. */
const RUNTIME = {
  exceptionHandler(code: number) {
    throw new WitnessError(`The inputs contradict the circuit (${code})`);
  },
  printErrorMessage() {},
  writeBufferMessage() {},
  showSharedRWMemory() {},
};

function writeElement(exports: CircuitExports, value: bigint): void {
  if (value < 0n || value >= FIELD_ORDER) throw new WitnessError('An input is not an element of the field');
  for (let word = 0; word < WORDS; word += 1) {
    exports.writeSharedRWMemory(word, Number(BigInt.asUintN(32, value >> BigInt(32 * word))) | 0);
  }
}

function readWires(exports: CircuitExports): Uint8Array {
  const wires = new Uint8Array(exports.getWitnessSize() * WORDS * 4);
  const view = new DataView(wires.buffer);
  for (let at = 0; at < wires.length; at += 4) {
    const word = (at / 4) % WORDS;
    if (word === 0) exports.getWitness(at / 32);
    view.setUint32(at, exports.readSharedRWMemory(word), true);
  }
  return wires;
}

/** FNV-1a of 64 bits: how circom 2 names input signals. */
function signalHash(name: string): [high: number, low: number] {
  let hash = 0xcbf29ce484222325n;
  for (const byte of new TextEncoder().encode(name)) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  }
  return [Number(hash >> 32n) | 0, Number(BigInt.asUintN(32, hash)) | 0];
}
