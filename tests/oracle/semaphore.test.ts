import { Group } from '@semaphore-protocol/group';
import { Identity } from '@semaphore-protocol/identity';
import { generateProof, verifyProof, type SemaphoreProof } from '@semaphore-protocol/proof';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asIdentityCommitment, FIELD_ORDER } from '~/crypto/semaphore/field';
import { assistWith, loadCurve, proveGroth16 } from '~/crypto/semaphore/groth16';
import * as keys from '~/crypto/semaphore/key';
import { possessionPath, possessionStatement } from '~/crypto/semaphore/possession';
import { checkStatement, parseProof, toWireProof, type ParsedProof, type WireProof } from '~/crypto/semaphore/proof';
import { loadProver, type Prover } from '~/crypto/semaphore/prover';
import { petitionScope, reduce, signMessage } from '~/crypto/semaphore/statement';
import { PoseidonTree, rootOf } from '~/crypto/semaphore/tree';
import { VERIFICATION_KEYS } from '~/crypto/semaphore/verification-keys';
import { createVerifier, type Verifier } from '~/crypto/semaphore/verifier';
import { calculateWitness } from '~/crypto/semaphore/witness';
import { readProvingKey } from '~/crypto/semaphore/zkey';
import { provingFilePaths, provingFiles } from '~tests/support/proving-files';
import { malleate, offSubgroupB } from '~tests/support/hostile-points';
import { endStockThreads, requireStock, toSemaphoreProof } from './stock';

requireStock();

const require = createRequire(import.meta.url);
const scope = petitionScope('Acme', 'p1');
const message = signMessage(new Uint8Array(32).fill(1), 'sign', 0);
const [ours, another] = [
  keys.identityFromEntropy(new Uint8Array(16).fill(1)),
  keys.identityFromEntropy(new Uint8Array(16).fill(2)),
];
const stranger = new Identity(new Uint8Array(32).fill(77));
const register = new PoseidonTree(17);
const code = (code: string): unknown => expect.objectContaining({ code });

let prover: Prover;
let verifier: Verifier;
/** Made once: proofs are expensive. */
let wire: WireProof;
let stock: SemaphoreProof;

beforeAll(async () => {
  register.setLeaves([[4, ours.commitment], [5, another.commitment], [6, stranger.commitment]]); // prettier-ignore
  prover = await loadProver(17, provingFiles(17));
  verifier = await createVerifier(VERIFICATION_KEYS[17]);
  wire = await prover.prove({ identity: ours, path: register.pathFor(4), scope, message });
  stock = await generateProof(stranger, stockPath(6), message, scope, 17, provingFilePaths(17));
});
afterAll(endStockThreads);

const stockPath = (index: number) => {
  const path = register.pathFor(index);
  return { ...path, siblings: [...path.siblings] };
};
const fromStock = (proof: SemaphoreProof): WireProof => ({
  depth: proof.merkleTreeDepth,
  root: proof.merkleTreeRoot,
  nullifier: proof.nullifier,
  scope: reduce(BigInt(proof.scope)).toString(),
  message: reduce(BigInt(proof.message)).toString(),
  points: proof.points,
});
const accepted = (proof: ParsedProof) => {
  checkStatement(proof, { roots: [register.root], scope, message });
  verifier.verifyOne(proof);
  return true;
};

describe('ours and the stock library agree', () => {
  it('it accepts our proof', async () => {
    expect(await verifyProof(toSemaphoreProof(wire, scope, message))).toBe(true);
  });

  it('we accept its proof, made from a path of ours', () => {
    expect(accepted(parseProof(fromStock(stock), 17))).toBe(true);
    expect(stock.merkleTreeRoot).toBe(register.root.toString());
  });

  it('both refuse every changed signal', async () => {
    const changes = [
      { root: (register.root + 1n).toString() },
      { nullifier: (BigInt(wire.nullifier) + 1n).toString() },
    ];
    for (const change of changes) {
      expect(await verifyProof(toSemaphoreProof({ ...wire, ...change }, scope, message))).toBe(false);
      expect(() => verifier.verifyOne(parseProof({ ...wire, ...change }, 17))).toThrow(code('invalid'));
    }
    expect(await verifyProof(toSemaphoreProof(wire, petitionScope('Acme', 'p2'), message))).toBe(false);
    expect(await verifyProof(toSemaphoreProof(wire, scope, signMessage(new Uint8Array(32), 'sign', 0)))).toBe(false);
  });

  it('the same members give the same root where every place is taken', () => {
    const members = Array.from({ length: 8 }, (_, index) => BigInt(index + 1));
    expect(rootOf(members, 3)).toBe(new Group(members).root);
  });
});

describe('breaks of the stock library that ours withstands (B)', () => {
  it('a tree of one’s own enrolled as a leaf: LeanIMT gives one signature per leaf of it, ours none', async () => {
    const own = [new Identity(new Uint8Array(32).fill(1)), new Identity(new Uint8Array(32).fill(2))] as const;
    const subtree = new Group(own.map((identity) => identity.commitment));
    const enrolled = new Group([subtree.root, another.commitment]);
    const path = (index: number) => {
      const below = subtree.generateMerkleProof(index);
      const above = enrolled.generateMerkleProof(0);
      return { root: enrolled.root, leaf: below.leaf, index, siblings: [...below.siblings, ...above.siblings] };
    };
    const proofs: SemaphoreProof[] = [];
    for (const [index, identity] of own.entries()) {
      proofs.push(await generateProof(identity, path(index), message, scope, 2, artifacts(2)));
    }
    expect(await Promise.all(proofs.map(verifyProof))).toEqual([true, true]);
    expect(proofs[0]?.nullifier).not.toBe(proofs[1]?.nullifier);
    for (const proof of proofs) {
      expect(() => parseProof(fromStock(proof), 17)).toThrow(code('wrong-depth'));
    }

    // In our tree the way from below that leaf is one step too long for the circuit, and one step less ends under the root.
    const tree = new PoseidonTree(17);
    tree.setLeaves([[0, subtree.root]]);
    const siblings = [own[1].commitment, ...tree.pathFor(0).siblings];
    const tooLong = await rawProof(own[0].secretScalar, 18n, siblings.slice(0, 17));
    expect(tooLong.root).toBe('0');
    const short = await wireRoots(own[0].secretScalar, siblings.slice(0, 17));
    expect(short).toBe(tree.get(16, 0));
    expect(short).not.toBe(tree.root);

    // Nor could she have enrolled it: the proof of possession has full depth too.
    const commitment = asIdentityCommitment(subtree.root);
    const secret = { secretScalar: own[0].secretScalar, commitment };
    const statement = possessionStatement('Acme', 'nonce', commitment);
    const possession = { identity: secret, path: possessionPath(commitment), ...statement };
    await expect(prover.prove(possession)).rejects.toEqual(code('self-check-failed'));
  });

  it('root 0: somebody who is no member has a proof of it that verifies, and ours refuses it', async () => {
    const outsider = new Identity(new Uint8Array(32).fill(99));
    const proof = await rawProof(outsider.secretScalar, 18n, new Array<bigint>(17).fill(0n));
    expect(proof.root).toBe('0');
    expect(await verifyProof(toSemaphoreProof(proof, scope, message))).toBe(true);
    expect(() => parseProof(proof, 17)).toThrow(code('zero-root'));
  });

  it('other spellings of one nullifier verify too, and would pass a UNIQUE column; ours reads one', async () => {
    const value = BigInt(wire.nullifier);
    const spellings = [`0${value}`, `0x${value.toString(16)}`, `0x00${value.toString(16).toUpperCase()}`];
    for (const nullifier of spellings) {
      expect(await verifyProof(toSemaphoreProof({ ...wire, nullifier }, scope, message)), nullifier).toBe(true);
      expect(() => parseProof({ ...wire, nullifier }, 17)).toThrow(code('not-canonical'));
    }
    const again = (value + FIELD_ORDER).toString();
    expect(() => parseProof({ ...wire, nullifier: again }, 17)).toThrow(code('out-of-field'));
  });

  it('a malleated proof verifies in both: proofs are never compared by their bytes', async () => {
    const { points } = toWireProof({ ...parseProof(wire, 17), points: malleate(parseProof(wire, 17).points) });
    const malleated = { ...wire, points };
    expect(points).not.toEqual(wire.points);
    expect(await verifyProof(toSemaphoreProof(malleated, scope, message))).toBe(true);
    expect(accepted(parseProof(malleated, 17))).toBe(true);
  });

  it('a B outside the subgroup: ours names it before any pairing', () => {
    const points = wire.points.map(BigInt);
    points.splice(2, 4, ...offSubgroupB());
    const proof = parseProof({ ...wire, points: points.map(String) }, 17);
    expect(() => verifier.verifyOne(proof)).toThrow(code('off-subgroup'));
  });

  it("new Identity('1') is taken by the library and found by guessing; ours has no such way in", () => {
    const victim = new Identity('1').commitment;
    const guessed = ['letmein', 'password', '1'].find((guess) => new Identity(guess).commitment === victim);
    expect(guessed).toBe('1');
    expect(() => keys.identityFromWords('1')).toThrow(code('wrong-count'));
    expect(() => keys.identityFromEntropy('1' as unknown as Uint8Array)).toThrow(RangeError);
  });
});

const inputsOf = (secret: bigint, length: bigint, siblings: readonly bigint[]) => ({
  secret,
  merkleProofLength: length,
  merkleProofIndex: 0n,
  merkleProofSiblings: siblings,
  scope: reduce(scope),
  message: reduce(message),
});

/** What the circuit says with any inputs, honest or not. */
async function witnessOf(secret: bigint, length: bigint, siblings: readonly bigint[]): Promise<Uint8Array> {
  const circuit = await WebAssembly.compile(new Uint8Array(provingFiles(17).wasm));
  return calculateWitness(circuit, inputsOf(secret, length, siblings));
}

const signal = (witness: Uint8Array, index: number) => {
  return BigInt(`0x${Buffer.from(witness.slice(index * 32, index * 32 + 32).reverse()).toString('hex')}`);
};

async function wireRoots(secret: bigint, siblings: readonly bigint[]): Promise<bigint> {
  return signal(await witnessOf(secret, 17n, siblings), 1);
}

/** A proof of whatever the circuit says: what an attacker makes who does not use our prover. */
async function rawProof(secret: bigint, length: bigint, siblings: readonly bigint[]): Promise<WireProof> {
  const witness = await witnessOf(secret, length, siblings);
  const curve = await loadCurve();
  const key = readProvingKey(provingFiles(17).zkey);
  const points = await proveGroth16(curve, key, witness, assistWith(curve, key));
  const [root, nullifier, ownMessage, ownScope] = [1, 2, 3, 4].map((index) => signal(witness, index).toString());
  return {
    depth: 17,
    root: root ?? '',
    nullifier: nullifier ?? '',
    message: ownMessage ?? '',
    scope: ownScope ?? '',
    points: points.map(String) as unknown as WireProof['points'],
  };
}

function artifacts(depth: number) {
  const path = (kind: string) => require.resolve(`@zk-kit/semaphore-artifacts/semaphore-${depth}.${kind}`);
  return { wasm: path('wasm'), zkey: path('zkey') };
}
