import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { encodeMessageContent, maxContentBytes, parseMessageContent, safeFileName, type MessageContent } from '~/features/anonymous/concerns/message-content'; // prettier-ignore
import { receiptOf } from '~/features/anonymous/concerns/receipt';
import { concernKinds } from '~/features/published/programmes/concern-kind';
import { handlerKeys } from '~/features/published/handlers/handler-key';
import { fileKeyOf, open, seal } from '~/crypto/age/age-file';
import { isHybridRecipient } from '~/crypto/age/hybrid-key';
import { identityFromEntropy } from '~/crypto/semaphore/key';
import { isSignedBy } from '~/crypto/signing-key';

const code = (code: string): unknown => expect.objectContaining({ code });
const bytes = (text: string) => new TextEncoder().encode(text);
const file = { part: 1, name: 'a.jpg', mediaType: 'image/jpeg', size: 1 };
const content = (change: object = {}): MessageContent => ({
  v: 1,
  kind: 'leak',
  programmeField: null,
  answers: [{ question: 'Where?', answer: 'Here' }],
  text: 'T',
  files: [file],
  replyTo: null,
  ...change,
});

let recipient: string;
beforeAll(async () => {
  ({ recipient } = await receiptOf(new Uint8Array(16)));
});

describe('the content of a message', () => {
  it('reads back the same, whatever was written', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 200 });
    const any = fc.record({
      v: fc.constant(1 as const),
      kind: fc.option(fc.constantFrom(...concernKinds)),
      programmeField: fc.option(fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 64 })),
      answers: fc.array(fc.record({ question: text, answer: text }), { maxLength: 10 }),
      text,
      replyTo: fc.option(fc.constantFrom(recipient)),
      files: fc
        .uniqueArray(fc.integer({ min: 1, max: 20 }))
        .map((parts) => parts.sort((a, b) => a - b).map((part) => ({ ...file, part }))),
    });
    fc.assert(
      fc.property(any, (value) => {
        expect(parseMessageContent(encodeMessageContent(value))).toEqual(value);
        const leftOut = { ...value, leftOut: ['f'.repeat(64)] };
        expect(parseMessageContent(encodeMessageContent(leftOut))).toEqual(leftOut);
      }),
    );
  });

  it('has no other shape and no other spelling', () => {
    for (const change of [
      { v: 2 },
      { kind: 'gossip' },
      { kind: undefined },
      { programmeField: '' },
      { text: 'x'.repeat(50_001) },
      { text: 'half \ud800' },
      { answers: [{ question: 'Q' }] },
      { files: [{ ...file, part: 0 }] },
      { files: [{ ...file, part: 21 }] },
      { files: [file, file] },
      { files: [{ ...file, part: 2 }, file] },
      { files: [{ ...file, name: '' }] },
      { files: [{ ...file, name: 'a/b' }] },
      { files: [{ ...file, name: 'invoice\u202efdp.exe' }] },
      { files: [{ ...file, name: 'a\nb' }] },
      { files: [{ ...file, mediaType: 'IMAGE/JPEG' }] },
      { files: [{ ...file, size: 100_000_001 }] },
      { replyTo: undefined },
      { replyTo: recipient.slice(0, -1) },
      { leftOut: ['F'.repeat(64)] },
      { leftOut: Array.from({ length: 101 }, () => 'f'.repeat(64)) },
      { more: 1 },
    ]) {
      expect(() => encodeMessageContent(content(change))).toThrow(code('malformed'));
      expect(() => parseMessageContent(bytes(JSON.stringify(content(change))))).toThrow(code('malformed'));
    }
    const good = new TextDecoder().decode(encodeMessageContent(content()));
    for (const wrong of ['', ` ${good}`, `\ufeff${good}`, good.replace('"T"', '"\\u0054"'), '['.repeat(50_000)])
      expect(() => parseMessageContent(bytes(wrong))).toThrow(code('malformed'));
    expect(() => parseMessageContent(Uint8Array.of(0xff, 0xfe))).toThrow(code('malformed'));
  });

  it('is short enough to come with the conversation', () => {
    const long = { answers: [{ question: 'Q', answer: 'ö'.repeat(20_000) }] };
    expect(() => encodeMessageContent(content({ ...long, text: 'x'.repeat(30_000) }))).toThrow(code('too-long'));
    expect(encodeMessageContent(content({ ...long, text: 'x'.repeat(20_000) })).length).toBeLessThan(maxContentBytes);
    expect(() => parseMessageContent(new Uint8Array(maxContentBytes + 1))).toThrow(code('too-long'));
  });

  it('names files so that a name deceives nobody', () => {
    expect(safeFileName('Büro 7.jpg')).toBe('Büro 7.jpg');
    expect(safeFileName('../../etc/passwd')).toBe('....etcpasswd');
    expect(safeFileName('invoice\u202efdp.exe')).toBe('invoicefdp.exe');
    for (const nothing of ['', '.', '..', '\u0000', '//']) expect(safeFileName(nothing)).toBe('file');
    expect(safeFileName(`${'a'.repeat(300)}.jpg`)).toMatch(/^a{200}…a{46}\.jpg$/);
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (name) => {
        expect(() => encodeMessageContent(content({ files: [{ ...file, name: safeFileName(name) }] }))).not.toThrow();
      }),
    );
  });
});

describe('a receipt', () => {
  const entropy = new Uint8Array(16).fill(3);

  it('gives the same secrets for the same words, and others for other words', async () => {
    const receipt = await receiptOf(entropy);
    const [again, other] = await Promise.all([receiptOf(Uint8Array.from(entropy)), receiptOf(new Uint8Array(16))]);
    const shown = ({ concern, identity, recipient, salt }: typeof receipt) => ({ concern, identity, recipient, salt });
    expect(shown(again)).toEqual(shown(receipt));
    for (const part of ['concern', 'identity', 'recipient', 'salt'] as const) expect(other[part]).not.toEqual(receipt[part]); // prettier-ignore
    await expect(receiptOf(new Uint8Array(15))).rejects.toThrow(RangeError);
  });

  it('signs and opens what is for it', async () => {
    const { concern, signing, identity, recipient } = await receiptOf(entropy);
    expect(isSignedBy(concern, Uint8Array.of(1), signing.sign(Uint8Array.of(1)))).toBe(true);
    expect(isHybridRecipient(recipient)).toBe(true);
    const file = await seal(Uint8Array.of(5), [recipient]);
    expect(await open(file, { identity })).toEqual(Uint8Array.of(5));
    expect(await open(file, { fileKey: await fileKeyOf(file, identity) })).toEqual(Uint8Array.of(5));
  });

  it('shares nothing with the key that signs petitions, nor with a handler’s, even of the same words', async () => {
    const [receipt, handler] = await Promise.all([receiptOf(entropy), handlerKeys(entropy)]);
    expect(receipt.identity).not.toBe(handler.identity);
    expect(receipt.concern).not.toEqual(handler.signing.publicKey);
    expect(identityFromEntropy(entropy).secretScalar.toString(16)).not.toContain(Buffer.from(receipt.salt).toString('hex').slice(0, 8)); // prettier-ignore
  });
});
