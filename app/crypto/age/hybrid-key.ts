import { x25519 } from '@noble/curves/ed25519.js';
import { bech32 } from '@scure/base';
import { identityToRecipient } from 'age-encryption';
import { AgeError } from './age-error';

/*
 * Hybrid keys of age: ML-KEM-768 with X25519 (`mlkem768x25519`, C2SP age). What is encrypted to one stays secret while
 * either of the two stands.
 */

const IDENTITY_PREFIX = 'AGE-SECRET-KEY-PQ-';
const RECIPIENT_PREFIX = 'age1pq';
const ML_KEM_Q = 3329;
/** 3 ring elements of 256 coefficients with 12 bits each, before a seed of 32 bytes (FIPS 203). */
const ML_KEM_COEFFICIENT_BYTES = 1152;
const ML_KEM_KEY_BYTES = ML_KEM_COEFFICIENT_BYTES + 32;
const HYBRID_KEY_BYTES = ML_KEM_KEY_BYTES + 32;

/**
 * The identity of 32 bytes of seed: `AGE-SECRET-KEY-PQ-1…`. It is secret.
 * @param seed must be random: that is NOT checked
 * @throws RangeError for another length
 */
export function hybridIdentity(seed: Uint8Array): string {
  if (!(seed instanceof Uint8Array) || seed.length !== 32) throw new RangeError('The seed of a key has 32 bytes');
  return bech32.encodeFromBytes(IDENTITY_PREFIX, seed).toUpperCase();
}

/** The recipient of an identity: `age1pq1…`, or `age1…` of an X25519 identity. @throws AgeError `bad-key` */
export async function recipientOf(identity: string): Promise<string> {
  try {
    return await identityToRecipient(identity);
  } catch {
    throw new AgeError('bad-key', 'Not an age identity');
  }
}

/**
 * Whether a text is a hybrid recipient to which anything can be encrypted: one spelling, ML-KEM coefficients below q
 * (FIPS 203, section 7.2) and an X25519 key of full order. Never throws.
 * @param text attacker-controlled: one recipient that cannot be encrypted to would keep everybody from filing
 */
export function isHybridRecipient(text: string): boolean {
  const key = readHybridRecipient(text);
  return key !== null && hasReducedCoefficients(key) && hasFullOrder(key.subarray(ML_KEM_KEY_BYTES));
}

function readHybridRecipient(text: string): Uint8Array | null {
  try {
    // Bech32's own limit of 90 characters is not age's.
    const { prefix, words } = bech32.decode(text as `${string}1${string}`, false);
    const key = bech32.fromWords(words);
    const isCanonical = bech32.encode(RECIPIENT_PREFIX, bech32.toWords(key), false) === text;
    return prefix === RECIPIENT_PREFIX && key.length === HYBRID_KEY_BYTES && isCanonical ? key : null;
  } catch {
    return null;
  }
}

function hasReducedCoefficients(key: Uint8Array): boolean {
  for (let at = 0; at < ML_KEM_COEFFICIENT_BYTES; at += 3) {
    const [low = 0, middle = 0, high = 0] = key.subarray(at, at + 3);
    if ((low | ((middle & 0x0f) << 8)) >= ML_KEM_Q || ((middle >> 4) | (high << 4)) >= ML_KEM_Q) return false;
  }
  return true;
}

function hasFullOrder(publicKey: Uint8Array): boolean {
  try {
    // With a point of small order the shared secret would be zero for everybody, which is refused.
    x25519.scalarMult(new Uint8Array(32).fill(1), publicKey);
    return true;
  } catch {
    return false;
  }
}
