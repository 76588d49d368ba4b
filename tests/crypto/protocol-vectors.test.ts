import { createHash, createPublicKey, hkdfSync, verify } from 'node:crypto';
import { keccak_256 } from '@noble/hashes/sha3.js';
import { poseidon2 } from 'poseidon-lite/poseidon2';
import { describe, expect, it } from 'vitest';
import { fromHex, hashFields, toHex, type HashField } from '~/crypto/hash';
import { ARTIFACT_HASHES } from '~/crypto/semaphore/artifacts';
import { asGroupRoot, asIdentityCommitment, toBytes32 } from '~/crypto/semaphore/field';
import { identityFromWords } from '~/crypto/semaphore/key';
import { possessionPath, possessionStatement } from '~/crypto/semaphore/possession';
import { checkStatement, parseProof } from '~/crypto/semaphore/proof';
import {
  choiceMessage,
  choiceScope,
  petitionScope,
  petitionTextDigest,
  questionMessage,
  questionScope,
  reduce,
  signMessage,
  unitMessage,
  type Choice,
  type ChoiceKind,
} from '~/crypto/semaphore/statement';
import { pathFromTiles, tileOf, upperOf } from '~/crypto/semaphore/tiles';
import { PoseidonTree, unitTree, zeroSubtree } from '~/crypto/semaphore/tree';
import { VERIFICATION_KEYS } from '~/crypto/semaphore/verification-keys';
import { createVerifier } from '~/crypto/semaphore/verifier';
import { openCheckpoint, signCheckpoint } from '~/crypto/tlog/checkpoint';
import { decodeEntry, encodeEntry, entryLeaf } from '~/crypto/tlog/entry';
import { Frontier } from '~/crypto/tlog/merkle';
import { noteKeyPair, noteSigner, noteVerifier } from '~/crypto/tlog/note';
import { openReceipt, signReceipt } from '~/crypto/tlog/signature-receipt';
import { wordsToEntropy } from '~/crypto/words';
import { parseAction } from '~/features/anonymous/signatures/action.schema';
import { findActs } from '~/features/anonymous/signatures/acts-of-this-key';
import { enrolKeyBody } from '~/features/identified/enrolment/enrolment.schema';
import { recordBytes } from '~/features/published/figures/published-nullifiers.queries.server';
import { updateDigest } from '~/features/published/petitions/post-update.server';
import { editionDocument } from '~/features/published/registers/edition-document';
import { encodeUnitsFile, placesByUnit, readUnitsFile } from '~/features/published/registers/units-file';
import { pledgeTextDigest, type PledgeDocument } from '~/features/published/pledges/pledge';
import { responseItemDigest, type ResponseText } from '~/features/published/responses/response';
import { statementDigest } from '~/features/published/statements/statement';
import vectors from '~tests/vectors/protocol.json';

const { organisation, key, petition, register, enrolment, signing, receipt, nullifiersFile, ledger } = vectors;
const sha256 = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest('hex');
const hex32 = (value: bigint) => toHex(toBytes32(value));
const identity = identityFromWords(key.words);
const digest = petitionTextDigest(petition);
const scope = petitionScope(organisation, petition.id);

/** Section 0 as a stranger would write it from the page alone. */
function h(...fields: (string | Buffer)[]): string {
  const parts = fields.map((field) => (typeof field === 'string' ? Buffer.from(field, 'utf8') : field));
  return sha256(
    Buffer.concat(parts.flatMap((part) => [Buffer.from(part.length.toString(16).padStart(8, '0'), 'hex'), part])),
  );
}
const reduced = (hex: string) => (BigInt(`0x${toHex(keccak_256(fromHex(hex)))}`) >> 8n).toString();

describe('hashes (protocol, section 0)', () => {
  it('are over length-prefixed fields, label first', () => {
    for (const { label, fields, bytes, digest: expected } of vectors.hash) {
      const values = fields.map((field): HashField =>
        'hex' in field ? fromHex(field.hex) : 'number' in field ? BigInt(field.number) : field.text,
      );
      expect(sha256(fromHex(bytes))).toBe(expected);
      expect(toHex(hashFields(label, ...values))).toBe(expected);
    }
  });

  it('of texts, scopes and messages are what a stranger computes from the page', () => {
    const { title, demands, background, messages } = petition;
    const text = h('petition-text/v1', title, String(demands.length), ...demands, background);
    const says = (...fields: (string | Buffer)[]) => ({ digest: h(...fields), reduced: reduced(h(...fields)) });
    const body = fromHex(petition.textDigest);
    expect([text, toHex(digest)]).toEqual([petition.textDigest, petition.textDigest]);
    expect(says('petition/v1', organisation, petition.id)).toEqual(petition.scope);
    expect(says('sign/v1', Buffer.from(body), 'sign', '0')).toEqual(messages.sign0);
    expect(says('sign/v1', Buffer.from(body), 'withdraw', '1')).toEqual(messages.withdraw1);
    expect(says('sign/v1', Buffer.from(body), 'sign', '2')).toEqual(messages.sign2);
    expect({ path: messages.unit.path, ...says('unit/v1', Buffer.from(body), messages.unit.path) }).toEqual(
      messages.unit,
    );
    expect(says('enrol/v1', organisation, enrolment.nonce)).toEqual(enrolment.scope);
    expect(says('enrol-commitment/v1', key.commitment)).toEqual(enrolment.message);
    expect(h('petition-update/v1', petition.id, '1', petition.update.body)).toBe(petition.update.digest);
  });

  it('of scopes and messages are what the code computes', () => {
    const said = (value: bigint) => ({ digest: hex32(value), reduced: reduce(value).toString() });
    const { sign0, withdraw1, sign2, unit } = petition.messages;
    expect(said(scope)).toEqual(petition.scope);
    expect(said(signMessage(digest, 'sign', 0))).toEqual(sign0);
    expect(said(signMessage(digest, 'withdraw', 1))).toEqual(withdraw1);
    expect(said(signMessage(digest, 'sign', 2))).toEqual(sign2);
    expect(said(unitMessage(digest, unit.path))).toEqual({ digest: unit.digest, reduced: unit.reduced });
    const { update } = petition;
    expect(toHex(updateDigest(petition.id, update.number, update.body))).toBe(update.digest);
  });
});

describe('the key (protocol, section 1)', () => {
  it('comes from the words by HKDF, and its nullifier from scope and secret', () => {
    const entropy = fromHex(key.entropy);
    expect(wordsToEntropy(key.words)).toEqual(entropy);
    expect(Buffer.from(hkdfSync('sha256', entropy, new Uint8Array(), key.info, 32)).toString('hex')).toBe(key.seed);
    expect(identity.secretScalar.toString()).toBe(key.secretScalar);
    expect([identity.commitment.toString(), hex32(identity.commitment)]).toEqual([key.commitment, key.commitmentHex]);
    expect(poseidon2([petition.scope.reduced, key.secretScalar]).toString()).toBe(petition.nullifier);
    expect(hex32(identity.nullifier(scope))).toBe(petition.nullifierHex);
  });
});

describe('the register (protocol, section 2)', () => {
  const leaves = register.leaves.map((leaf) => BigInt(`0x${leaf}`));
  const tree = new PoseidonTree(register.depth);
  tree.setLeaves(leaves.entries());
  const [tile, upper] = [tileOf(tree, 0), upperOf(tree)];

  it('is a tree of full depth, padded with zeros', () => {
    const zeroes = Object.entries(register.zeroSubtrees);
    for (const [level, value] of zeroes) expect(hex32(zeroSubtree(Number(level)))).toBe(value);
    expect(hex32(tree.root)).toBe(register.groupRoot);
    const { place, siblings } = register.path;
    const climbed = siblings.reduce((node, sibling, level) => {
      const other = BigInt(`0x${sibling}`);
      return (place >> level) % 2 === 1 ? poseidon2([other, node]) : poseidon2([node, other]);
    }, leaves[place] as bigint);
    expect([siblings.length, hex32(climbed)]).toEqual([17, register.groupRoot]);
  });

  it('is published as a tile and an upper file, from which a path is found', () => {
    expect([tile.length, upper.length]).toEqual([32_768, 8_160]);
    expect(toHex(tile.subarray(0, 128))).toBe(register.leaves.join(''));
    expect([sha256(tile), sha256(upper)]).toEqual([register.tile, register.upper]);
    const root = asGroupRoot(BigInt(`0x${register.groupRoot}`));
    const path = pathFromTiles({ tile, upper, index: register.path.place, root, depth: register.depth });
    expect(path.siblings.map(hex32)).toEqual(register.path.siblings);
  });

  it('has a units file and trees of units', () => {
    const bytes = new TextEncoder().encode(register.unitsFile);
    const file = readUnitsFile(bytes);
    expect(encodeUnitsFile(file)).toEqual(bytes);
    expect(sha256(bytes)).toBe(register.units);
    const live = placesByUnit(file).map((places) => unitTree(17, (place) => tree.get(0, place), places).root);
    expect(file.units.map((path, number) => [path, hex32(live[number] as bigint)])).toEqual(
      Object.entries(register.unitRoots).sort(([a], [b]) => (a < b ? -1 : 1)),
    );
  });

  it('has an edition document that names these files, and refuses more', () => {
    const document = editionDocument.parse(JSON.parse(register.editionDocument));
    const { tile: tileName, upper: upperName, units, groupRoot } = register;
    expect(document).toMatchObject({ tiles: [tileName], upper: upperName, units, groupRoot });
    expect(editionDocument.safeParse({ ...document, more: 1 }).success).toBe(false);
  });
});

describe('bodies and receipts (protocol, sections 3 to 5)', () => {
  it('names the files for proving that the prover takes, and no others', () => {
    expect(ARTIFACT_HASHES[17]).toEqual(vectors.provingFiles);
  });

  const verifier = createVerifier(VERIFICATION_KEYS[17]);

  it('enrolment proves possession of the very commitment', async () => {
    const body = enrolKeyBody.parse(enrolment.body);
    const commitment = asIdentityCommitment(BigInt(body.commitment));
    const path = possessionPath(commitment);
    expect(new Set(path.siblings.map(hex32))).toEqual(new Set([enrolment.sibling]));
    expect(BigInt(reduced(h('possession-sibling/v1')))).toBe(path.siblings[0]);
    expect(hex32(path.root)).toBe(enrolment.groupRoot);
    const proof = parseProof(body.proof, 17);
    checkStatement(proof, possessionStatement(organisation, body.nonce, commitment));
    expect(proof.nullifier.toString()).toBe(enrolment.nullifier);
    const ours = await verifier;
    expect(() => ours.verifyOne(proof)).not.toThrow();
    expect(() => ours.verifyOne({ ...proof, message: proof.message + 1n })).toThrow();
  });

  it('a signature proves membership for scope and message that it does not carry', async () => {
    const action = parseAction(signing.body);
    const statement = { scope: reduce(scope), message: reduce(signMessage(digest, action.action, action.n)) };
    const proof = {
      ...{ ...statement, depth: action.depth, points: action.points },
      ...{ root: asGroupRoot(action.root), nullifier: identity.nullifier(scope) },
    };
    expect(proof.nullifier).toBe(action.nullifier);
    const ours = await verifier;
    expect(() => ours.verifyOne(proof)).not.toThrow();
    const withdrawn = reduce(signMessage(digest, 'withdraw', 1));
    expect(() => ours.verifyOne({ ...proof, message: withdrawn })).toThrow();
    expect(Buffer.concat(action.points.map(toBytes32)).toString('hex')).toBe(signing.proofBytes);
    expect(sha256(fromHex(signing.proofBytes))).toBe(signing.proofDigest);
  });

  it('a receipt is a deterministic note that any Ed25519 can check', () => {
    expect(noteKeyPair(`${organisation}/receipt`, fromHex(receipt.seed))).toEqual({ skey: receipt.skey, vkey: receipt.vkey }); // prettier-ignore
    const says = openReceipt(receipt.note, noteVerifier(receipt.vkey));
    expect(says).toEqual({ organisation, petitionId: petition.id, nullifier: BigInt(petition.nullifier), action: 'sign', n: 0 }); // prettier-ignore
    expect(signReceipt(says, noteSigner(receipt.skey))).toBe(receipt.note);
    expect(receipt.note.startsWith(`${receipt.text}\n— ${organisation}/receipt `)).toBe(true);
    expect(strangerVerifies(receipt.note, receipt.vkey)).toBe(true);
    expect(strangerVerifies(receipt.note.replace('action sign', 'action sigm'), receipt.vkey)).toBe(false);
  });

  it('a record of published nullifiers has 38 bytes', () => {
    const record = Buffer.from(nullifiersFile.record, 'hex');
    expect([record.length, recordBytes]).toEqual([38, 38]);
    expect(record.subarray(0, 32).toString('hex')).toBe(petition.nullifierHex);
    const { acts, edition } = nullifiersFile;
    expect([record.readUInt16BE(32), record.readUInt32BE(34)]).toEqual([acts, edition]);
    expect(findActs(record, fromHex(petition.nullifierHex))).toEqual({ acts, edition });
  });
});

describe('statements (protocol, section 10)', () => {
  const { response, pledge } = vectors.statements;

  it('are hashed over their RFC 8785 JSON', () => {
    for (const { kind, id, revision, json, digest } of [response, pledge]) {
      expect(h('statement/v1', kind, id, String(revision), json)).toBe(digest);
    }
    const said = response.document as ResponseText;
    expect(toHex(statementDigest('response', response.id, response.revision, said))).toBe(response.digest);
    const promised = pledge.document as PledgeDocument;
    expect(toHex(statementDigest('pledge', pledge.id, pledge.revision, promised))).toBe(pledge.digest);
  });

  it('are chosen on by digests of the words on the page', () => {
    const { verdict, witness } = vectors.choices;
    const [item] = (response.document as ResponseText).items;
    if (!item) throw new Error('the vector answers the first demand');
    const demand = petition.demands[0] ?? '';
    expect(h('response-item/v1', petition.id, '1', demand, item.answer, item.reason)).toBe(verdict.textDigest);
    expect(toHex(responseItemDigest(petition.id, 1, demand, item))).toBe(verdict.textDigest);
    const { text, howSeen, witnessed } = pledge.document as PledgeDocument;
    expect(h('pledge-text/v1', pledge.id, text, howSeen, witnessed)).toBe(witness.textDigest);
    expect(toHex(pledgeTextDigest(pledge.id, { text, howSeen, witnessed }))).toBe(witness.textDigest);
  });
});

describe('choices and questions (protocol, section 11)', () => {
  const says = (...fields: (string | Buffer)[]) => ({ digest: h(...fields), reduced: reduced(h(...fields)) });
  const said = (value: bigint) => ({ digest: hex32(value), reduced: reduce(value).toString() });

  it.each(Object.values(vectors.choices))(
    '$kind',
    ({ kind, id, textDigest, scope, choice, n, message, nullifierHex }) => {
      const text = fromHex(textDigest);
      expect(says(`${kind}/v1`, organisation, id)).toEqual(scope);
      expect(says('choice/v1', Buffer.from(text), choice, String(n))).toEqual(message);
      const ours = choiceScope(organisation, kind as ChoiceKind, id);
      expect(said(ours)).toEqual(scope);
      expect(said(choiceMessage(text, choice as Choice, n))).toEqual(message);
      expect(hex32(identity.nullifier(ours))).toBe(nullifierHex);
    },
  );

  it('asking', () => {
    const { day, slot, scope, textDigest, message } = vectors.question;
    const text = fromHex(textDigest);
    expect(says('question/v1', organisation, day, String(slot))).toEqual(scope);
    expect(says('question-message/v1', Buffer.from(text))).toEqual(message);
    expect([said(questionScope(organisation, day, slot)), said(questionMessage(text))]).toEqual([scope, message]);
  });
});

describe('the ledger (protocol, section 6)', () => {
  it('holds entries as RFC 8785 bytes under their RFC 6962 leaves', () => {
    const frontier = new Frontier();
    for (const { kind, bytes, leaf } of ledger.entries) {
      const raw = new TextEncoder().encode(bytes);
      const entry = decodeEntry(raw);
      expect(entry.kind).toBe(kind);
      expect(encodeEntry(entry)).toEqual(raw);
      expect(sha256(Buffer.concat([Buffer.of(0), raw]))).toBe(leaf);
      frontier.append(entryLeaf(raw));
    }
    expect([toHex(frontier.root()), frontier.subtrees.map(toHex)]).toEqual([ledger.root, ledger.frontier]);
  });

  it('is signed as a C2SP checkpoint', () => {
    const { seed, skey, vkey, note } = ledger.checkpoint;
    expect(noteKeyPair(`${organisation}/ledger`, fromHex(seed))).toEqual({ skey, vkey });
    const { origin, size, root } = openCheckpoint(note, noteVerifier(vkey));
    expect([origin, size, toHex(root)]).toEqual([`${organisation}/ledger`, ledger.entries.length, ledger.root]);
    expect(signCheckpoint({ origin, size, root }, noteSigner(skey))).toBe(note);
    expect(strangerVerifies(note, vkey)).toBe(true);
  });
});

/** Section 4, "signed notes", with Node's own Ed25519. */
function strangerVerifies(note: string, vkey: string): boolean {
  const [text = '', line = ''] = note.split('\n\n');
  const signature = Buffer.from(line.trim().split(' ').at(-1) ?? '', 'base64');
  const publicKey = Buffer.from(vkey.split('+').slice(2).join('+'), 'base64').subarray(1);
  const der = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), publicKey]);
  const read = createPublicKey({ key: der, format: 'der', type: 'spki' });
  return verify(null, Buffer.from(`${text}\n`), read, signature.subarray(4));
}
