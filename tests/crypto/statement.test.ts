import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hashFields, toBigInt } from '~/crypto/hash';
import { asIdentityCommitment } from '~/crypto/semaphore/field';
import {
  enrolMessage,
  enrolScope,
  petitionScope,
  petitionTextDigest,
  reduce,
  signMessage,
  unitMessage,
} from '~/crypto/semaphore/statement';

const text = { title: 'Switch it off', demands: ['Stop logging', 'Delete it'], background: 'Because.' };
const digest = petitionTextDigest(text);

describe('scopes and messages', () => {
  it('are the labelled hashes of protocol 3 and 4', () => {
    expect(petitionScope('Acme', 'p1')).toBe(toBigInt(hashFields('petition/v1', 'Acme', 'p1')));
    expect(enrolScope('Acme', 'nonce')).toBe(toBigInt(hashFields('enrol/v1', 'Acme', 'nonce')));
    expect(signMessage(digest, 'sign', 3)).toBe(toBigInt(hashFields('sign/v1', digest, 'sign', 3)));
    expect(unitMessage(digest, 'Ops/Night')).toBe(toBigInt(hashFields('unit/v1', digest, 'Ops/Night')));
    expect(enrolMessage(asIdentityCommitment(5n))).toBe(toBigInt(hashFields('enrol-commitment/v1', 5n)));
  });

  it('never meet: no nonce makes an enrolment scope a petition scope', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (id, nonce) => {
        expect(enrolScope('Acme', nonce)).not.toBe(petitionScope('Acme', id));
      }),
    );
    expect(petitionScope('Acme', 'p1')).not.toBe(petitionScope('Acmep', '1'));
  });

  it('differ by action, by number of earlier actions and by text', () => {
    const all = [
      signMessage(digest, 'sign', 0),
      signMessage(digest, 'withdraw', 0),
      signMessage(digest, 'sign', 1),
      signMessage(digest, 'sign', 10),
      signMessage(petitionTextDigest({ ...text, title: 'Switch it off ' }), 'sign', 0),
      unitMessage(digest, 'sign'),
    ];
    expect(new Set(all).size).toBe(all.length);
  });

  it('need the digest of a text, 32 bytes', () => {
    expect(() => signMessage(new Uint8Array(31), 'sign', 0)).toThrow(RangeError);
    expect(() => unitMessage(new Uint8Array(0), 'Ops')).toThrow(RangeError);
    expect(() => signMessage(digest, 'sign', -1)).toThrow(RangeError);
    expect(() => signMessage(digest, 'sign', 1.5)).toThrow(RangeError);
  });
});

describe('the digest of a petition', () => {
  it('changes with every part of the text and with every way of cutting it into demands', () => {
    const others = [
      { ...text, title: 'Switch it on' },
      { ...text, background: 'Because' },
      { ...text, demands: ['Stop logging'] },
      { ...text, demands: ['Delete it', 'Stop logging'] },
      { ...text, demands: ['Stop logging', 'Delete it', ''] },
      { title: text.title, demands: [], background: 'Stop loggingDelete itBecause.' },
      { title: text.title, demands: ['Stop logging'], background: 'Delete it' },
      { title: text.title, demands: ['Stop logging', 'Delete it', 'Because.'], background: '' },
    ];
    const digests = [text, ...others].map((each) => toBigInt(petitionTextDigest(each)));
    expect(new Set(digests).size).toBe(digests.length);
  });
});

it('reduction gives 248 bits', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 2n ** 256n - 1n }), (value) => {
      expect(reduce(value) < 2n ** 248n).toBe(true);
    }),
  );
  // keccak256 of 32 zero bytes, as Ethereum's tools print it, without its last byte.
  expect(reduce(0n)).toBe(0x290decd9548b62a8d60345a988386fc84ba6bc95484008f6362f93160ef3e563n >> 8n);
  expect(() => reduce(2n ** 256n)).toThrow();
});
