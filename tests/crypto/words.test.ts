import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { entropyToWords, newWords, wordsToEntropy } from '~/crypto/words';

const ABOUT = 'abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about';

describe('the words of a key', () => {
  it('are 12, drawn anew every time', () => {
    const drawn = Array.from({ length: 50 }, newWords);
    expect(new Set(drawn).size).toBe(50);
    for (const words of drawn) expect(words).toMatch(/^(?:[a-z]+ ){11}[a-z]+$/);
  });

  it('are BIP39', () => {
    expect(wordsToEntropy(ABOUT)).toEqual(new Uint8Array(16));
    expect(wordsToEntropy('legal winner thank year wave sausage worth useful legal winner thank yellow')).toEqual(
      new Uint8Array(16).fill(0x7f),
    );
    expect(entropyToWords(new Uint8Array(16).fill(0xff))).toBe(`${'zoo '.repeat(11)}wrong`);
  });

  it('read back as the entropy they stand for, however they were typed', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), (entropy) => {
        const words = entropyToWords(entropy);
        expect(wordsToEntropy(words)).toEqual(entropy);
        expect(wordsToEntropy(`\n ${words.toUpperCase().replaceAll(' ', ' \t')} `)).toEqual(entropy);
      }),
    );
  });

  it('say what is wrong with them', () => {
    expect(() => wordsToEntropy(ABOUT.replace('about', 'abandon'))).toThrow(
      expect.objectContaining({ code: 'wrong-checksum' }),
    );
    expect(() => wordsToEntropy(ABOUT.replace('about', 'abuot'))).toThrow(
      expect.objectContaining({ code: 'unknown-word', word: 11 }),
    );
    for (const words of ['', 'abandon', `${ABOUT} about`, 'zoo '.repeat(24)]) {
      expect(() => wordsToEntropy(words)).toThrow(expect.objectContaining({ code: 'wrong-count' }));
    }
  });

  it('stand for 16 bytes, no more and no less', () => {
    for (const length of [0, 15, 17, 20, 32]) expect(() => entropyToWords(new Uint8Array(length))).toThrow(RangeError);
  });
});
