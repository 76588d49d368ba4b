import { Identity } from '@semaphore-protocol/identity';
import { poseidon2 } from 'poseidon-lite/poseidon2';
import { derive } from '../derive';
import { wordsToEntropy } from '../words';
import { asIdentityCommitment, asNullifier, type IdentityCommitment, type Nullifier } from './field';
import { reduce, type Scope } from './statement';

const PURPOSE = 'round-robin/semaphore-identity/v1';

/** What signs for a person. It holds secrets: it stays on the device and goes nowhere but into the prover. */
export interface SemaphoreIdentity {
  /** The only part that is ever uploaded. */
  readonly commitment: IdentityCommitment;
  /** Secret: the circuit's private input. */
  readonly secretScalar: bigint;
  /** The nullifier that this identity has in a scope (not reduced). Public once the person acts there, secret until then. */
  nullifier(scope: Scope): Nullifier;
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
  const { commitment, secretScalar } = new Identity(derive(entropy, PURPOSE));
  return {
    commitment: asIdentityCommitment(commitment),
    secretScalar,
    nullifier: (scope) => asNullifier(poseidon2([reduce(scope), secretScalar])),
  };
}
