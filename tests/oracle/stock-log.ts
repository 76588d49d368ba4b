import { createPublicKey, type KeyObject } from 'node:crypto';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

/*
 * Sigstore's client as an oracle: it opens checkpoints and checks inclusion proofs of transparency logs, in code that has
 * nothing in common with ours. These two steps it keeps to itself, so they are taken from inside the package.
 */

interface StockLog {
  readonly logID: Buffer;
  readonly publicKey: KeyObject;
  readonly validFor: { readonly start: Date; readonly end: Date };
}

/** What is checked: an entry, and the proof that it stands in the log. */
export interface StockEntry {
  readonly integratedTime: string;
  readonly canonicalizedBody: Buffer;
  readonly inclusionProof: {
    readonly logIndex: string;
    readonly treeSize: string;
    readonly rootHash: Buffer;
    readonly hashes: readonly Buffer[];
    readonly checkpoint: { readonly envelope: string };
  };
}

const require = createRequire(import.meta.url);
const folder = fileURLToPath(new URL('node_modules/@sigstore/verify', import.meta.url));
if (!existsSync(folder)) throw new Error('Not installed: npm ci --prefix tests/oracle --ignore-scripts');

const { verifyCheckpoint } = require('@sigstore/verify/dist/timestamp/checkpoint.js') as {
  verifyCheckpoint: (entry: StockEntry, logs: readonly StockLog[]) => void;
};
const { verifyMerkleInclusion } = require('@sigstore/verify/dist/timestamp/merkle.js') as {
  verifyMerkleInclusion: (entry: StockEntry) => void;
};

/** A log as Sigstore knows it, of an Ed25519 key: the id is what signature lines begin with. */
export function stockLog(keyHash: string, publicKey: Uint8Array): StockLog {
  const spki = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), publicKey]);
  return {
    logID: Buffer.from(keyHash, 'hex'),
    publicKey: createPublicKey({ key: spki, format: 'der', type: 'spki' }),
    validFor: { start: new Date(0), end: new Date('9999-01-01') },
  };
}

/** Whether the checkpoint is signed by this log and has the root of the proof. */
export function stockOpens(entry: StockEntry, log: StockLog): boolean {
  return holds(() => verifyCheckpoint(entry, [log]));
}

/** Whether the proof leads from the entry to its root. */
export function stockIncludes(entry: StockEntry): boolean {
  return holds(() => verifyMerkleInclusion(entry));
}

function holds(check: () => void): boolean {
  try {
    check();
    return true;
  } catch {
    return false;
  }
}
