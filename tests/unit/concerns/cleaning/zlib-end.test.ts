import { constants, deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CleaningError } from '~/features/anonymous/concerns/cleaning/cleaning';
import { zlibEnd } from '~/features/anonymous/concerns/cleaning/zlib-end';
import { bytesOf, joined } from '~tests/support/picture-parts';

/** Bytes that come again and again, and ones that do not. */
const content = fc
  .array(
    fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc
        .tuple(fc.uint8Array({ minLength: 1, maxLength: 9 }), fc.nat(900))
        .map(([bytes, times]) => joined(...Array.from({ length: times }, () => bytes))),
    ),
    { maxLength: 12 },
  ) // prettier-ignore
  .map((parts) => joined(...parts));
const { Z_FIXED, Z_HUFFMAN_ONLY, Z_RLE, Z_FILTERED, Z_DEFAULT_STRATEGY } = constants;
const way = fc.record({
  level: fc.integer({ min: 0, max: 9 }),
  memLevel: fc.integer({ min: 1, max: 9 }),
  windowBits: fc.integer({ min: 9, max: 15 }),
  strategy: fc.constantFrom(Z_FIXED, Z_HUFFMAN_ONLY, Z_RLE, Z_FILTERED, Z_DEFAULT_STRATEGY),
});

const codeOf = (work: () => unknown) => {
  try {
    return work();
  } catch (error) {
    if (error instanceof CleaningError) return error.code;
    throw error;
  }
};

describe('where a zlib stream ends', () => {
  test('is found to the byte, however it was packed and whatever follows', () => {
    fc.assert(
      fc.property(content, way, fc.uint8Array({ maxLength: 40 }), (bytes, options, junk) => {
        const packed = deflateSync(bytes, options);
        expect(zlibEnd(joined(packed, junk), bytes.length)).toBe(packed.length);
      }),
      { numRuns: 400 },
    );
  });

  test('is found in long ones, of every kind of block', () => {
    const bytes = Uint8Array.from({ length: 300_000 }, (_, index) => (index * index) >> 7);
    for (const strategy of [Z_FIXED, Z_DEFAULT_STRATEGY])
      for (const level of [0, 6]) {
        const packed = deflateSync(bytes, { level, strategy });
        expect(zlibEnd(joined(packed, bytesOf('planted')), bytes.length)).toBe(packed.length);
      }
  });

  test('another number of bytes than expected is damage, and so is a stream cut off', () => {
    fc.assert(
      fc.property(content, way, fc.integer({ min: 1, max: 400 }), fc.nat(), (bytes, options, off, cut) => {
        const packed = deflateSync(bytes, options);
        expect(codeOf(() => zlibEnd(packed, bytes.length + off))).toBe('damaged');
        if (off <= bytes.length) expect(codeOf(() => zlibEnd(packed, bytes.length - off))).toBe('damaged');
        expect(codeOf(() => zlibEnd(packed.subarray(0, cut % packed.length), bytes.length))).toBe('damaged');
      }),
      { numRuns: 300 },
    );
  });

  test('other formats, and preset dictionaries, are damage', () => {
    const packed = Uint8Array.from(deflateSync(new Uint8Array(9)));
    for (const [first, second] of [
      [0x79, 0x9c],
      [0x78, 0x9d],
      [0x78, 0xbb],
    ] as const)
      // prettier-ignore
      expect(codeOf(() => zlibEnd(packed.with(0, first).with(1, second), 9))).toBe('damaged');
  });

  test('a small stream that would fill the memory is left as soon as there is too much', () => {
    const bomb = deflateSync(new Uint8Array(50_000_000), { level: 9 });
    expect(bomb.length).toBeLessThan(60_000);
    expect(codeOf(() => zlibEnd(bomb, 1000))).toBe('damaged');
    expect(zlibEnd(bomb, 50_000_000)).toBe(bomb.length);
  });

  test('anything at all is an end or damage, and nothing else', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(1000), (bytes, expected) => {
        const end = codeOf(() => zlibEnd(joined([0x78, 0x9c], bytes), expected));
        expect(end === 'damaged' || (typeof end === 'number' && end <= bytes.length + 2)).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });
});
