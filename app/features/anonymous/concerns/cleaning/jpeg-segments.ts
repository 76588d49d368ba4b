import { byteAt, uint16 } from './bytes';
import { CleaningError } from './cleaning';

/*
 * The segments that decoding a JPEG needs (ITU-T T.81, annex B): each must be filled to its last byte by what belongs in
 * it, so that nothing else travels along.
 */

function damagedUnless(isRight: boolean): void {
  if (!isRight) throw new CleaningError('damaged');
}

/** Tables of 64 numbers of one or two bytes. */
export function checkQuantisation(content: Uint8Array): void {
  let at = 0;
  do {
    const [precision, table] = nibbles(byteAt(content, at));
    damagedUnless(precision <= 1 && table <= 3);
    at += 1 + 64 * (precision + 1);
  } while (at < content.length);
  damagedUnless(at === content.length);
}

/** Tables of how many codes there are of each length, and what they stand for. */
export function checkHuffmanTables(content: Uint8Array): void {
  let at = 0;
  do {
    const [kind, table] = nibbles(byteAt(content, at));
    damagedUnless(kind <= 1 && table <= 3);
    let codes = 0;
    for (let length = 1; length <= 16; length += 1) codes += byteAt(content, at + length);
    damagedUnless(codes <= 256);
    at += 17 + codes;
  } while (at < content.length);
  damagedUnless(at === content.length);
}

/**
 * The size of the picture and its components.
 * @returns the components' names
 * @throws CleaningError 'unusual-picture' for more than 8 bits a sample, or a height that is told only later
 */
export function checkFrame(content: Uint8Array): readonly number[] {
  const count = byteAt(content, 5);
  damagedUnless([1, 3, 4].includes(count) && content.length === 6 + 3 * count);
  if (byteAt(content, 0) !== 8 || uint16(content, 1) === 0) throw new CleaningError('unusual-picture');
  damagedUnless(uint16(content, 3) > 0);
  return Array.from({ length: count }, (_, index) => {
    const [across, down] = nibbles(byteAt(content, 7 + 3 * index));
    damagedUnless(across >= 1 && across <= 4 && down >= 1 && down <= 4 && byteAt(content, 8 + 3 * index) <= 3);
    return byteAt(content, 6 + 3 * index);
  });
}

/** Which components a scan holds, and which of their bits. */
export function checkScan(content: Uint8Array, components: readonly number[] | null): void {
  const count = byteAt(content, 0);
  damagedUnless(count >= 1 && count <= 4 && content.length === 4 + 2 * count);
  for (let at = 1; at < 1 + 2 * count; at += 2) {
    const [dc, ac] = nibbles(byteAt(content, at + 1));
    damagedUnless(components?.includes(byteAt(content, at)) === true && dc <= 3 && ac <= 3);
  }
  const [first, last] = [byteAt(content, 1 + 2 * count), byteAt(content, 2 + 2 * count)];
  const [high, low] = nibbles(byteAt(content, 3 + 2 * count));
  damagedUnless(first <= last && last <= 63 && high <= 13 && low <= 13);
}

function nibbles(byte: number): readonly [number, number] {
  return [byte >> 4, byte & 15];
}
