import { base64 } from '@scure/base';
import { openCheckpoint, type Checkpoint } from './checkpoint';
import { verifyInclusion } from './merkle';
import type { NoteVerifier } from './note';

/*
 * A proof that can be kept and checked without asking anybody (C2SP tlog-proof): that an entry stands in the ledger, with
 * the checkpoint that says so and all of its signatures.
 *
 *   c2sp.org/tlog-proof@v1
 *   extra <base64>              only where there is something to add
 *   index <decimal>
 *   <base64 of a hash>          from the leaf's sibling up
 *   (empty line)
 *   checkpoint
 */

const HEADER = 'c2sp.org/tlog-proof@v1';
/** A ledger has fewer than 2 to the power of 53 entries. */
const MAX_HASHES = 53;

export interface TlogProof {
  /** Place of the entry, from 0. */
  readonly index: number;
  /** Its siblings from the leaf up, 32 bytes each. */
  readonly proof: readonly Uint8Array[];
  /** Signed note, verbatim. */
  readonly checkpoint: string;
  /** What is needed to know the entry's bytes. Nothing authenticates it. */
  readonly extra?: Uint8Array;
}

/** Text that is no such proof. */
export class TlogProofError extends Error {
  override readonly name = 'TlogProofError';
  readonly code = 'malformed';
}

/** The proof as text. @throws TlogProofError for what would not be read back the same */
export function formatProof({ index, proof, checkpoint, extra }: TlogProof): string {
  const lines = [
    HEADER,
    ...(extra ? [`extra ${base64.encode(extra)}`] : []),
    `index ${String(index)}`,
    ...proof.map((hash) => base64.encode(hash)),
    '',
    checkpoint,
  ];
  const text = lines.join('\n');
  parseProof(text);
  return text;
}

/**
 * Reads that text. NOT checked: what it is said to prove (`verifyProof`), nor the checkpoint.
 * @param text attacker-controlled
 * @throws TlogProofError
 */
export function parseProof(text: string): TlogProof {
  const cut = text.indexOf('\n\n');
  const [header, ...rest] = text.slice(0, Math.max(cut, 0)).split('\n');
  if (header !== HEADER) throw new TlogProofError('Not a proof of an entry');
  const extra = rest[0]?.startsWith('extra ') === true ? decode(rest.shift()?.slice('extra '.length) ?? '') : null;
  const [, index] = /^index (0|[1-9][0-9]{0,15})$/.exec(rest.shift() ?? '') ?? [];
  if (index === undefined || !Number.isSafeInteger(Number(index)))
    throw new TlogProofError('Not the index of an entry');
  const proof = rest.map(decode);
  if (proof.length > MAX_HASHES || proof.some((hash) => hash.length !== 32)) throw new TlogProofError('Not hashes');
  const checkpoint = text.slice(cut + 2);
  if (!checkpoint.endsWith('\n')) throw new TlogProofError('Not a checkpoint');
  return { index: Number(index), proof, checkpoint, ...(extra && { extra }) };
}

/** What {@link verifyProof} needs besides the text. */
export interface ProofCheck {
  /** `entryLeaf` of the entry, 32 bytes. */
  readonly leaf: Uint8Array;
  /** Keys of the ledger that are trusted: more than one where it changed its key. */
  readonly ledger: NoteVerifier | readonly NoteVerifier[];
  readonly witnesses?: readonly NoteVerifier[];
}

/**
 * Checks that the ledger has this entry.
 * NOT checked: how many witnesses are enough, and which key of the ledger was in force; see what it returns.
 *
 * @param text attacker-controlled
 * @returns the checkpoint, whose keys signed it, where the entry stands, and what came along
 * @throws TlogProofError, NoteError, CheckpointError, MerkleError
 */
export function verifyProof(
  text: string,
  { leaf, ledger, witnesses = [] }: ProofCheck,
): Checkpoint & { signedBy: string[]; index: number; extra?: Uint8Array } {
  const { index, proof, checkpoint: note, extra } = parseProof(text);
  const checkpoint = openCheckpoint(note, ledger, witnesses);
  verifyInclusion({ index, size: checkpoint.size, leaf, proof, root: checkpoint.root });
  return { ...checkpoint, index, ...(extra && { extra }) };
}

function decode(text: string): Uint8Array {
  try {
    return base64.decode(text);
  } catch {
    throw new TlogProofError('Not base64');
  }
}
