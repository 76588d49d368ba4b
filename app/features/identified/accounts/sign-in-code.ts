import { minute } from '~/platform/clock';

/** How long a code works. */
export const codeLifetime = 10 * minute;

/** Tries at one code. With 32^8 codes, five tries find one in 2 * 10^11 attempts. */
export const triesPerCode = 5;

const codeLength = 8;

/** Crockford's base 32: nothing in it looks like something else. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Writes eight random bytes as a code, 'K7DM-29QX'. Each byte gives five bits, evenly. Throws RangeError on other lengths. */
export function codeFromBytes(bytes: Uint8Array): string {
  if (bytes.length !== codeLength) throw new RangeError('a code is made of 8 bytes');
  const letters = Array.from(bytes, (byte) => alphabet.charAt(byte & 31)).join('');
  return `${letters.slice(0, 4)}-${letters.slice(4)}`;
}

/** A code as somebody typed it in the one form that is compared; null if it cannot be one. */
export function canonicalCode(typed: string): string | null {
  const letters = typed.toUpperCase().replace(/[\s-]/g, '').replace(/[IL]/g, '1').replace(/O/g, '0');
  const isCode = letters.length === codeLength && [...letters].every((letter) => alphabet.includes(letter));
  return isCode ? `${letters.slice(0, 4)}-${letters.slice(4)}` : null;
}
