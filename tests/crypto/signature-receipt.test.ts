import { describe, expect, it } from 'vitest';
import { asNullifier } from '~/crypto/semaphore/field';
import { noteKeyPair, noteSigner, noteVerifier, signNote } from '~/crypto/tlog/note';
import { formatReceipt, openReceipt, parseReceipt, signReceipt } from '~/crypto/tlog/signature-receipt';

const key = noteKeyPair('example.org/receipts', new Uint8Array(32).fill(5));
const receipt = {
  organisation: 'Meridian Freight & Söhne',
  petitionId: '0b9a52b8-6f0e-4c46-8a35-4a2f3df1f0aa',
  nullifier: asNullifier(255n),
  action: 'sign',
  n: 2,
} as const;
const TEXT = `Meridian Freight & Söhne/receipt/v1
petition 0b9a52b8-6f0e-4c46-8a35-4a2f3df1f0aa
nullifier 00000000000000000000000000000000000000000000000000000000000000ff
action sign
n 2
counted at the next publication; where a critical mass is set, at the first publication after it is reached, deleted if it never is
`;

describe('a signature receipt', () => {
  it('says what was done and when it counts, and no time', () => {
    expect(formatReceipt(receipt)).toBe(TEXT);
    expect(parseReceipt(TEXT)).toEqual(receipt);
  });

  it('is the same note every time, so that a retry gets the same answer and nothing is stored', () => {
    const note = signReceipt(receipt, noteSigner(key.skey));
    expect(signReceipt(receipt, noteSigner(key.skey))).toBe(note);
    expect(openReceipt(note, noteVerifier(key.vkey))).toEqual(receipt);
  });

  it('is refused when its text was changed or another key signed', () => {
    const note = signReceipt(receipt, noteSigner(key.skey));
    const other = noteKeyPair('example.org/receipts', new Uint8Array(32).fill(6));
    for (const [from, to] of [
      ['action sign', 'action withdraw'],
      ['n 2', 'n 3'],
      ['00ff', '00fe'],
      ['0b9a', '0b9b'],
    ] as const) {
      // prettier-ignore
      expect(() => openReceipt(note.replace(from, to), noteVerifier(key.vkey))).toThrow(
        expect.objectContaining({ code: 'wrong-signature' }),
      );
    }
    expect(() => openReceipt(note, noteVerifier(other.vkey))).toThrow(expect.objectContaining({ code: 'unsigned' }));
  });

  it.each([
    ['another version', TEXT.replace('receipt/v1', 'receipt/v2')],
    ['no organisation', TEXT.replace('Meridian Freight & Söhne', '')],
    ['another action', TEXT.replace('action sign', 'action delete')],
    ['a leading zero', TEXT.replace('n 2', 'n 02')],
    ['upper case', TEXT.replace('00ff', '00FF')],
    ['a nullifier outside the field', TEXT.replace(/nullifier [0-9a-f]+/, `nullifier ${'f'.repeat(64)}`)],
    ['another promise', TEXT.replace('counted', 'perhaps counted')],
    ['a line more', `${TEXT}n 3\n`],
    ['a line less', TEXT.replace('n 2\n', '')],
    ['no last newline', TEXT.slice(0, -1)],
  ])('is not read with %s, even if the server signed it', (_, text) => {
    expect(() => parseReceipt(text)).toThrow(expect.objectContaining({ name: 'ReceiptError' }));
    if (text.endsWith('\n')) {
      expect(() => openReceipt(signNote(text, noteSigner(key.skey)), noteVerifier(key.vkey))).toThrow(
        expect.objectContaining({ name: 'ReceiptError' }),
      );
    }
  });

  it('is not written for what would not be read back the same', () => {
    const wrong = [
      { organisation: 'Acme\nn 9' },
      { organisation: '' },
      { petitionId: 'a b' },
      { petitionId: 'p\nn 9' },
      { n: -1 },
      { n: 1.5 },
      { n: 2 ** 60 },
    ];
    for (const change of wrong) {
      expect(() => formatReceipt({ ...receipt, ...change })).toThrow(expect.objectContaining({ name: 'ReceiptError' }));
    }
  });
});
