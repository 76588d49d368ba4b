import { ed25519 } from '@noble/curves/ed25519.js';

/** An Ed25519 key (RFC 8032). Its secret half stays inside. */
export interface SigningKey {
  /** 32 bytes. */
  readonly publicKey: Uint8Array;
  /** The same message gives the same 64 bytes. */
  sign(message: Uint8Array): Uint8Array;
}

/** @param seed 32 bytes. They must be random: that is NOT checked. @throws RangeError for another length */
export function signingKey(seed: Uint8Array): SigningKey {
  if (!(seed instanceof Uint8Array) || seed.length !== 32) throw new RangeError('The seed of a key has 32 bytes');
  const secret = Uint8Array.from(seed);
  return { publicKey: ed25519.getPublicKey(secret), sign: (message) => ed25519.sign(message, secret) };
}

/**
 * Whether the key made the signature. Never throws: keys and signatures are attacker-controlled, and what is no key or no
 * signature is simply not one.
 */
export function isSignedBy(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  try {
    // zip215 off: exactly the signatures that RFC 8032 and other implementations accept.
    return ed25519.verify(signature, message, publicKey, { zip215: false });
  } catch {
    return false;
  }
}
