import { hkdf } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { randomBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import { entropyToMnemonic, mnemonicToEntropy } from '@scure/bip39';
import { wordlist } from '@scure/bip39/wordlists/english.js';
import { Identity } from '@semaphore-protocol/identity';
import { poseidon2 } from 'poseidon-lite/poseidon2';
import { asIdentityCommitment, asNullifier, type IdentityCommitment, type Nullifier } from './field';
import { reduce, type Scope } from './statement';

const ENTROPY_BYTES = 16;
const WORD_COUNT = 12;
const PURPOSE = 'round-robin/semaphore-identity/v1';

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

/** What signs for a person. It holds secrets: it stays on the device and goes nowhere but into the prover. */
export interface SemaphoreIdentity {
  /** The only part that is ever uploaded. */
  readonly commitment: IdentityCommitment;
  /** Secret: the circuit's private input. */
  readonly secretScalar: bigint;
  /** The nullifier that this identity has in a scope (not reduced). Public once the person acts there, secret until then. */
  nullifier(scope: Scope): Nullifier;
}

/** 128 random bits as 12 English BIP39 words, lower case, separated by one space (protocol 1). */
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
  return entropyToMnemonic(entropyOf(entropy), wordlist);
}

/**
 * The Semaphore v4 identity of 12 words (protocol 1: HKDF-SHA256 with the purpose as label, never the wallet seed).
 * There is no way in for a password or any other text: such identities can be guessed offline from the commitment.
 * @throws WordsError
 */
export function identityFromWords(words: string): SemaphoreIdentity {
  return identityFromEntropy(wordsToEntropy(words));
}

/** As `identityFromWords`, from the 16 bytes themselves. They must be random: that is NOT checked. @throws RangeError */
export function identityFromEntropy(entropy: Uint8Array): SemaphoreIdentity {
  const seed = hkdf(sha256, entropyOf(entropy), undefined, utf8ToBytes(PURPOSE), 32);
  const { commitment, secretScalar } = new Identity(seed);
  return {
    commitment: asIdentityCommitment(commitment),
    secretScalar,
    nullifier: (scope) => asNullifier(poseidon2([reduce(scope), secretScalar])),
  };
}

function entropyOf(entropy: Uint8Array): Uint8Array {
  if (!(entropy instanceof Uint8Array) || entropy.length !== ENTROPY_BYTES) {
    throw new RangeError(`The entropy of a key has ${ENTROPY_BYTES} bytes`);
  }
  return entropy;
}
