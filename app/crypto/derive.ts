import { hkdf } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import { checkEntropy } from './words';

/**
 * One secret of the several that 12 words stand for: HKDF-SHA256 without salt, the purpose as info (protocol 1 and 7).
 * Two purposes give secrets that say nothing about each other.
 * @param entropy 16 bytes. They must be random: that is NOT checked
 * @param purpose with a version, such as `round-robin/concern-age/v1`
 * @returns 32 bytes
 * @throws RangeError for another length
 */
export function derive(entropy: Uint8Array, purpose: string): Uint8Array {
  return hkdf(sha256, checkEntropy(entropy), undefined, utf8ToBytes(purpose), 32);
}
