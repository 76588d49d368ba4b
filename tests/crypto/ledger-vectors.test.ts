import { createHash, createPublicKey, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '~/crypto/hash';
import { openCheckpoint, signCheckpoint } from '~/crypto/tlog/checkpoint';
import { cosignatureSigner, cosignatureVerifier, readCosignatures, witnessKeyPair } from '~/crypto/tlog/cosignature';
import { readEntryBundle, writeEntryBundle } from '~/crypto/tlog/entry-bundle';
import { openTree } from '~/crypto/tlog/ledger-tree';
import { noteSigner, noteVerifier } from '~/crypto/tlog/note';
import { tilePath } from '~/crypto/tlog/tile-path';
import { formatProof, verifyProof } from '~/crypto/tlog/tlog-proof';
import { mth, path, subproof } from '~tests/support/merkle-definition';
import vectors from '~tests/vectors/protocol.json';

/* The ledger's files of docs/protocol.md, section 6: each made by the code, and again as a stranger would from the page. */

const { ledger } = vectors;
const { tlog, witness } = ledger;
const page = readFileSync('docs/protocol.md', 'utf8');
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const base64 = (hex: string) => Buffer.from(hex, 'hex').toString('base64');
const leaves = ledger.entries.map(({ leaf }) => fromHex(leaf));
const entries = ledger.entries.map(({ bytes }) => new TextEncoder().encode(bytes));
const tree = openTree({
  size: ledger.entries.length,
  root: fromHex(ledger.root),
  tile: () => Promise.resolve(new Uint8Array(Buffer.concat(leaves))),
});

describe('tiles and bundles (protocol, section 6)', () => {
  it('lie where the page says', () => {
    for (const { level, number, width, path: where } of tlog.paths) {
      expect(tilePath(level === 'entries' ? level : Number(level), number, width)).toBe(where);
      expect(page).toContain(`\`${where}\``);
    }
    expect(tilePath(0, 0, ledger.entries.length)).toBe(tlog.tile.path);
    expect(tilePath('entries', 0, ledger.entries.length)).toBe(tlog.bundle.path);
  });

  it('are leaves side by side, and entries after their lengths', () => {
    expect(sha256(Buffer.concat(leaves))).toBe(tlog.tile.sha256);
    const byHand = Buffer.concat(
      entries.flatMap((entry) => [Buffer.from(entry.length.toString(16).padStart(4, '0'), 'hex'), entry]),
    );
    expect([sha256(byHand), sha256(writeEntryBundle(entries))]).toEqual([tlog.bundle.sha256, tlog.bundle.sha256]);
    expect(readEntryBundle(byHand).map((entry) => Buffer.from(entry).toString())).toEqual(
      ledger.entries.map(({ bytes }) => bytes),
    );
  });
});

describe('proofs of the ledger (protocol, section 6)', () => {
  it('are those of RFC 6962', async () => {
    const { inclusion, consistency } = tlog;
    expect((await tree.inclusion(inclusion.index)).map(toHex)).toEqual(inclusion.proof);
    expect(path(inclusion.index, leaves).map(toHex)).toEqual(inclusion.proof);
    expect(toHex(mth(leaves.slice(0, consistency.from)))).toBe(consistency.fromRoot);
    expect((await tree.consistency(consistency.from)).map(toHex)).toEqual(consistency.proof);
    expect(subproof(consistency.from, leaves, true).map(toHex)).toEqual(consistency.proof);
  });

  it('are kept as lines of text', () => {
    const [checkpoint, line] = [ledger.checkpoint.note, tlog.cosignature.line];
    const hashes = tlog.inclusion.proof.map((hash) => `${base64(hash)}\n`).join('');
    expect(tlog.proof).toBe(`c2sp.org/tlog-proof@v1\nindex 7\n${hashes}\n${checkpoint}${line}\n`);
    expect(page).toContain(tlog.proof);
    const kept = { index: 7, proof: tlog.inclusion.proof.map(fromHex), checkpoint: `${checkpoint}${line}\n` };
    expect(formatProof(kept)).toBe(tlog.proof);
    const check = { leaf: leaves[7] as Uint8Array, ledger: noteVerifier(ledger.checkpoint.vkey), witnesses: [cosignatureVerifier(witness.vkey)] }; // prettier-ignore
    expect(verifyProof(tlog.proof, check).signedBy).toEqual(['acme/ledger', witness.name]);
  });
});

describe('a cosignature (protocol, section 6)', () => {
  it('is over its time and the text of the checkpoint', () => {
    const { skey, time, line } = tlog.cosignature;
    expect(witnessKeyPair(witness.name, fromHex(witness.seed))).toEqual({ skey, vkey: witness.vkey });
    const { root, size, origin } = openCheckpoint(ledger.checkpoint.note, noteVerifier(ledger.checkpoint.vkey));
    const signers = [noteSigner(ledger.checkpoint.skey), cosignatureSigner(skey, time)];
    const note = signCheckpoint({ origin, size, root }, ...signers);
    expect(note).toBe(`${ledger.checkpoint.note}${line}\n`);
    expect(readCosignatures(note, [cosignatureVerifier(witness.vkey)])).toEqual([{ name: witness.name, time, line }]);

    const bytes = Buffer.from(line.split(' ')[2] ?? '', 'base64');
    const publicKey = Buffer.from(witness.vkey.split('+').slice(2).join('+'), 'base64').subarray(1);
    const text = ledger.checkpoint.note.slice(0, ledger.checkpoint.note.indexOf('\n\n') + 1);
    const spki = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), publicKey]);
    const key = createPublicKey({ key: spki, format: 'der', type: 'spki' });
    const message = Buffer.from(`cosignature/v1\ntime ${String(time)}\n${text}`);
    expect(bytes.readBigUInt64BE(4)).toBe(BigInt(time));
    expect(verify(null, message, key, bytes.subarray(12))).toBe(true);
    const hash = createHash('sha256').update(`${witness.name}\n\u0004`).update(publicKey).digest();
    expect(bytes.subarray(0, 4)).toEqual(hash.subarray(0, 4));
  });
});
