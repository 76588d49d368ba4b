import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as key from '~/crypto/semaphore/key';
import { petitionScope } from '~/crypto/semaphore/statement';

const { entropyToWords, identityFromEntropy, identityFromWords, newWords, wordsToEntropy } = key;
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
});

describe('the identity of a key', () => {
  it('is always the same for the same words', () => {
    // Fixed for ever: another value here would lock everybody out of what they enrolled.
    expect(identityFromWords(ABOUT).commitment).toBe(COMMITMENT_OF_ABOUT);
    expect(identityFromWords(ABOUT).nullifier(petitionScope('Acme', 'p1'))).toBe(NULLIFIER_OF_ABOUT);
    expect(identityFromEntropy(new Uint8Array(16)).commitment).toBe(COMMITMENT_OF_ABOUT);
  });

  it('is another one for other words, and its nullifier another one in another scope', () => {
    const one = identityFromWords(newWords());
    const other = identityFromWords(newWords());
    expect(one.commitment).not.toBe(other.commitment);
    expect(one.nullifier(petitionScope('Acme', 'p1'))).not.toBe(other.nullifier(petitionScope('Acme', 'p1')));
    expect(one.nullifier(petitionScope('Acme', 'p1'))).not.toBe(one.nullifier(petitionScope('Acme', 'p2')));
  });

  it('cannot be made from a password or other text: those can be guessed offline (B)', () => {
    for (const guess of [
      '1',
      'correct horse battery staple',
      new Uint8Array(32),
      new Uint8Array(15),
      new Uint8Array(),
    ]) {
      expect(() => identityFromEntropy(guess as Uint8Array)).toThrow(RangeError);
    }
    expect(() => identityFromWords('1')).toThrow(expect.objectContaining({ code: 'wrong-count' }));
    expect(Object.keys(key).sort()).toEqual(
      ['WordsError', 'entropyToWords', 'identityFromEntropy', 'identityFromWords', 'newWords', 'wordsToEntropy'].sort(),
    );
  });

  it('offers no public key that could be uploaded', () => {
    const identity = identityFromWords(ABOUT);
    expect(Object.keys(identity).sort()).toEqual(['commitment', 'nullifier', 'secretScalar']);
  });
});

const COMMITMENT_OF_ABOUT = 14899842155802765814805264065193764565936496680093558129684288508485762426910n;
const NULLIFIER_OF_ABOUT = 11361123034694135491498958802356831915507312440847118837581689635537614649960n;
