import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { codeFromBytes } from './sign-in-code';

/** A fresh name of one attempt, known to the browser that asked and nobody else. */
export function newAttemptId(): string {
  return randomBytes(32).toString('base64url');
}

export function newCode(): string {
  return codeFromBytes(randomBytes(8));
}

/** The name of an attempt in the database. */
export function hashOfAttemptId(attemptId: string): Uint8Array {
  return createHash('sha256').update(attemptId).digest();
}

/** A code at rest: keyed, and bound to the one browser that asked. Every field is preceded by its length. */
export function hashOfCode(codeKey: Uint8Array, attemptId: string, code: string): Uint8Array {
  const mac = createHmac('sha256', codeKey);
  for (const field of ['sign-in-code/v1', attemptId, code]) {
    const bytes = Buffer.from(field);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    mac.update(length).update(bytes);
  }
  return mac.digest();
}

export function sameHash(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}
