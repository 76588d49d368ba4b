/** The part of ffjavascript 0.3.1 (the arithmetic of snarkjs, without types of its own) that the prover uses. */
declare module 'ffjavascript' {
  /** Elements are bytes in Montgomery form. */
  export interface Field {
    readonly one: Uint8Array;
    /** Roots of unity: `w[k]` has order 2^k. */
    readonly w: readonly Uint8Array[];
    /** How many twos divide the order less one. */
    readonly s: number;
    readonly shift: Uint8Array;
    fromObject(value: bigint): Uint8Array;
    mul(a: Uint8Array, b: Uint8Array): Uint8Array;
    neg(a: Uint8Array): Uint8Array;
    fft(values: Uint8Array): Promise<Uint8Array>;
    ifft(values: Uint8Array): Promise<Uint8Array>;
    /** Multiplies element i by `first * factor^i`. */
    batchApplyKey(values: Uint8Array, first: Uint8Array, factor: Uint8Array): Promise<Uint8Array>;
  }

  /** Points are bytes: two coordinates (affine) or three (Jacobian), in Montgomery form. */
  export interface Group<Coordinate> {
    readonly zero: Uint8Array;
    double(point: Uint8Array): Uint8Array;
    add(a: Uint8Array, b: Uint8Array): Uint8Array;
    neg(a: Uint8Array): Uint8Array;
    timesFr(point: Uint8Array, scalar: Uint8Array): Uint8Array;
    toAffine(point: Uint8Array): Uint8Array;
    toObject(point: Uint8Array): [Coordinate, Coordinate, Coordinate];
    fromObject(point: readonly Coordinate[]): Uint8Array;
  }

  /** One command for the curve's WebAssembly. */
  export type Command =
    | { cmd: 'ALLOCSET'; var: number; buff: Uint8Array }
    | { cmd: 'ALLOC'; var: number; len: number }
    | { cmd: 'CALL'; fnName: string; params: ({ var: number } | { val: number })[] }
    | { cmd: 'GET'; out: number; var: number; len: number };

  export interface Curve {
    readonly Fr: Field;
    readonly G1: Group<bigint>;
    readonly G2: Group<[bigint, bigint]>;
    readonly tm: { queueAction(task: Command[]): Promise<Uint8Array[]> };
    /** Whether the product of the pairings of G1 and G2 points, given in turn, is one. */
    pairingEq(...points: Uint8Array[]): Promise<boolean>;
  }

  /** @param singleThread true: no workers of its own, which would need blob: or data: addresses */
  export function buildBn128(singleThread: true): Promise<Curve>;
}
