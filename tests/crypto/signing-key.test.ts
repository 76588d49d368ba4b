import { createPrivateKey, createPublicKey, hkdfSync, sign, verify } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { derive } from '~/crypto/derive';
import { hkdf } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { fromHex, toHex } from '~/crypto/hash';
import { isSignedBy, signingKey } from '~/crypto/signing-key';

/** RFC 8032, section 7.1: seed, public key, message, signature. */
const vectors = [
  ['9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60', 'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a', '', 'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b'],
  ['4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb', '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c', '72', '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00'],
  ['c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7', 'fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025', 'af82', '6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a'],
] as const; // prettier-ignore

describe('signing', () => {
  it.each(vectors)('is RFC 8032: %s', (seed, publicKey, message, signature) => {
    const key = signingKey(fromHex(seed));
    expect(toHex(key.publicKey)).toBe(publicKey);
    expect(toHex(key.sign(fromHex(message)))).toBe(signature);
    expect(isSignedBy(fromHex(publicKey), fromHex(message), fromHex(signature))).toBe(true);
  });

  it('agrees with OpenSSL, in both directions', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), fc.uint8Array(), (seed, message) => {
        const der = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]);
        const other = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
        const key = signingKey(seed);
        expect(isSignedBy(key.publicKey, message, sign(null, message, other))).toBe(true);
        expect(verify(null, message, createPublicKey(other), key.sign(message))).toBe(true);
      }),
      { numRuns: 20 },
    );
  });

  it('is believed of nobody else, and of nothing else', () => {
    const key = signingKey(new Uint8Array(32).fill(1));
    const message = Uint8Array.of(1, 2, 3);
    const signature = key.sign(message);
    expect(isSignedBy(signingKey(new Uint8Array(32).fill(2)).publicKey, message, signature)).toBe(false);
    expect(isSignedBy(key.publicKey, Uint8Array.of(1, 2), signature)).toBe(false);
    fc.assert(
      fc.property(fc.nat(511), (bit) => {
        const changed = Uint8Array.from(signature);
        changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        expect(isSignedBy(key.publicKey, message, changed)).toBe(false);
      }),
    );
  });

  it('with a key of small order, which would have signed anything, is believed of nobody', () => {
    const smallOrder = ['01'.padEnd(64, '0'), '00'.repeat(32), 'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f', '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05']; // prettier-ignore
    for (const publicKey of smallOrder) {
      for (const r of smallOrder) {
        const signature = new Uint8Array(64);
        signature.set(fromHex(r));
        for (const message of [new Uint8Array(), Uint8Array.of(1), Uint8Array.of(2), Uint8Array.of(3)])
          expect(isSignedBy(fromHex(publicKey), message, signature)).toBe(false);
      }
    }
  });

  it('with s not reduced, a second spelling of one signature, is not believed', () => {
    const key = signingKey(new Uint8Array(32).fill(1));
    const signature = key.sign(Uint8Array.of(1));
    const order = 2n ** 252n + 27742317777372353535851937790883648493n;
    let s = BigInt(`0x${toHex(signature.slice(32).reverse())}`) + order;
    const again = Uint8Array.from(signature);
    for (let at = 32; at < 64; at += 1, s >>= 8n) again[at] = Number(s & 255n);
    expect(isSignedBy(key.publicKey, Uint8Array.of(1), again)).toBe(false);
  });

  it('never throws, whatever it is asked about', () => {
    const any = fc.oneof(fc.uint8Array({ maxLength: 70 }), fc.uint8Array({ minLength: 32, maxLength: 32 }), fc.uint8Array({ minLength: 64, maxLength: 64 })); // prettier-ignore
    fc.assert(
      fc.property(any, any, any, (publicKey, message, signature) => {
        expect(isSignedBy(publicKey, message, signature)).toBe(false);
      }),
    );
    for (const length of [0, 31, 33, 64]) expect(() => signingKey(new Uint8Array(length))).toThrow(RangeError);
  });

  it('keeps its seed, whatever happens to the bytes it was made from', () => {
    const seed = new Uint8Array(32).fill(1);
    const key = signingKey(seed);
    seed.fill(9);
    expect(isSignedBy(key.publicKey, Uint8Array.of(1), key.sign(Uint8Array.of(1)))).toBe(true);
  });
});

describe('deriving secrets from words', () => {
  it('stands on HKDF-SHA256 as RFC 5869 has it (case 3: no salt, no info)', () => {
    const expected = '8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8';
    expect(toHex(hkdf(sha256, new Uint8Array(22).fill(0x0b), undefined, new Uint8Array(), 42))).toBe(expected);
  });

  it('is what OpenSSL derives, another secret for every purpose', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), fc.string({ maxLength: 40 }), (entropy, purpose) => {
        const expected = Buffer.from(hkdfSync('sha256', entropy, '', purpose, 32)).toString('hex');
        expect(toHex(derive(entropy, purpose))).toBe(expected);
        expect(toHex(derive(entropy, `${purpose}x`))).not.toBe(expected);
      }),
    );
    for (const length of [0, 15, 17, 32]) expect(() => derive(new Uint8Array(length), 'x/v1')).toThrow(RangeError);
  });
});
