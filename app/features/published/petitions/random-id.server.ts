import { randomBytes } from 'node:crypto';
import { base32nopad } from '@scure/base';

/** A name that says nothing: 128 random bits in lower-case base 32, 26 characters. */
export function randomId(): string {
  return base32nopad.encode(randomBytes(16)).toLowerCase();
}
