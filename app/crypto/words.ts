import { randomBytes } from '@noble/hashes/utils.js';
import { entropyToMnemonic, mnemonicToEntropy } from '@scure/bip39';
import { wordlist } from '@scure/bip39/wordlists/english.js';

const ENTROPY_BYTES = 16;
const WORD_COUNT = 12;

/** Words that were not read. `word` is the place (from 0) of the first unknown one. */
export class WordsError extends Error {
  override readonly name = 'WordsError';
  constructor(
    readonly code: 'wrong-count' | 'unknown-word' | 'wrong-checksum',
    message: string,
    readonly word?: number,
  ) {
    super(message);
  }
}

/** 128 random bits as 12 English BIP39 words, lower case, separated by one space (protocol 1 and 7). */
export function newWords(): string {
  return entropyToMnemonic(randomBytes(ENTROPY_BYTES), wordlist);
}

/**
 * Reads 12 words. Case, and blanks around and between words, do not matter.
 * @returns the 16 bytes they stand for
 * @throws WordsError `wrong-count`, `unknown-word` (with its place), `wrong-checksum`
 */
export function wordsToEntropy(words: string): Uint8Array {
  const list = words.normalize('NFKD').trim().toLowerCase().split(/\s+/u);
  if (list.length !== WORD_COUNT) throw new WordsError('wrong-count', `There are ${WORD_COUNT} words`);
  const unknown = list.findIndex((word) => !wordlist.includes(word));
  if (unknown >= 0) throw new WordsError('unknown-word', 'A word is not in the list', unknown);
  try {
    return mnemonicToEntropy(list.join(' '), wordlist);
  } catch {
    throw new WordsError('wrong-checksum', 'The words do not belong together');
  }
}

/** The words of 16 bytes of entropy; the reverse of `wordsToEntropy`. @throws RangeError for another length */
export function entropyToWords(entropy: Uint8Array): string {
  return entropyToMnemonic(checkEntropy(entropy), wordlist);
}

/** What words stand for has 16 bytes. @throws RangeError for another length */
export function checkEntropy(entropy: Uint8Array): Uint8Array {
  if (!(entropy instanceof Uint8Array) || entropy.length !== ENTROPY_BYTES) {
    throw new RangeError(`The entropy of a key has ${ENTROPY_BYTES} bytes`);
  }
  return entropy;
}
