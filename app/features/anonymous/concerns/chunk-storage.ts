import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/*
 * Chunks lie in the database once more encrypted, under a random key in the concern's own row (decision 12). That row is in
 * a table that is rewritten when a concern is deleted: so a deleted concern is gone whatever the pages of a data file hold.
 *
 *   1 byte: 0 as it arrived, 1 put in order with all others of its day || 12 bytes nonce || ciphertext || 16 bytes tag
 */

/** First byte of what is stored. */
export const chunkMarks = { arrived: Uint8Array.of(0), inOrder: Uint8Array.of(1) } as const;

const algorithm = 'aes-256-gcm';
const nonceBytes = 12;
const tagBytes = 16;
const markBytes = 1;

/** @returns 32 random bytes */
export function newStorageKey(): Uint8Array {
  return randomBytes(32);
}

/** @param hash SHA-256 of `chunk`, which binds the stored bytes to their place */
export function lockChunk(storageKey: Uint8Array, hash: Uint8Array, chunk: Uint8Array): Uint8Array {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv(algorithm, storageKey, nonce);
  cipher.setAAD(hash);
  return Buffer.concat([chunkMarks.arrived, nonce, cipher.update(chunk), cipher.final(), cipher.getAuthTag()]);
}

/** @throws Error where the bytes are not those that were stored under this key for this hash */
export function unlockChunk(storageKey: Uint8Array, hash: Uint8Array, stored: Uint8Array): Buffer {
  const start = markBytes + nonceBytes;
  const decipher = createDecipheriv(algorithm, storageKey, stored.subarray(markBytes, start));
  decipher.setAAD(hash);
  decipher.setAuthTag(stored.subarray(-tagBytes));
  return Buffer.concat([decipher.update(stored.subarray(start, -tagBytes)), decipher.final()]);
}
