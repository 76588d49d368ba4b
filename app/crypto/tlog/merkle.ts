import { sha256 } from '@noble/hashes/sha2.js';
import { toHex } from '../hash';

/*
 * The ledger's Merkle tree: RFC 6962, section 2.1, SHA-256. Entries are leaves in the order of their index from 0.
 */

/** Data that does not prove what it is said to. */
export class MerkleError extends Error {
  override readonly name = 'MerkleError';
  constructor(
    readonly code: 'bad-size' | 'bad-hash' | 'wrong-length' | 'wrong-root',
    message: string,
  ) {
    super(message);
  }
}

/** `SHA-256(0x00 || entry)` */
export function leafHash(entry: Uint8Array): Uint8Array {
  return sha256.create().update(Uint8Array.of(0)).update(entry).digest();
}

/** `SHA-256(0x01 || left || right)` */
export function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  return sha256.create().update(Uint8Array.of(1)).update(left).update(right).digest();
}

/** The root of a ledger without entries. */
export function emptyRoot(): Uint8Array {
  return sha256(new Uint8Array());
}

/** Root over a row of hashes side by side: a power of two of them. @throws MerkleError `wrong-length` */
export function rowRoot(hashes: readonly Uint8Array[]): Uint8Array {
  if (!isPowerOfTwo(hashes.length)) throw new MerkleError('wrong-length', 'Not a full subtree');
  let row = [...hashes];
  while (row.length > 1) {
    row = Array.from({ length: row.length / 2 }, (_, place) =>
      nodeHash(row[2 * place] as Uint8Array, row[2 * place + 1] as Uint8Array),
    );
  }
  return row[0] as Uint8Array;
}

/**
 * The right edge of a ledger: the roots of the full subtrees that its size is made of, largest first. All that is needed
 * to append and to know the root, in O(log n) memory.
 */
export class Frontier {
  #size: number;
  readonly #subtrees: Uint8Array[];

  /**
   * @param size number of entries so far
   * @param subtrees as `subtrees` returned them at that size; trusted
   * @throws MerkleError `bad-size`, `wrong-length` when there are more or fewer than the size asks for, `bad-hash`
   */
  constructor(size = 0, subtrees: readonly Uint8Array[] = []) {
    checkSize(size);
    if (subtrees.length !== ones(size)) throw new MerkleError('wrong-length', 'These subtrees do not make this size');
    subtrees.forEach(checkHash);
    this.#size = size;
    this.#subtrees = [...subtrees];
  }

  get size(): number {
    return this.#size;
  }

  /** To be kept and given to the constructor. */
  get subtrees(): readonly Uint8Array[] {
    return [...this.#subtrees];
  }

  /** Appends one leaf. @param leaf its `leafHash`, 32 bytes. @throws MerkleError `bad-hash` */
  append(leaf: Uint8Array): void {
    let node = checkHash(leaf);
    for (let rest = this.#size; rest % 2 === 1; rest = Math.floor(rest / 2)) {
      node = nodeHash(this.#subtrees.pop() as Uint8Array, node);
    }
    this.#subtrees.push(node);
    this.#size += 1;
  }

  /** The root over everything appended. */
  root(): Uint8Array {
    if (this.#size === 0) return emptyRoot();
    return this.#subtrees.reduceRight((right, left) => nodeHash(left, right));
  }
}

/**
 * Checks that a leaf stands at `index` of the ledger with `size` entries and this root (RFC 9162, 2.1.3.2).
 * @param proof siblings from the leaf upwards; attacker-controlled, as are the numbers
 * @throws MerkleError `bad-size`, `bad-hash`, `wrong-length`, `wrong-root`
 */
export function verifyInclusion(input: {
  index: number;
  size: number;
  leaf: Uint8Array;
  proof: readonly Uint8Array[];
  root: Uint8Array;
}): void {
  checkSize(input.size);
  checkSize(input.index);
  if (input.index >= input.size) throw new MerkleError('bad-size', 'The ledger has no such entry');
  let [node, last, hash] = [input.index, input.size - 1, checkHash(input.leaf)];
  for (const sibling of input.proof.map(checkHash)) {
    if (last === 0) throw new MerkleError('wrong-length', 'The proof is too long');
    if (node % 2 === 1 || node === last) {
      hash = nodeHash(sibling, hash);
      while (node % 2 === 0 && node !== 0) [node, last] = [half(node), half(last)];
    } else {
      hash = nodeHash(hash, sibling);
    }
    [node, last] = [half(node), half(last)];
  }
  if (last !== 0) throw new MerkleError('wrong-length', 'The proof is too short');
  requireEqual(hash, input.root);
}

/**
 * Checks that the ledger with `toSize` entries begins with the one of `fromSize` (RFC 9162, 2.1.4.2): nothing that stood
 * there was changed or removed.
 * @param proof attacker-controlled, as are numbers and roots
 * @throws MerkleError `bad-size`, `bad-hash`, `wrong-length`, `wrong-root`
 */
export function verifyConsistency(input: {
  fromSize: number;
  fromRoot: Uint8Array;
  toSize: number;
  toRoot: Uint8Array;
  proof: readonly Uint8Array[];
}): void {
  const { fromSize, fromRoot, toSize, toRoot } = input;
  checkSize(fromSize);
  checkSize(toSize);
  if (fromSize > toSize) throw new MerkleError('bad-size', 'The later ledger is the shorter one');
  const proof = input.proof.map(checkHash);
  if (fromSize === 0 || fromSize === toSize) {
    if (proof.length > 0) throw new MerkleError('wrong-length', 'Nothing is to be proved');
    return requireEqual(fromSize === 0 ? emptyRoot() : toRoot, fromRoot);
  }
  const path = isPowerOfTwo(fromSize) ? [checkHash(fromRoot), ...proof] : proof;
  const [first, ...rest] = path;
  if (!first) throw new MerkleError('wrong-length', 'The proof is too short');
  let [node, last] = [fromSize - 1, toSize - 1];
  while (node % 2 === 1) [node, last] = [half(node), half(last)];
  let [from, to] = [first, first];
  for (const hash of rest) {
    if (last === 0) throw new MerkleError('wrong-length', 'The proof is too long');
    if (node % 2 === 1 || node === last) {
      [from, to] = [nodeHash(hash, from), nodeHash(hash, to)];
      while (node % 2 === 0 && node !== 0) [node, last] = [half(node), half(last)];
    } else {
      to = nodeHash(to, hash);
    }
    [node, last] = [half(node), half(last)];
  }
  if (last !== 0) throw new MerkleError('wrong-length', 'The proof is too short');
  requireEqual(from, fromRoot);
  requireEqual(to, toRoot);
}

const half = (value: number) => Math.floor(value / 2);

function ones(size: number): number {
  return [...size.toString(2)].filter((digit) => digit === '1').length;
}

function isPowerOfTwo(size: number): boolean {
  return ones(size) === 1;
}

function checkSize(size: number): void {
  if (!Number.isSafeInteger(size) || size < 0) throw new MerkleError('bad-size', 'Not a number of entries');
}

function checkHash(hash: Uint8Array): Uint8Array {
  if (hash.length !== 32) throw new MerkleError('bad-hash', 'A hash has 32 bytes');
  return hash;
}

function requireEqual(computed: Uint8Array, claimed: Uint8Array): void {
  if (toHex(computed) !== toHex(checkHash(claimed))) {
    throw new MerkleError('wrong-root', 'The proof leads to another ledger root');
  }
}
