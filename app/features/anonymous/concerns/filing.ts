import { hashFields } from '~/crypto/hash';

/**
 * What the ledger says of a concern that was filed (protocol 6): without the salt nobody can tell which concern it is, and
 * whoever has the receipt words can.
 * @param salt 32 bytes, of the receipt
 * @param manifestDigest 32 bytes, of the concern's first manifest
 * @returns 32 bytes
 */
export function filingDigest(salt: Uint8Array, manifestDigest: Uint8Array): Uint8Array {
  return hashFields('concern-filing/v1', salt, manifestDigest);
}
