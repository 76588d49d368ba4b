import { withVault, type StoredBox } from './vault-storage';

/*
 * A box beside a kept key that only the open key opens. Its size goes in steps, and it is there from when the key is kept:
 * neither says what, or whether anything, is in it.
 */

/** Size of the contents in bytes: a multiple of this. */
export const boxStep = 16_384;

const lengthBytes = 4;
const tagBytes = 16;
const ivBytes = 12;

/**
 * What is in a key's box: null where there is no box, or where it was made by another secret or changed.
 * @param name public name of the key, hex @param secret 32 bytes that only the open key gives
 * @throws VaultError `no-storage`
 */
export async function readBox(name: string, secret: Uint8Array): Promise<Uint8Array | null> {
  const stored = await withVault((vault) => vault.get('box', name));
  if (!stored) return null;
  const opening = { name: 'AES-GCM', iv: stored.iv, additionalData: new TextEncoder().encode(name) };
  try {
    const plain = new Uint8Array(await crypto.subtle.decrypt(opening, await aesKey(secret), stored.ciphertext));
    const length = new DataView(plain.buffer).getUint32(0);
    return plain.slice(lengthBytes, lengthBytes + length);
  } catch {
    return null;
  }
}

/** Puts these bytes into a key's box, in place of what was in it. @throws VaultError `no-storage` */
export async function writeBox(name: string, secret: Uint8Array, bytes: Uint8Array): Promise<void> {
  const plain = new Uint8Array(Math.ceil((lengthBytes + bytes.length) / boxStep) * boxStep);
  new DataView(plain.buffer).setUint32(0, bytes.length);
  plain.set(bytes, lengthBytes);
  const iv = crypto.getRandomValues(new Uint8Array(ivBytes));
  const closing = { name: 'AES-GCM', iv, additionalData: new TextEncoder().encode(name) };
  const ciphertext = await crypto.subtle.encrypt(closing, await aesKey(secret), plain);
  await withVault((vault) => vault.put('box', { iv, ciphertext }, name));
}

/** A box that nobody can open and that looks like any other, for a key beside which nothing was put yet. */
export function blankBox(): StoredBox {
  const noise = (length: number) => crypto.getRandomValues(new Uint8Array(length));
  return { iv: noise(ivBytes), ciphertext: noise(boxStep + tagBytes).buffer };
}

/** Throws a key's box away, with all that is in it. @throws VaultError `no-storage` */
export async function dropBox(name: string): Promise<void> {
  await withVault((vault) => vault.delete('box', name));
}

function aesKey(secret: Uint8Array): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', new Uint8Array(secret), 'AES-GCM', false, ['encrypt', 'decrypt']);
}
