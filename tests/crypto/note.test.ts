import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openCheckpoint, parseCheckpoint, signCheckpoint, formatCheckpoint } from '~/crypto/tlog/checkpoint';
import { nodeNoteSigner } from '~/crypto/tlog/node-signer';
import { noteKeyPair, noteSigner, noteVerifier, openNote, readSignerKey, signNote } from '~/crypto/tlog/note';

/* The key and note of golang.org/x/mod/sumdb/note's own test (BSD-3-Clause). */
const SKEY = 'PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz';
const VKEY = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
const TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
const NOTE = `${TEXT}
— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=
`;
/* The example of C2SP signed-note. */
const C2SP_VKEY = 'example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k';
const C2SP_NOTE = `This is an example message.

— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=
`;

const known = noteVerifier(VKEY);
const ours = noteKeyPair('example.org/ledger', new Uint8Array(32).fill(7));
const witness = noteKeyPair('works-council', new Uint8Array(32).fill(8));
const code = (code: string): unknown => expect.objectContaining({ code });

describe('a signed note', () => {
  it('is byte for byte the one that others make', () => {
    expect(signNote(TEXT, noteSigner(SKEY))).toBe(NOTE);
    expect(openNote(NOTE, [known])).toEqual({ text: TEXT, signedBy: ['PeterNeumann'] });
    expect(openNote(C2SP_NOTE, [noteVerifier(C2SP_VKEY)]).text).toBe('This is an example message.\n');
  });

  it('has keys in the same encodings', () => {
    const { seed } = readSignerKey(SKEY);
    expect(noteKeyPair('PeterNeumann', seed)).toEqual({ skey: SKEY, vkey: VKEY });
  });

  it('is the same when Node signs', () => {
    expect(signNote(TEXT, nodeNoteSigner(SKEY))).toBe(NOTE);
    expect(() => nodeNoteSigner(VKEY)).toThrow(code('bad-key'));
  });

  it('opens for any text that may be signed', () => {
    const line = fc.string({ unit: 'grapheme' }).filter((text) => !/\p{Cc}|\p{Surrogate}/u.test(text));
    fc.assert(
      fc.property(fc.array(line, { minLength: 1 }), (lines) => {
        const text = `${lines.join('\n')}\n`;
        const note = signNote(text, noteSigner(ours.skey), noteSigner(witness.skey));
        expect(openNote(note, [noteVerifier(witness.vkey)])).toEqual({ text, signedBy: ['works-council'] });
        expect(openNote(note, [noteVerifier(ours.vkey), noteVerifier(witness.vkey)]).signedBy).toHaveLength(2);
      }),
      { numRuns: 30 },
    );
  });

  it('is refused with one character changed in the text', () => {
    for (const at of [0, 20, TEXT.length - 2]) {
      const changed = `${NOTE.slice(0, at)}#${NOTE.slice(at + 1)}`;
      expect(() => openNote(changed, [known])).toThrow(code('wrong-signature'));
    }
    expect(() => openNote(NOTE.replace('\n\n', '\n\n\n'), [known])).toThrow(code('wrong-signature'));
  });

  it('is refused with a wrong signature of a known key, whoever else signed', () => {
    const wrong = NOTE.replace('x08go/ZJ', 'x08go/ZK');
    expect(() => openNote(wrong, [known])).toThrow(code('wrong-signature'));
    const both = `${signNote(TEXT, noteSigner(ours.skey))}${wrong.slice(TEXT.length + 1)}`;
    expect(() => openNote(both, [noteVerifier(ours.vkey), known])).toThrow(code('wrong-signature'));
    expect(openNote(both, [noteVerifier(ours.vkey)]).signedBy).toEqual(['example.org/ledger']);
  });

  it('is refused when no known key signed it', () => {
    expect(() => openNote(NOTE, [])).toThrow(code('unsigned'));
    expect(() => openNote(NOTE, [noteVerifier(ours.vkey)])).toThrow(code('unsigned'));
    // The same name with another key is another signer.
    const impostor = noteKeyPair('PeterNeumann', new Uint8Array(32).fill(1));
    expect(() => openNote(NOTE, [noteVerifier(impostor.vkey)])).toThrow(code('unsigned'));
  });

  it.each([
    ['no signature line', TEXT],
    ['no last newline', NOTE.slice(0, -1)],
    ['another dash', NOTE.replace('—', '-')],
    ['two blanks', NOTE.replace('PeterNeumann x', 'PeterNeumann  x')],
    ['an empty line between', NOTE.replace('\n— ', '\n\n— \n')],
    ['a signature without bytes', `${TEXT}\n— PeterNeumann x08gow==\n`],
    ['spare bits set', NOTE.replace('JnAM=', 'JnAN=')],
    ['101 signatures', TEXT + NOTE.slice(TEXT.length, TEXT.length + 1) + NOTE.slice(TEXT.length + 1).repeat(101)],
    ['a megabyte', `${'x'.repeat(1_000_000)}${NOTE}`],
  ])('is refused with %s', (_, note) => {
    expect(() => openNote(note, [known])).toThrow(code('malformed'));
  });

  it.each(['', 'no newline', 'tab\t\n', 'return\r\n', 'nul\0\n', '\ud800\n'])('is not made of %j', (text) => {
    expect(() => signNote(text, noteSigner(SKEY))).toThrow(code('bad-text'));
  });

  it('needs a signer, names without blanks or plus, and keys that are what they say', () => {
    expect(() => signNote(TEXT)).toThrow(code('malformed'));
    for (const name of ['', 'a b', 'a+b', 'a\u2003b', 'a\nb']) {
      expect(() => noteKeyPair(name, new Uint8Array(32))).toThrow(code('bad-name'));
    }
    expect(() => noteKeyPair('a', new Uint8Array(31))).toThrow(code('bad-key'));
    expect(() => noteVerifier(VKEY.replace('c74f20a3', 'c74f20a4'))).toThrow(code('bad-key'));
    expect(() => noteVerifier(VKEY.replace('+AR', '+Ah'))).toThrow(code('bad-key'));
    expect(() => noteVerifier(SKEY)).toThrow();
    expect(() => noteSigner(VKEY)).toThrow(code('bad-key'));
    expect(() => noteSigner(SKEY.replace('Peter', 'Petra'))).toThrow(code('bad-key'));
  });
});

describe('a checkpoint', () => {
  const checkpoint = { origin: 'example.org/ledger', size: 42, root: new Uint8Array(32).fill(3) };
  const ledger = noteVerifier(ours.vkey);

  it('is origin, size and root, one a line', () => {
    expect(formatCheckpoint(checkpoint)).toBe('example.org/ledger\n42\nAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwM=\n');
    expect(parseCheckpoint(formatCheckpoint(checkpoint))).toEqual(checkpoint);
    expect(parseCheckpoint(`${formatCheckpoint(checkpoint)}extension\n`)).toEqual(checkpoint);
  });

  it('opens when the ledger signed it, with the witnesses that did', () => {
    const note = signCheckpoint(checkpoint, noteSigner(ours.skey), noteSigner(witness.skey));
    expect(openCheckpoint(note, ledger)).toEqual({ ...checkpoint, signedBy: ['example.org/ledger'] });
    expect(openCheckpoint(note, ledger, [noteVerifier(witness.vkey)]).signedBy).toContain('works-council');
  });

  it('is refused when only a witness signed, and when it is of another ledger', () => {
    const witnessed = signCheckpoint(checkpoint, noteSigner(witness.skey));
    expect(() => openCheckpoint(witnessed, ledger, [noteVerifier(witness.vkey)])).toThrow(code('unsigned'));
    const other = signCheckpoint({ ...checkpoint, origin: 'example.org/other' }, noteSigner(ours.skey));
    expect(() => openCheckpoint(other, ledger)).toThrow(code('wrong-origin'));
  });

  it.each([
    'example.org/ledger\n42\n',
    'example.org/ledger\n042\nAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwM=\n',
    'example.org/ledger\n-1\nAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwM=\n',
    'example.org/ledger\n9999999999999999\nAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwM=\n',
    'example.org/ledger\n42\nAwMD\n',
    'example.org/ledger\n42\nAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwN=\n',
    'example.org/ledger\n42\nAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwM=',
    'example.org/ledger\n42\nAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwM=\n\n',
    '\n42\nAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwM=\n',
  ])('is not %j', (text) => {
    expect(() => parseCheckpoint(text)).toThrow(code('malformed'));
  });

  it('is not made of what is no state of a ledger', () => {
    for (const change of [
      { size: -1 },
      { size: 1.5 },
      { root: new Uint8Array(31) },
      { origin: '' },
      { origin: 'a\nb' },
    ]) {
      expect(() => formatCheckpoint({ ...checkpoint, ...change })).toThrow(code('malformed'));
    }
  });
});
