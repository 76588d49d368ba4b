import { toBigInt } from '../hash';

declare const brand: unique symbol;
type Branded<Name extends string> = bigint & { readonly [brand]: Name };

/** Hides who acted and still shows that it was not two people: `poseidon2([reduced scope, secret])`. */
export type Nullifier = Branded<'Nullifier'>;
/** What a register holds of a person: the hash of the identity's public key. Never 0. */
export type IdentityCommitment = Branded<'IdentityCommitment'>;
/** The root of a register's (or unit's) tree in one edition. Never 0. */
export type GroupRoot = Branded<'GroupRoot'>;

/** The scalar field of BN254: what public signals, leaves and nodes are elements of. */
export const FIELD_ORDER = 0x30644e72e131a029b85045b68181585d2833e84879b9709143e1f593f0000001n;
/** The base field of BN254: what coordinates of a proof's points are elements of. Larger than `FIELD_ORDER`. */
export const BASE_FIELD_ORDER = 0x30644e72e131a029b85045b68181585d97816a916871ca8d3c208c16d87cfd47n;

/** A number that is not the one canonical spelling of a field element. */
export class FieldError extends Error {
  override readonly name = 'FieldError';
  constructor(
    readonly code: 'not-canonical' | 'out-of-range' | 'zero' | 'wrong-length',
    message: string,
  ) {
    super(message);
  }
}

const CANONICAL_DECIMAL = /^(?:0|[1-9][0-9]{0,77})$/;

/**
 * Reads a field element in its only accepted spelling (protocol 4). Other spellings of one number verify as well as the
 * canonical one, so that a UNIQUE text column would count them twice.
 *
 * @param decimal attacker-controlled
 * @param order exclusive upper bound; `FIELD_ORDER` unless the value is a coordinate
 * @throws FieldError `not-canonical` (sign, leading zero, blank, other base, too long, not text), `out-of-range`
 */
export function parseCanonical(decimal: string, order: bigint = FIELD_ORDER): bigint {
  if (typeof decimal !== 'string' || !CANONICAL_DECIMAL.test(decimal)) {
    throw new FieldError('not-canonical', 'Not a canonical decimal number');
  }
  const value = BigInt(decimal);
  if (value >= order) throw new FieldError('out-of-range', 'Not below the order of the field');
  return value;
}

/** 32 bytes, most significant first. @throws FieldError `out-of-range` when negative or over 256 bits */
export function toBytes32(value: bigint): Uint8Array {
  if (value < 0n || value >> 256n !== 0n) throw new FieldError('out-of-range', 'Does not fit into 32 bytes');
  const bytes = new Uint8Array(32);
  const view = new DataView(bytes.buffer);
  for (let word = 0; word < 4; word += 1) {
    view.setBigUint64(word * 8, BigInt.asUintN(64, value >> BigInt(64 * (3 - word))), false);
  }
  return bytes;
}

/**
 * Reads what `toBytes32` wrote.
 * @throws FieldError `wrong-length`, or `out-of-range` when the number is not below `order`
 */
export function fromBytes32(bytes: Uint8Array, order: bigint = FIELD_ORDER): bigint {
  if (bytes.length !== 32) throw new FieldError('wrong-length', 'A field element has 32 bytes');
  const value = toBigInt(bytes);
  if (value >= order) throw new FieldError('out-of-range', 'Not below the order of the field');
  return value;
}

function element(value: bigint): bigint {
  if (value < 0n || value >= FIELD_ORDER) throw new FieldError('out-of-range', 'Not below the order of the field');
  return value;
}

function nonZeroElement(value: bigint): bigint {
  if (value === 0n) throw new FieldError('zero', 'Zero is not allowed here');
  return element(value);
}

/** @throws FieldError `out-of-range` */
export function asNullifier(value: bigint): Nullifier {
  return element(value) as Nullifier;
}

/** Protocol 3: 0 is an empty place and never somebody's commitment. @throws FieldError `zero`, `out-of-range` */
export function asIdentityCommitment(value: bigint): IdentityCommitment {
  return nonZeroElement(value) as IdentityCommitment;
}

/** Protocol 4: somebody who is no member can produce root 0. @throws FieldError `zero`, `out-of-range` */
export function asGroupRoot(value: bigint): GroupRoot {
  return nonZeroElement(value) as GroupRoot;
}
