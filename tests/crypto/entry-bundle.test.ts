import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '~/crypto/hash';
import { readEntryBundle, writeEntryBundle } from '~/crypto/tlog/entry-bundle';
import { ENTRIES } from '~tests/vectors/rfc6962';

const malformed: unknown = expect.objectContaining({ code: 'malformed' });

describe('a bundle of entries', () => {
  it('is each entry after its length in two bytes', () => {
    const bytes = writeEntryBundle(ENTRIES.map(fromHex));
    expect(toHex(bytes)).toBe(
      `00000001000001100002202100023031000440414243000850515253545556570010606162636465666768696a6b6c6d6e6f`,
    );
    expect(readEntryBundle(bytes).map(toHex)).toEqual(ENTRIES);
  });

  it('holds the longest entry, and none longer', () => {
    const longest = new Uint8Array(65_535).fill(7);
    expect(readEntryBundle(writeEntryBundle([longest, longest]))).toEqual([longest, longest]);
    expect(() => writeEntryBundle([new Uint8Array(65_536)])).toThrow(malformed);
  });

  it('holds 256 entries, and no more', () => {
    const full = writeEntryBundle(Array.from({ length: 256 }, () => Uint8Array.of(1)));
    expect(readEntryBundle(full)).toHaveLength(256);
    expect(() => readEntryBundle(Uint8Array.of(...full, 0, 0))).toThrow(malformed);
    expect(() => writeEntryBundle(Array.from({ length: 257 }, () => Uint8Array.of(1)))).toThrow(malformed);
  });

  it('is read back as it was written, or not at all once it is cut', () => {
    const entries = fc.array(fc.uint8Array({ maxLength: 300 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(entries, fc.nat(), (list, cut) => {
        const bytes = writeEntryBundle(list);
        expect(readEntryBundle(bytes)).toEqual(list);
        const part = bytes.subarray(0, cut % bytes.length);
        // Cut between two entries it is a shorter bundle; anywhere else it is none.
        const ends = list.map((_, at) => writeEntryBundle(list.slice(0, at)).length);
        if (part.length > 0 && ends.includes(part.length))
          expect(readEntryBundle(part).length).toBeLessThan(list.length);
        else expect(() => readEntryBundle(part)).toThrow(malformed);
      }),
    );
  });
});
