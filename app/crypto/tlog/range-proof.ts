import { toHex } from '../hash';
import { MerkleError, nodeHash } from './merkle';

/*
 * That entries stand side by side in a ledger, from the first to the last, and nothing between them. One walk down RFC 6962's
 * tree, left before right: of a subtree that holds none of them its root is in the proof, in this order; what holds only such
 * entries follows from their leaves. So a million entries need no more hashes than two.
 */

/** What a walk gives for a subtree from `start` to before `end`: a hash from outside, or null for one to be computed. */
type Outside<T> = (start: number, end: number) => T;

/** Roots of the subtrees beside a range, as {@link verifyRange} takes them. @throws MerkleError `bad-size` */
export async function rangeProof(
  { first, count, size }: { first: number; count: number; size: number },
  rootOver: Outside<Promise<Uint8Array>>,
): Promise<Uint8Array[]> {
  check(first, count, size);
  const proof: Uint8Array[] = [];
  const walk = async (start: number, end: number): Promise<void> => {
    if (end <= first || start >= first + count) {
      proof.push(await rootOver(start, end));
      return;
    }
    if (start >= first && end <= first + count) return;
    const middle = start + split(end - start);
    await walk(start, middle);
    await walk(middle, end);
  };
  await walk(0, size);
  return proof;
}

/**
 * Checks that leaves stand in a ledger one after the other.
 * @param input.first index of the first @param input.leaves RFC 6962 leaf hashes; attacker-controlled, as is all but `root`
 * @throws MerkleError `bad-size`, `wrong-length` for a proof with more or fewer hashes than it needs, `wrong-root`
 */
export function verifyRange(input: {
  first: number;
  leaves: readonly Uint8Array[];
  size: number;
  proof: readonly Uint8Array[];
  root: Uint8Array;
}): void {
  const { first, leaves, size, proof } = input;
  check(first, leaves.length, size);
  let taken = 0;
  const walk = (start: number, end: number): Uint8Array => {
    if (end <= first || start >= first + leaves.length) {
      const hash = proof[taken];
      taken += 1;
      if (hash?.length !== 32) throw new MerkleError('wrong-length', 'The proof is too short');
      return hash;
    }
    if (end - start === 1) return leaves[start - first] as Uint8Array;
    const middle = start + split(end - start);
    return nodeHash(walk(start, middle), walk(middle, end));
  };
  const root = walk(0, size);
  if (taken !== proof.length) throw new MerkleError('wrong-length', 'The proof is too long');
  if (toHex(root) !== toHex(input.root))
    throw new MerkleError('wrong-root', 'These entries do not lead to the ledger root');
}

function check(first: number, count: number, size: number): void {
  const whole = [first, count, size].every((number) => Number.isSafeInteger(number) && number >= 0);
  if (!whole || count < 1 || first + count > size) throw new MerkleError('bad-size', 'The ledger has no such entries');
}

/** Largest power of two below a size of at least 2 (RFC 6962, section 2.1). */
function split(size: number): number {
  let power = 1;
  while (2 * power < size) power *= 2;
  return power;
}
