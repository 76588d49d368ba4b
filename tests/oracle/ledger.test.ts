import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openCheckpoint, signCheckpoint } from '~/crypto/tlog/checkpoint';
import { openTree } from '~/crypto/tlog/ledger-tree';
import { verifyInclusion } from '~/crypto/tlog/merkle';
import { noteKeyPair, noteSigner, noteVerifier } from '~/crypto/tlog/note';
import { readVerifierKey } from '~/crypto/tlog/note-key';
import { parseProof } from '~/crypto/tlog/tlog-proof';
import { bytesOfEntry, tiledLedger } from '~tests/support/tiled-ledger';
import vectors from '~tests/vectors/protocol.json';
import { stockIncludes, stockLog, stockOpens, type StockEntry } from './stock-log';

/* Checkpoints and inclusion proofs of ours, checked by another implementation; and what it refuses, we refuse. */

const key = noteKeyPair('acme/ledger', new Uint8Array(32).fill(7));
const other = noteKeyPair('acme/ledger', new Uint8Array(32).fill(8));
const logOf = ({ vkey }: { vkey: string }) => {
  const { keyHash, publicKey } = readVerifierKey(vkey, 0x01);
  return stockLog(keyHash, publicKey);
};

interface Proof {
  readonly index: number;
  readonly size: number;
  readonly leaf: Uint8Array;
  readonly body: Uint8Array;
  readonly proof: readonly Uint8Array[];
  readonly root: Uint8Array;
}

const asStock = ({ index, size, body, proof, root }: Omit<Proof, 'leaf'>, envelope = ''): StockEntry => ({
  integratedTime: '0',
  canonicalizedBody: Buffer.from(body),
  inclusionProof: {
    logIndex: String(index),
    treeSize: String(size),
    rootHash: Buffer.from(root),
    hashes: proof.map((hash) => Buffer.from(hash)),
    checkpoint: { envelope },
  },
});

const weAccept = (proof: Proof) => {
  try {
    verifyInclusion(proof);
    return true;
  } catch {
    return false;
  }
};

describe('inclusion proofs from tiles', () => {
  it('hold for both, and whatever is changed in them holds for neither', async () => {
    const places = fc.integer({ min: 1, max: 700 }).chain((size) => fc.tuple(fc.constant(size), fc.nat(size - 1)));
    await fc.assert(
      fc.asyncProperty(places, fc.nat(), fc.nat(255), async ([size, index], where, bit) => {
        const ledger = tiledLedger(size);
        const proof = await openTree(ledger).inclusion(index);
        const { root, leaves } = ledger;
        const honest: Proof = {
          index,
          size,
          leaf: leaves[index] as Uint8Array,
          body: bytesOfEntry(index),
          proof,
          root,
        };
        expect([weAccept(honest), stockIncludes(asStock(honest))]).toEqual([true, true]);
        const flip = (hash: Uint8Array) => hash.map((byte, at) => (at === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));
        const at = proof.length === 0 ? 0 : where % proof.length;
        const wrong: Proof[] = [
          { ...honest, root: flip(root) },
          { ...honest, index: size },
          { ...honest, size: 2 * size + 1 },
          { ...honest, proof: [...proof, root] },
          { ...honest, body: bytesOfEntry(size), leaf: tiledLedger(size + 1).leaves[size] as Uint8Array },
          ...(size > 1 ? [{ ...honest, index: (index + 1) % size }] : []),
          ...(proof.length > 0
            ? [
                { ...honest, proof: proof.map((hash, place) => (place === at ? flip(hash) : hash)) },
                { ...honest, proof: proof.filter((_, place) => place !== at) },
              ]
            : []),
        ];
        for (const each of wrong) expect([weAccept(each), stockIncludes(asStock(each))]).toEqual([false, false]);
      }),
      { numRuns: 40 },
    );
  });
});

describe('checkpoints', () => {
  it('are opened by both, and by neither with a character changed or another key', () => {
    fc.assert(
      fc.property(fc.nat(2 ** 40), fc.uint8Array({ minLength: 32, maxLength: 32 }), fc.nat(), (size, root, where) => {
        const note = signCheckpoint({ origin: 'acme/ledger', size, root }, noteSigner(key.skey));
        const stock = (envelope: string, by = key) =>
          stockOpens(asStock({ index: 0, size, body: new Uint8Array(), proof: [], root }, envelope), logOf(by));
        const ours = (text: string, by = key) => {
          try {
            openCheckpoint(text, noteVerifier(by.vkey));
            return true;
          } catch {
            return false;
          }
        };
        expect([ours(note), stock(note)]).toEqual([true, true]);
        expect([ours(note, other), stock(note, other)]).toEqual([false, false]);
        // In the text: of the signature line itself, the other takes more spellings than one.
        const at = where % note.indexOf('\n\n');
        const changed = `${note.slice(0, at)}${note[at] === 'x' ? 'y' : 'x'}${note.slice(at + 1)}`;
        expect([ours(changed), stock(changed)]).toEqual([false, false]);
      }),
      { numRuns: 60 },
    );
  });

  it('and the proof of the vectors are the same to both', () => {
    const { ledger } = vectors;
    const { index, proof } = parseProof(ledger.tlog.proof);
    const root = Buffer.from(ledger.root, 'hex');
    const body = new TextEncoder().encode(ledger.entries[index]?.bytes);
    const entry = asStock({ index, size: 40, body, proof, root }, ledger.checkpoint.note);
    expect([stockIncludes(entry), stockOpens(entry, logOf(ledger.checkpoint))]).toEqual([true, true]);
  });
});
