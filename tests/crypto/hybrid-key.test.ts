import { bech32 } from '@scure/base';
import { generateX25519Identity } from 'age-encryption';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { seal } from '~/crypto/age/age-file';
import { hybridIdentity, isHybridRecipient, recipientOf } from '~/crypto/age/hybrid-key';
import { paddedSize } from '~/crypto/age/padding';

let recipient: string;
let key: Uint8Array;
const encode = (bytes: Uint8Array) => bech32.encode('age1pq', bech32.toWords(bytes), false);

beforeAll(async () => {
  recipient = await recipientOf(hybridIdentity(new Uint8Array(32).fill(7)));
  key = bech32.fromWords(bech32.decode(recipient as `${string}1${string}`, false).words);
});

describe('a hybrid key', () => {
  it('is the same for the same seed, and written as age writes it', async () => {
    expect(hybridIdentity(new Uint8Array(32).fill(7))).toMatch(/^AGE-SECRET-KEY-PQ-1[02-9AC-HJ-NP-Z]{58}$/);
    expect(recipient).toMatch(/^age1pq1[02-9ac-hj-np-z]{1952}$/);
    expect(await recipientOf(hybridIdentity(new Uint8Array(32).fill(7)))).toBe(recipient);
    expect(await recipientOf(hybridIdentity(new Uint8Array(32).fill(8)))).not.toBe(recipient);
  });

  it('is made of 32 bytes and of nothing else', async () => {
    for (const length of [0, 16, 31, 33]) expect(() => hybridIdentity(new Uint8Array(length))).toThrow(RangeError);
    for (const wrong of ['', 'AGE-SECRET-KEY-PQ-1', recipient, hybridIdentity(new Uint8Array(32)).toLowerCase()])
      await expect(recipientOf(wrong)).rejects.toThrow(expect.objectContaining({ code: 'bad-key' }));
  });
});

describe('a hybrid recipient', () => {
  it('is one whatever the seed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 32, maxLength: 32 }), async (seed) => {
        const each = await recipientOf(hybridIdentity(seed));
        expect(isHybridRecipient(each)).toBe(true);
        await seal(new Uint8Array(1), [each]);
      }),
      { numRuns: 20 },
    );
  });

  it('has one spelling', async () => {
    const weak = await recipientOf(await generateX25519Identity());
    for (const other of [
      '',
      'age1pq1',
      weak,
      recipient.toUpperCase(),
      ` ${recipient}`,
      `${recipient}\n`,
      recipient.slice(0, -1),
      `${recipient}q`,
    ])
      // prettier-ignore
      expect(isHybridRecipient(other), other.slice(0, 12)).toBe(false);
    expect(isHybridRecipient(`${recipient.slice(0, 900)}q${recipient.slice(901)}`)).toBe(false);
    expect(isHybridRecipient(bech32.encode('age1tagpq', bech32.toWords(key), false))).toBe(false);
    for (const length of [0, 1184, 1215, 1217]) {
      const sized = new Uint8Array(length);
      sized.set(key.subarray(0, length));
      expect(isHybridRecipient(encode(sized))).toBe(false);
    }
  });

  it('has ML-KEM coefficients below q, at each place: nothing could be encrypted to others', async () => {
    for (const at of [0, 3, 600, 1149]) {
      for (const [changed, isGood] of [
        [[0x00, 0x0d, 0x00], true],
        [[0x01, 0x0d, 0x00], false],
        [[0x00, 0x00, 0xd0], true],
        [[0x00, 0x10, 0xd0], false],
        [[0xff, 0xff, 0xff], false],
      ] as const) {
        const bytes = Uint8Array.from(key);
        bytes.set(changed, at);
        expect(isHybridRecipient(encode(bytes))).toBe(isGood);
        const sealed = seal(new Uint8Array(1), [encode(bytes)]);
        await (isGood ? sealed : expect(sealed).rejects.toThrow(expect.objectContaining({ code: 'bad-key' })));
      }
    }
  });

  it('has an X25519 key of full order', () => {
    const low = ['00', '01', 'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f', 'e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800']; // prettier-ignore
    for (const point of low) {
      const bytes = Uint8Array.from(key);
      bytes.set(Buffer.from(point.padEnd(64, '0'), 'hex'), 1184);
      expect(isHybridRecipient(encode(bytes)), point).toBe(false);
    }
  });
});

describe('padding', () => {
  const kib = (size: number) => size * 1024;

  it('goes in steps of 16, 20, 24, 28, 32, 40, 48, 56, 64, 80 … KiB', () => {
    const steps = [16, 20, 24, 28, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160].map(kib);
    expect(paddedSize(0)).toBe(kib(16));
    for (const [index, step] of steps.entries()) {
      expect(paddedSize(step)).toBe(step);
      if (index + 1 < steps.length) expect(paddedSize(step + 1)).toBe(steps[index + 1]);
    }
    expect(paddedSize(100_000_000)).toBe(kib(98_304));
  });

  it('holds what it must, adds at most a quarter, and is its own step', () => {
    fc.assert(
      fc.property(fc.nat(200_000_000), (size) => {
        const padded = paddedSize(size);
        expect(padded).toBeGreaterThanOrEqual(size);
        expect(padded).toBeLessThanOrEqual(Math.max(kib(16), size * 1.25));
        expect(paddedSize(padded)).toBe(padded);
        const unit = padded / 2 ** Math.floor(Math.log2(padded) - 2);
        expect([4, 5, 6, 7]).toContain(unit);
      }),
    );
    for (const wrong of [-1, 0.5, Number.NaN, 2 ** 53]) expect(() => paddedSize(wrong)).toThrow(RangeError);
  });
});
