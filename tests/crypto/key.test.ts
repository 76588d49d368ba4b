import { describe, expect, it } from 'vitest';
import * as key from '~/crypto/semaphore/key';
import { petitionScope } from '~/crypto/semaphore/statement';
import { newWords } from '~/crypto/words';

const { identityFromEntropy, identityFromWords } = key;
const ABOUT = 'abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about';

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
    expect(Object.keys(key).sort()).toEqual(['identityFromEntropy', 'identityFromWords']);
  });

  it('offers no public key that could be uploaded', () => {
    const identity = identityFromWords(ABOUT);
    expect(Object.keys(identity).sort()).toEqual(['commitment', 'nullifier', 'secretScalar']);
  });
});

const COMMITMENT_OF_ABOUT = 14899842155802765814805264065193764565936496680093558129684288508485762426910n;
const NULLIFIER_OF_ABOUT = 11361123034694135491498958802356831915507312440847118837581689635537614649960n;
