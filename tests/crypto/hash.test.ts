import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { fileDigest, fromBase64Url, fromHex, hashFields, toBase64Url, toBigInt, toHex } from '~/crypto/hash';

/** The same, written the slow way. */
function expected(...fields: string[]): string {
  const digest = createHash('sha256');
  for (const field of fields) {
    const bytes = Buffer.from(field, 'utf8');
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    digest.update(length).update(bytes);
  }
  return digest.digest('hex');
}

describe('hashFields', () => {
  it('hashes length-prefixed fields, the label first', () => {
    expect(toHex(hashFields('petition/v1', 'Acme', 'p1'))).toBe(expected('petition/v1', 'Acme', 'p1'));
    expect(toHex(hashFields('petition/v1', 'Ünïcødé ✍️', ''))).toBe(expected('petition/v1', 'Ünïcødé ✍️', ''));
  });

  it('writes numbers as canonical decimals and bytes as they stand', () => {
    const bytes = Uint8Array.of(1, 2, 3);
    expect(toHex(hashFields('sign/v1', 42, 2n ** 200n))).toBe(expected('sign/v1', '42', (2n ** 200n).toString()));
    expect(toHex(hashFields('sign/v1', bytes))).toBe(expected('sign/v1', '\u0001\u0002\u0003'));
    expect(toHex(hashFields('sign/v1', -0))).toBe(expected('sign/v1', '0'));
  });

  it('tells apart every way to cut one text into fields', () => {
    const field = fc.string({ unit: 'grapheme', maxLength: 6 });
    fc.assert(
      fc.property(fc.array(field, { maxLength: 5 }), fc.array(field, { maxLength: 5 }), (left, right) => {
        const same = left.length === right.length && left.every((text, index) => text === right[index]);
        expect(toHex(hashFields('a/v1', ...left)) === toHex(hashFields('a/v1', ...right))).toBe(same);
      }),
    );
    expect(hashFields('a/v1', 'bc', 'd')).not.toEqual(hashFields('a/v1', 'b', 'cd'));
    expect(hashFields('a/v1', 'x')).not.toEqual(hashFields('a/v1', 'x', ''));
  });

  it('does not normalise Unicode', () => {
    expect(hashFields('a/v1', 'é')).not.toEqual(hashFields('a/v1', 'e\u0301'));
  });

  it.each(['', 'petition', 'petition/1', 'petition/v0', 'Petition/v1', 'petition/v1 '])(
    'refuses the label %j',
    (label) => {
      expect(() => hashFields(label)).toThrow(RangeError);
    },
  );

  it.each([Number.NaN, 0.5, -1, 2 ** 53, Number.POSITIVE_INFINITY, -1n])('refuses the number %s', (number) => {
    expect(() => hashFields('a/v1', number)).toThrow(RangeError);
  });

  it('refuses half a surrogate pair, which UTF-8 would replace so that two texts share a digest', () => {
    expect(() => hashFields('a/v1', 'x\ud83d')).toThrow(RangeError);
    expect(() => hashFields('a/v1', '\udc00\ud800')).toThrow(RangeError);
    expect(() => hashFields('a/v1', '\ud83d\ude00')).not.toThrow();
  });
});

describe('encodings', () => {
  it('read back what they wrote', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 70 }), (bytes) => {
        expect(fromHex(toHex(bytes))).toEqual(bytes);
        expect(fromBase64Url(toBase64Url(bytes))).toEqual(bytes);
        expect(toBigInt(bytes)).toBe(BigInt(`0x0${Buffer.from(bytes).toString('hex')}`));
      }),
    );
  });

  it.each(['AB', 'abc', '0x12', 'zz', ' ab'])('refuse %j as hexadecimal', (text) => {
    expect(() => fromHex(text)).toThrow();
  });

  it.each(['YQ==', 'Y', 'YR', 'a+b/'])('refuse %j as URL-safe base64', (text) => {
    expect(() => fromBase64Url(text)).toThrow();
  });
});

describe('fileDigest', () => {
  afterEach(() => {
    vi.unstubAllGlobals();
  });

  it.each(['by the platform', 'without it, as on plain HTTP'])(
    'is SHA-256 %s, of a part of a buffer too',
    async (way) => {
      if (way !== 'by the platform') vi.stubGlobal('crypto', {});
      const file = new Uint8Array(1_000).fill(7).subarray(100, 900);
      expect(toHex(await fileDigest(file))).toBe(createHash('sha256').update(file).digest('hex'));
    },
  );
});
