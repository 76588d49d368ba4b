import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findActs } from '~/features/anonymous/signatures/acts-of-this-key';

const nullifier = fc.uint8Array({ minLength: 32, maxLength: 32 });
const acts = fc.integer({ min: 1, max: 1000 });

function fileOf(records: ReadonlyMap<string, number>): Uint8Array {
  const sorted = [...records].sort(([a], [b]) => (a < b ? -1 : 1));
  return Buffer.concat(
    sorted.map(([hex, count]) => {
      const record = Buffer.alloc(38);
      record.set(Buffer.from(hex, 'hex'));
      record.writeUInt16BE(count, 32);
      record.writeUInt32BE(7, 34);
      return record;
    }),
  );
}

describe('acts of a key in a petition’s published nullifiers', () => {
  test('finds every nullifier that is there, with its acts, and none that is not', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(nullifier, acts), { maxLength: 60 }), nullifier, (pairs, other) => {
        const records = new Map(pairs.map(([bytes, count]) => [Buffer.from(bytes).toString('hex'), count]));
        const file = fileOf(records);
        for (const [hex, count] of records)
          expect(findActs(file, Buffer.from(hex, 'hex'))).toEqual({ acts: count, edition: 7 });
        const absent = Buffer.from(other).toString('hex');
        expect(findActs(file, other)?.acts).toBe(records.get(absent));
      }),
    );
  });

  test('refuses a file that was cut off', () => {
    const file = fileOf(new Map([['ab'.repeat(32), 1]]));
    expect(() => findActs(file.subarray(0, 37), new Uint8Array(32))).toThrow(TypeError);
  });
});
