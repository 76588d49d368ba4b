import { CleaningError } from './cleaning';

/*
 * Reading and joining bytes of files, all of them attacker-controlled: whatever lies outside the file is damage.
 */

export function byteAt(bytes: Uint8Array, at: number): number {
  const byte = bytes[at];
  if (byte === undefined) throw new CleaningError('damaged');
  return byte;
}

/** @throws CleaningError 'damaged' where the range does not lie within the bytes */
export function slice(bytes: Uint8Array, from: number, to: number): Uint8Array {
  if (from < 0 || to < from || to > bytes.length) throw new CleaningError('damaged');
  return bytes.subarray(from, to);
}

export function uint16(bytes: Uint8Array, at: number, littleEndian = false): number {
  const [first, second] = [byteAt(bytes, at), byteAt(bytes, at + 1)];
  return littleEndian ? first | (second << 8) : (first << 8) | second;
}

export function uint32(bytes: Uint8Array, at: number, littleEndian = false): number {
  const [first, second] = [uint16(bytes, at, littleEndian), uint16(bytes, at + 2, littleEndian)];
  return littleEndian ? first + second * 0x10000 : first * 0x10000 + second;
}

/** `size` letters of ASCII or Latin-1, as they stand. */
export function letters(bytes: Uint8Array, at: number, size: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + size));
}

export function startsWith(bytes: Uint8Array, text: string, at = 0): boolean {
  return letters(bytes, at, text.length) === text;
}

export function fromLetters(text: string): Uint8Array {
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}

export function join(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Where `wanted` next stands at or after `from`, or -1. */
export function indexOfBytes(bytes: Uint8Array, wanted: Uint8Array, from = 0): number {
  for (let at = bytes.indexOf(wanted[0] as number, from); at >= 0; at = bytes.indexOf(wanted[0] as number, at + 1))
    if (wanted.every((byte, index) => bytes[at + index] === byte)) return at;
  return -1;
}

/** '870 B', '1.2 KB', '3.4 MB': as people know sizes. */
export function sizeInWords(size: number): string {
  if (size < 1000) return `${size} B`;
  return size < 1_000_000 ? `${(size / 1000).toFixed(1)} KB` : `${(size / 1_000_000).toFixed(1)} MB`;
}
