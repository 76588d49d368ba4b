import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  asGroupRoot,
  asIdentityCommitment,
  asNullifier,
  BASE_FIELD_ORDER,
  FIELD_ORDER,
  fromBytes32,
  parseCanonical,
  toBytes32,
} from '~/crypto/semaphore/field';

const element = fc.bigInt({ min: 0n, max: FIELD_ORDER - 1n });

describe('the canonical spelling of a field element', () => {
  it('is read for every element', () => {
    fc.assert(
      fc.property(element, (value) => {
        expect(parseCanonical(value.toString())).toBe(value);
      }),
    );
    expect(parseCanonical((FIELD_ORDER - 1n).toString())).toBe(FIELD_ORDER - 1n);
  });

  it.each(['', '00', '01', '+1', '-1', '-0', ' 1', '1 ', '1\n', '0x1', '1e3', '1n', '1_0', '１', '1'.repeat(79)])(
    'is not %j',
    (spelling) => {
      expect(() => parseCanonical(spelling)).toThrow(expect.objectContaining({ code: 'not-canonical' }));
    },
  );

  it('ends below the order of its field', () => {
    expect(() => parseCanonical(FIELD_ORDER.toString())).toThrow(expect.objectContaining({ code: 'out-of-range' }));
    expect(() => parseCanonical((FIELD_ORDER + 1n).toString())).toThrow(
      expect.objectContaining({ code: 'out-of-range' }),
    );
    expect(parseCanonical(FIELD_ORDER.toString(), BASE_FIELD_ORDER)).toBe(FIELD_ORDER);
    expect(() => parseCanonical(BASE_FIELD_ORDER.toString(), BASE_FIELD_ORDER)).toThrow(
      expect.objectContaining({ code: 'out-of-range' }),
    );
  });

  it('is never a value of another type', () => {
    for (const value of [1, null, ['1'], { toString: () => '1' }]) {
      expect(() => parseCanonical(value as string)).toThrow(expect.objectContaining({ code: 'not-canonical' }));
    }
  });
});

describe('32 bytes', () => {
  it('read back as the same element', () => {
    fc.assert(
      fc.property(element, (value) => {
        expect(fromBytes32(toBytes32(value))).toBe(value);
      }),
    );
    expect(toBytes32(0x0102n)).toEqual(Uint8Array.from([...new Array<number>(30).fill(0), 1, 2]));
  });

  it('are refused when too few, too many or not below the order', () => {
    expect(() => fromBytes32(new Uint8Array(31))).toThrow(expect.objectContaining({ code: 'wrong-length' }));
    expect(() => fromBytes32(new Uint8Array(33))).toThrow(expect.objectContaining({ code: 'wrong-length' }));
    expect(() => fromBytes32(toBytes32(FIELD_ORDER))).toThrow(expect.objectContaining({ code: 'out-of-range' }));
    expect(() => toBytes32(2n ** 256n)).toThrow(expect.objectContaining({ code: 'out-of-range' }));
    expect(() => toBytes32(-1n)).toThrow(expect.objectContaining({ code: 'out-of-range' }));
  });
});

it('commitments and group roots are never 0, nullifiers may be', () => {
  expect(() => asIdentityCommitment(0n)).toThrow(expect.objectContaining({ code: 'zero' }));
  expect(() => asGroupRoot(0n)).toThrow(expect.objectContaining({ code: 'zero' }));
  expect(asNullifier(0n)).toBe(0n);
  for (const as of [asIdentityCommitment, asGroupRoot, asNullifier]) {
    expect(as(1n)).toBe(1n);
    expect(() => as(FIELD_ORDER)).toThrow(expect.objectContaining({ code: 'out-of-range' }));
    expect(() => as(-1n)).toThrow(expect.objectContaining({ code: 'out-of-range' }));
  }
});
