import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeEntry, encodeEntry, entryLeaf, MAX_ENTRY_BYTES, type Entry, type EntryValue } from '~/crypto/tlog/entry';

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const bytes = (text: string) => new TextEncoder().encode(text);
const code = (code: string): unknown => expect.objectContaining({ code });

describe('an entry of the ledger', () => {
  it('is RFC 8785 JSON: keys in order, no blanks, plain escapes', () => {
    const entry: Entry = { v: 1, kind: 'register-edition', size: 7, b: [true, null, 'ö€\u001f"'], a: { z: 0, aa: -1 } };
    const expected = '{"a":{"aa":-1,"z":0},"b":[true,null,"ö€\\u001f\\""],"kind":"register-edition","size":7,"v":1}';
    expect(text(encodeEntry(entry))).toBe(expected);
    expect(decodeEntry(bytes(expected))).toEqual(entry);
  });

  it('orders keys by UTF-16 code units, as RFC 8785 section 3.2.3 shows', () => {
    const keys = { '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '\ud83d\ude00': 5, '\u0080': 6, '\u00f6': 7 };
    const encoded = text(encodeEntry({ v: 1, kind: 'order', keys }));
    expect(encoded).toContain('{"\\r":2,"1":4,"\u0080":6,"ö":7,"€":1,"😀":5,"\ufb33":3}');
  });

  it('has the leaf SHA-256(0x00 || bytes)', () => {
    const encoded = encodeEntry({ v: 1, kind: 'export' });
    const expected = createHash('sha256').update(Uint8Array.of(0)).update(encoded).digest('hex');
    expect(Buffer.from(entryLeaf(encoded)).toString('hex')).toBe(expected);
  });

  it('reads back the same, from one spelling only', () => {
    const unit = fc.string({ unit: 'grapheme' });
    const { value } = fc.letrec<{ value: EntryValue }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 3 },
        unit, fc.maxSafeInteger(), fc.boolean(), fc.constant(null),
        fc.array(tie('value'), { maxLength: 4 }), fc.dictionary(unit, tie('value'), { maxKeys: 4 }),
      ), // prettier-ignore
    }));
    fc.assert(
      fc.property(value, (inner) => {
        const encoded = encodeEntry({ v: 1, kind: 'any', inner });
        expect(encodeEntry(decodeEntry(encoded))).toEqual(encoded);
        expect(() => decodeEntry(bytes(`${text(encoded)} `))).toThrow(code('not-canonical'));
        expect(() => decodeEntry(bytes(text(encoded).replace('"v":1}', '"v":1.0}')))).toThrow(code('not-canonical'));
      }),
    );
  });

  it.each([
    ['{"v":1,"kind":"x"}', 'not-canonical'],
    ['{"kind":"x","kind":"x","v":1}', 'not-canonical'],
    ['{"kind":"\\u0078","v":1}', 'not-canonical'],
    ['{"kind":"x","n":-0,"v":1}', 'not-canonical'],
    ['\ufeff{"kind":"x","v":1}', 'not-json'],
    ['{"kind":"x","n":0.5,"v":1}', 'not-json'],
    ['{"kind":"x","n":9007199254740993,"v":1}', 'not-json'],
    ['{"kind":"x\\ud800","v":1}', 'not-json'],
    ['', 'not-json'],
    ['[]', 'not-an-entry'],
    ['{"kind":"x","v":2}', 'not-an-entry'],
    ['{"kind":"X","v":1}', 'not-an-entry'],
    ['{"v":1}', 'not-an-entry'],
  ])('is not %j', (spelling, reason) => {
    expect(() => decodeEntry(bytes(spelling))).toThrow(code(reason));
  });

  it('is not read from bytes that are not UTF-8', () => {
    expect(() => decodeEntry(Uint8Array.of(0x22, 0xff, 0x22))).toThrow(code('not-json'));
  });

  it('is not made of values that JSON would change', () => {
    const sparse = new Array<EntryValue>(2);
    for (const value of [
      undefined,
      new Date(0),
      1n,
      Number.NaN,
      0.1,
      2 ** 53,
      () => 1,
      Symbol('x'),
      'x\ud800',
      sparse,
      new Map(),
    ]) {
      expect(() => encodeEntry({ v: 1, kind: 'x', value } as unknown as Entry)).toThrow(code('not-json'));
    }
    let deep: EntryValue = 0;
    for (let level = 0; level < 20; level += 1) deep = [deep];
    expect(() => encodeEntry({ v: 1, kind: 'x', deep })).toThrow(code('not-json'));
  });

  it('fits the 16-bit length prefix of a tile of entries', () => {
    const around = encodeEntry({ v: 1, kind: 'x', text: '' }).length;
    expect(encodeEntry({ v: 1, kind: 'x', text: 'a'.repeat(MAX_ENTRY_BYTES - around) })).toHaveLength(65_535);
    const long = { v: 1, kind: 'x', text: 'a'.repeat(MAX_ENTRY_BYTES - around + 1) } as const;
    expect(() => encodeEntry(long)).toThrow(code('too-long'));
    expect(() => decodeEntry(new Uint8Array(65_536))).toThrow(code('too-long'));
  });
});
