import { createPublicKey, verify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { openCheckpoint, signCheckpoint } from '~/crypto/tlog/checkpoint';
import { cosignatureSigner, cosignatureVerifier, readCosignatures, witnessKeyPair } from '~/crypto/tlog/cosignature';
import { noteKeyPair, noteSigner, noteVerifier, openNote, readNote, signNote } from '~/crypto/tlog/note';
import { readVerifierKey } from '~/crypto/tlog/note-key';

const ledger = noteKeyPair('acme/ledger', new Uint8Array(32).fill(7));
const council = witnessKeyPair('council.example/w', new Uint8Array(32).fill(8));
const union = witnessKeyPair('union.example/w', new Uint8Array(32).fill(9));
const checkpoint = { origin: 'acme/ledger', size: 42, root: new Uint8Array(32).fill(3) };
const note = signCheckpoint(
  checkpoint,
  noteSigner(ledger.skey),
  cosignatureSigner(council.skey, 1_679_315_147),
  cosignatureSigner(union.skey, 1_679_315_200),
);
const code = (code: string): unknown => expect.objectContaining({ code });

describe('a cosignature', () => {
  it('is what the specification says, checked by another Ed25519', () => {
    const { text, signatures } = readNote(note);
    const bytes = signatures[1]?.signature as Uint8Array;
    expect([bytes.length, Buffer.from(bytes).readBigUInt64BE(0)]).toEqual([72, 1_679_315_147n]);
    const { publicKey } = readVerifierKey(council.vkey, 0x04);
    const der = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), publicKey]);
    const key = createPublicKey({ key: der, format: 'der', type: 'spki' });
    const message = Buffer.from(`cosignature/v1\ntime 1679315147\n${text}`);
    expect(verify(null, message, key, bytes.subarray(8))).toBe(true);
  });

  it('counts for a checkpoint beside the ledger’s own signature, and says when', () => {
    const witnesses = [council, union].map(({ vkey }) => cosignatureVerifier(vkey));
    const opened = openCheckpoint(note, noteVerifier(ledger.vkey), witnesses);
    expect(opened).toEqual({ ...checkpoint, signedBy: ['acme/ledger', 'council.example/w', 'union.example/w'] });
    expect(readCosignatures(note, witnesses).map(({ name, time }) => [name, time])).toEqual([
      ['council.example/w', 1_679_315_147],
      ['union.example/w', 1_679_315_200],
    ]);
    const [first] = readCosignatures(note, witnesses);
    expect(note.includes(`\n${first?.line ?? ''}\n`)).toBe(true);
    expect(readCosignatures(note + note.slice(note.lastIndexOf('—')), witnesses)).toHaveLength(2);
  });

  it('is refused with another time, text, key or length', () => {
    const { signatures } = readNote(note);
    const cosigned = signatures[1]?.signature as Uint8Array;
    const text = new TextEncoder().encode(readNote(note).text);
    const witness = cosignatureVerifier(council.vkey);
    expect(witness.verify(text, cosigned)).toBe(true);
    for (const at of [0, 7, 8, 71]) {
      expect(witness.verify(text, cosigned.map((byte, place) => (place === at ? byte ^ 1 : byte)))).toBe(false); // prettier-ignore
    }
    expect(witness.verify(text.slice(1), cosigned)).toBe(false);
    expect(witness.verify(text, cosigned.slice(0, 71))).toBe(false);
    expect(witness.verify(text, new Uint8Array([...cosigned, 0]))).toBe(false);
    expect(cosignatureVerifier(union.vkey).verify(text, cosigned)).toBe(false);
    const forged = note.replace('\n42\n', '\n43\n');
    expect(() => readCosignatures(forged, [witness])).toThrow(code('wrong-signature'));
    expect(() => openNote(forged, [witness])).toThrow(code('wrong-signature'));
  });

  it('is never a ledger’s signature, nor the other way round, by the same seed and name', () => {
    const both = { note: noteKeyPair('w', new Uint8Array(32).fill(1)), cosigner: witnessKeyPair('w', new Uint8Array(32).fill(1)) }; // prettier-ignore
    expect(both.note.vkey.split('+')[1]).not.toBe(both.cosigner.vkey.split('+')[1]);
    expect(() => noteVerifier(both.cosigner.vkey)).toThrow(code('bad-key'));
    expect(() => cosignatureVerifier(both.note.vkey)).toThrow(code('bad-key'));
    expect(() => cosignatureSigner(both.note.skey, 1)).toThrow(code('bad-key'));
    const cosigned = signNote('w\n1\n', cosignatureSigner(both.cosigner.skey, 5));
    expect(() => openNote(cosigned, [noteVerifier(both.note.vkey)])).toThrow(code('unsigned'));
  });

  it('of a witness with the ledger’s own name does not stand for the ledger', () => {
    const namesake = witnessKeyPair('acme/ledger', new Uint8Array(32).fill(1));
    const forged = signCheckpoint(checkpoint, cosignatureSigner(namesake.skey, 5));
    const witnesses = [cosignatureVerifier(namesake.vkey)];
    expect(() => openCheckpoint(forged, noteVerifier(ledger.vkey), witnesses)).toThrow(code('unsigned'));
  });

  it('is made at a time that is one', () => {
    for (const time of [-1, 0.5, 2 ** 53, Number.NaN]) {
      expect(() => cosignatureSigner(council.skey, time)).toThrow(RangeError);
    }
  });
});
