import { createHash, randomBytes } from 'node:crypto';

/** 256 random bits as 43 characters of URL-safe base64. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** What the database keeps of a challenge or ticket: SHA-256 of its text, so that a dump holds no usable one. */
export function hashOfSecret(text: string): Uint8Array {
  return createHash('sha256').update(text).digest();
}
