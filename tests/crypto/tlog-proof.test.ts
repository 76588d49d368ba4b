import fc from 'fast-check';
import { base64 } from '@scure/base';
import { describe, expect, it } from 'vitest';
import { signCheckpoint } from '~/crypto/tlog/checkpoint';
import { cosignatureSigner, cosignatureVerifier, witnessKeyPair } from '~/crypto/tlog/cosignature';
import { openTree } from '~/crypto/tlog/ledger-tree';
import { noteKeyPair, noteSigner, noteVerifier } from '~/crypto/tlog/note';
import { formatProof, parseProof, verifyProof } from '~/crypto/tlog/tlog-proof';
import { tiledLedger } from '~tests/support/tiled-ledger';

const key = noteKeyPair('acme/ledger', new Uint8Array(32).fill(7));
const later = noteKeyPair('acme/ledger', new Uint8Array(32).fill(6));
const witness = witnessKeyPair('council.example/w', new Uint8Array(32).fill(8));
const ledger = tiledLedger(300);
const state = { origin: 'acme/ledger', size: 300, root: ledger.root };
const checkpoint = signCheckpoint(state, noteSigner(key.skey), cosignatureSigner(witness.skey, 1_700_000_000));
const proof = await openTree(ledger).inclusion(290);
const leaf = ledger.leaves[290] as Uint8Array;
const extra = Uint8Array.of(1, 2, 3);
const text = formatProof({ index: 290, proof, checkpoint, extra });
const check = { leaf, ledger: noteVerifier(key.vkey), witnesses: [cosignatureVerifier(witness.vkey)] };
const code = (code: string): unknown => expect.objectContaining({ code });

describe('a proof that can be kept', () => {
  it('is written as C2SP tlog-proof has it', () => {
    const lines = proof.map((hash) => `${base64.encode(hash)}\n`).join('');
    expect(text).toBe(`c2sp.org/tlog-proof@v1\nextra AQID\nindex 290\n${lines}\n${checkpoint}`);
    expect(parseProof(text)).toEqual({ index: 290, proof, checkpoint, extra });
  });

  it('proves its entry by the ledger’s key alone, and says who cosigned', () => {
    expect(verifyProof(text, check)).toEqual({
      ...state,
      signedBy: ['acme/ledger', 'council.example/w'],
      index: 290,
      extra,
    });
    expect(verifyProof(text, { leaf, ledger: noteVerifier(key.vkey) }).signedBy).toEqual(['acme/ledger']);
  });

  it('of the only entry has no hashes, and needs nothing extra', async () => {
    const single = tiledLedger(1);
    const note = signCheckpoint({ ...state, size: 1, root: single.root }, noteSigner(key.skey));
    const kept = formatProof({ index: 0, proof: await openTree(single).inclusion(0), checkpoint: note });
    expect(kept.startsWith('c2sp.org/tlog-proof@v1\nindex 0\n\nacme/ledger\n1\n')).toBe(true);
    expect(verifyProof(kept, { ...check, leaf: single.leaves[0] as Uint8Array })).not.toHaveProperty('extra');
  });

  it('stands under any key that the ledger had, and under no other', () => {
    const keys = [later, key].map(({ vkey }) => noteVerifier(vkey));
    expect(verifyProof(text, { leaf, ledger: keys }).index).toBe(290);
    expect(() => verifyProof(text, { leaf, ledger: noteVerifier(later.vkey) })).toThrow(code('unsigned'));
    expect(() => verifyProof(text, { leaf, ledger: [] })).toThrow(code('unsigned'));
  });

  it('proves no other entry, at no other place', () => {
    expect(() => verifyProof(text, { ...check, leaf: ledger.leaves[289] as Uint8Array })).toThrow(code('wrong-root'));
    expect(() => verifyProof(text.replace('index 290', 'index 291'), check)).toThrow(code('wrong-root'));
    expect(() => verifyProof(text.replace('index 290', 'index 300'), check)).toThrow(code('bad-size'));
    expect(() => verifyProof(text.replace('\n300\n', '\n301\n'), check)).toThrow(code('wrong-signature'));
    const shorter = formatProof({ index: 290, proof: proof.slice(1), checkpoint });
    expect(() => verifyProof(shorter, check)).toThrow();
  });

  it.each([
    ['another header', text.replace('@v1', '@v2')],
    ['no header', text.slice(text.indexOf('\n') + 1)],
    ['no index', text.replace('index 290\n', '')],
    ['an index with a zero before', text.replace('290', '0290')],
    ['a negative index', text.replace('290', '-1')],
    ['an index beyond what numbers hold', text.replace('290', '9007199254740993')],
    ['two extra lines', text.replace('index', 'extra AQID\nindex')],
    ['extra after the index', text.replace('extra AQID\nindex 290', 'index 290\nextra AQID')],
    ['extra that is no base64', text.replace('AQID', 'AQI')],
    ['a hash of 31 bytes', text.replace('index 290\n', `index 290\n${base64.encode(new Uint8Array(31))}\n`)],
    [
      'more hashes than any ledger has',
      text.replace('index 290\n', `index 290\n${`${base64.encode(leaf)}\n`.repeat(53)}`),
    ],
    ['no checkpoint', text.slice(0, text.indexOf('\n\n') + 2)],
    ['a checkpoint without its last newline', text.slice(0, -1)],
    ['nothing', ''],
  ])('is refused with %s', (_, changed) => {
    expect(() => parseProof(changed)).toThrow(code('malformed'));
  });

  it('is never taken for valid when a character of it is another', () => {
    fc.assert(
      fc.property(fc.nat(text.length - 1), fc.integer({ min: 32, max: 126 }), (at, character) => {
        const changed = text.slice(0, at) + String.fromCharCode(character) + text.slice(at + 1);
        const inExtra = at >= text.indexOf('AQID') && at < text.indexOf('AQID') + 4;
        const inCosignature = at >= text.lastIndexOf('—');
        if (changed === text || inExtra || inCosignature) return;
        expect(() => verifyProof(changed, check)).toThrow();
      }),
    );
  });
});
