import { hex as hexCoder, base64urlnopad } from '@scure/base';
import { sha256 } from '@noble/hashes/sha2.js';

/** What may stand in a hashed field. Text, bytes and numbers of equal bytes hash equally: the label fixes which is meant. */
export type HashField = string | Uint8Array | bigint | number;

const LABEL = /^[a-z][a-z0-9-]*\/v[1-9][0-9]*$/;

/**
 * SHA-256 over fields, each preceded by its length as u32 big endian; the first field is the label (protocol, preamble).
 *
 * - text is UTF-8 as it stands: Unicode normalisation is NOT applied, so two spellings of one word give two digests;
 * - numbers and bigints are written as canonical decimals.
 *
 * @param label what is hashed and its version, such as `petition/v1`
 * @returns 32 bytes
 * @throws RangeError for a label without a version, text with half a surrogate pair (UTF-8 would replace it, and two
 *   texts would share a digest), a negative number, or a number that is not a safe integer
 */
export function hashFields(label: string, ...fields: HashField[]): Uint8Array {
  if (!LABEL.test(label)) throw new RangeError(`Not a hash label with a version: ${JSON.stringify(label)}`);
  const digest = sha256.create();
  const length = new Uint8Array(4);
  for (const field of [label, ...fields]) {
    const bytes = fieldBytes(field);
    if (bytes.length > 0xffff_ffff) throw new RangeError('A hashed field is longer than its length prefix can say');
    new DataView(length.buffer).setUint32(0, bytes.length, false);
    digest.update(length).update(bytes);
  }
  return digest.digest();
}

function fieldBytes(field: HashField): Uint8Array {
  if (typeof field === 'string') {
    if (/\p{Surrogate}/u.test(field)) throw new RangeError('A hashed text is not well-formed Unicode');
    return new TextEncoder().encode(field);
  }
  if (typeof field === 'number' && !Number.isSafeInteger(field)) {
    throw new RangeError('A hashed number must be a safe integer');
  }
  if (typeof field === 'number' || typeof field === 'bigint') {
    if (field < 0) throw new RangeError('A hashed number must not be negative');
    return new TextEncoder().encode(field.toString(10));
  }
  return field;
}

/** The bytes as an unsigned integer, most significant byte first. No bytes give 0. */
export function toBigInt(bytes: Uint8Array): bigint {
  return bytes.length === 0 ? 0n : BigInt(`0x${hexCoder.encode(bytes)}`);
}

/** Lower-case hexadecimal. */
export function toHex(bytes: Uint8Array): string {
  return hexCoder.encode(bytes);
}

/** Reads lower-case hexadecimal of whole bytes. @throws Error for anything else, upper case included */
export function fromHex(text: string): Uint8Array {
  if (!/^(?:[0-9a-f]{2})*$/.test(text)) throw new RangeError('Not lower-case hexadecimal');
  return hexCoder.decode(text);
}

/** URL-safe base64 without padding. */
export function toBase64Url(bytes: Uint8Array): string {
  return base64urlnopad.encode(bytes);
}

/** Reads URL-safe base64 without padding. @throws Error for padding, other alphabets and non-zero spare bits */
export function fromBase64Url(text: string): Uint8Array {
  return base64urlnopad.decode(text);
}

/** SHA-256 of a file, by the platform where it can: on HTTPS and localhost, and there several times as fast. */
export async function fileDigest(file: Uint8Array): Promise<Uint8Array> {
  // Typed as always there, but absent on plain HTTP; files are checked all the same.
  const { subtle } = globalThis.crypto as { subtle?: SubtleCrypto };
  return subtle ? new Uint8Array(await subtle.digest('SHA-256', file as Uint8Array<ArrayBuffer>)) : sha256(file);
}
