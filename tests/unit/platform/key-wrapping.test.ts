import { describe, expect, test } from 'vitest';
import { unwrap, wrap } from '~/platform/key-vault/wrapping';

const entropy = Uint8Array.from({ length: 16 }, (_, index) => index * 7);
const commitment = 'c0'.repeat(32);
const lock = { kind: 'passphrase', passphrase: 'four words of my own' } as const;

describe('wrapping a key under a passphrase', () => {
  test('gives the same sixteen bytes back to the same passphrase, in any Unicode form of it', async () => {
    const accented = { kind: 'passphrase', passphrase: 'café au lait noir' } as const;
    const decomposed = { kind: 'passphrase', passphrase: 'café au lait noir'.normalize('NFD') } as const;
    const wrapped = await wrap(entropy, commitment, accented);
    expect(await unwrap(wrapped, commitment, decomposed)).toEqual(entropy);
  });

  test('gives nothing to another passphrase, another lock, another key’s name, or a changed byte', async () => {
    const wrapped = await wrap(entropy, commitment, lock);
    expect(await unwrap(wrapped, commitment, { ...lock, passphrase: 'four words of my oven' })).toBeNull();
    expect(await unwrap(wrapped, commitment, { kind: 'passkey' })).toBeNull();
    expect(await unwrap(wrapped, 'c1'.repeat(32), lock)).toBeNull();
    const changed = new Uint8Array(wrapped.ciphertext.slice(0));
    changed[0] = (changed[0] ?? 0) ^ 1;
    expect(await unwrap({ ...wrapped, ciphertext: changed.buffer }, commitment, lock)).toBeNull();
  });

  test('what is stored holds neither the secret nor the passphrase, and is new each time', async () => {
    const one = await wrap(entropy, commitment, lock);
    const other = await wrap(entropy, commitment, lock);
    const stored = Buffer.concat([one.salt, one.iv, Buffer.from(one.ciphertext)]);
    expect(stored.includes(Buffer.from(entropy))).toBe(false);
    expect(stored.includes(Buffer.from(lock.passphrase))).toBe(false);
    expect(Buffer.from(one.ciphertext).equals(Buffer.from(other.ciphertext))).toBe(false);
    expect(Buffer.from(one.salt).equals(Buffer.from(other.salt))).toBe(false);
  });
});
