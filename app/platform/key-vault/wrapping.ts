import { scryptAsync } from '@noble/hashes/scrypt.js';
import { makePasskey, passkeySecret } from './passkey';

/** What opens a kept key: something the person knows, or a passkey of this device with the PRF extension. */
export type Lock = { readonly kind: 'passphrase'; readonly passphrase: string } | { readonly kind: 'passkey' };

interface Sealed {
  readonly salt: Uint8Array<ArrayBuffer>;
  readonly iv: Uint8Array<ArrayBuffer>;
  readonly ciphertext: ArrayBuffer;
}

/** A wrapped key as it lies in storage: AES-256-GCM under a key from scrypt or from a passkey's PRF. */
export type Wrapped = Sealed &
  (
    | { readonly kind: 'passphrase'; readonly cost: number }
    | { readonly kind: 'passkey'; readonly credential: Uint8Array<ArrayBuffer> }
  );

/** scrypt cost: 64 MB and about half a second on a laptop (N = 2^16, r = 8, p = 1). */
export const scryptCost = 2 ** 16;
/** Shortest passphrase accepted for a new key. */
export const passphraseMinimum = 10;

const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));

/** Wraps 16 bytes, bound to the key's public name. @throws VaultError `no-passkey` where the device has none that can */
export async function wrap(entropy: Uint8Array, publicName: string, lock: Lock): Promise<Wrapped> {
  const salt = random(32);
  const iv = random(12);
  if (lock.kind === 'passphrase') {
    const secret = await stretch(lock.passphrase, salt, scryptCost);
    return { kind: 'passphrase', cost: scryptCost, salt, iv, ciphertext: await seal(secret, iv, publicName, entropy) };
  }
  const { credential, secret } = await makePasskey(salt);
  return { kind: 'passkey', credential, salt, iv, ciphertext: await seal(secret, iv, publicName, entropy) };
}

/** @returns the 16 bytes, or null where passphrase or passkey is another. @throws VaultError `no-passkey` */
export async function unwrap(wrapped: Wrapped, publicName: string, lock: Lock): Promise<Uint8Array | null> {
  if (wrapped.kind !== lock.kind) return null;
  const secret =
    wrapped.kind === 'passphrase'
      ? await stretch(lock.kind === 'passphrase' ? lock.passphrase : '', wrapped.salt, wrapped.cost)
      : await passkeySecret(wrapped.credential, wrapped.salt);
  const key = await aesKey(secret);
  try {
    const additionalData = new TextEncoder().encode(publicName);
    const plain = await crypto.subtle.decrypt(
      { name: 'AES-GCM', iv: wrapped.iv, additionalData },
      key,
      wrapped.ciphertext,
    );
    return new Uint8Array(plain);
  } catch {
    return null;
  }
}

async function stretch(passphrase: string, salt: Uint8Array, cost: number): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new TextEncoder().encode(passphrase.normalize('NFKC'));
  return new Uint8Array(await scryptAsync(bytes, salt, { N: cost, r: 8, p: 1, dkLen: 32, asyncTick: 20 }));
}

async function seal(
  secret: Uint8Array<ArrayBuffer>,
  iv: Uint8Array<ArrayBuffer>,
  publicName: string,
  entropy: Uint8Array,
) {
  const additionalData = new TextEncoder().encode(publicName);
  return crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData }, await aesKey(secret), new Uint8Array(entropy));
}

function aesKey(secret: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', secret, 'AES-GCM', false, ['encrypt', 'decrypt']);
}
