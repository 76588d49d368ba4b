/*
 * Counts the signatures of a petition's pack again. Run in its folder with Node.js 20 or later:  node check-count.mjs
 * It needs no network, and believes nothing but its own arithmetic: what is to be believed, the ledger's key, it prints.
 */
import { createHash, createPublicKey, verify } from 'node:crypto';
import { createReadStream, existsSync, openSync, readFileSync, readSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** @param {string} name */
const at = (name) => fileURLToPath(new URL(name, import.meta.url));
/** @param {string} name */
const json = (name) => JSON.parse(readFileSync(at(name), 'utf8'));
/** @param {(string | Uint8Array)[]} parts */
const sha256 = (...parts) => parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();
/** @param {Uint8Array} entry */
const leafOf = (entry) => sha256(Uint8Array.of(0), entry);

/** @param {unknown} holds @param {string} words @returns {asserts holds} */
function require(holds, words) {
  if (holds) return;
  process.stdout.write(`NOT AS IT SHOULD BE: ${words}\n`);
  process.exit(1);
}

/** @param {number} first @param {Buffer[]} leaves @param {string[]} proof @param {number} size */
function rootOf(first, leaves, proof, size) {
  let taken = 0;
  /** @param {number} start @param {number} end @returns {Buffer} */
  const walk = (start, end) => {
    if (end <= first || start >= first + leaves.length) return Buffer.from(proof[taken++] ?? '', 'hex');
    if (end - start === 1) return /** @type {Buffer} */ (leaves[start - first]);
    let power = 1;
    while (2 * power < end - start) power *= 2;
    return sha256(Uint8Array.of(1), walk(start, start + power), walk(start + power, end));
  };
  const root = walk(0, size).toString('base64');
  return taken === proof.length ? root : '';
}

const { petition, signers, history } = json('petition.json');

// The checkpoint: three lines, an empty one, signatures. Signed by a key of the ledger.
const note = readFileSync(at('proof/checkpoint.txt'), 'utf8');
const [text = '', signatures = ''] = note.split('\n\n');
const [origin, sizeText, root] = text.split('\n');
const size = Number(sizeText);
/** @type {{ ledger: { key: string }[] }} */
const keys = json('proof/keys.json');
const signedBy = keys.ledger.find(({ key }) => {
  const [, name = '', hash = '', encoded = ''] = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/.exec(key) ?? [];
  if (name !== origin) return false;
  const line = signatures.split('\n').find((each) => each.startsWith(`— ${name} `));
  const signature = Buffer.from(line?.split(' ')[2] ?? '', 'base64');
  if (signature.subarray(0, 4).toString('hex') !== hash) return false;
  const der = Buffer.concat([
    Buffer.from('302a300506032b6570032100', 'hex'),
    Buffer.from(encoded, 'base64').subarray(1),
  ]);
  const publicKey = createPublicKey({ key: der, format: 'der', type: 'spki' });
  return verify(null, Buffer.from(`${text}\n`), publicKey, signature.subarray(4));
});
require(signedBy, 'no key of the ledger signed the checkpoint');

// What was signed: the digest of the text is in the ledger.
/** @param {string} label @param {string[]} fields */
const digest = (label, ...fields) => {
  const parts = [label, ...fields]
    .map((field) => Buffer.from(field))
    .flatMap((bytes) => {
      const length = Buffer.alloc(4);
      length.writeUInt32BE(bytes.length);
      return [length, bytes];
    });
  return sha256(...parts).toString('hex');
};
const ofText = digest(
  'petition-text/v1',
  petition.title,
  String(petition.demands.length),
  ...petition.demands,
  petition.background,
);
require(ofText === petition.textDigest, 'the text has another digest');
/** @type {{ index: number; entry: string; proof: string[] }[]} */
const entries = json('proof/entries.json');
for (const { index, entry, proof } of entries)
  require(rootOf(index, [leafOf(Buffer.from(entry))], proof, size) === root, `entry ${index} is not in the ledger`);
const opening = entries.map(({ entry }) => JSON.parse(entry)).find(({ kind }) => kind === 'petition-opened');
require(opening?.petition === petition.id &&
  opening.text === ofText &&
  opening.day === petition.opened, 'the ledger opened another petition');
process.stdout.write(`The text is the one that the ledger opened on ${opening.day}.\n`);

// Every act, where it stands, its proof's bytes, and one chain of acts for each nullifier.
/** @type {Map<string, number>} */
const acts = new Map();
/** @type {{ day: string; signers: number }[]} */
const days = [];
let count = 0;
if (existsSync(at('proof/acts.jsonl'))) {
  const lines = createInterface({ input: createReadStream(at('proof/acts.jsonl')), crlfDelay: Infinity })[
    Symbol.asyncIterator
  ]();
  const proofs = openSync(at('proof/proofs.bin'), 'r');
  const bytes = Buffer.alloc(256);
  let earlier = -1;
  /** @type {{ ranges: { day: string; first: number; entries: number; proof: string[] }[] }} */
  const { ranges } = json('proof/acts.json');
  for (const { day, first, entries: number, proof } of ranges) {
    require(first > earlier, 'the acts are out of order');
    const leaves = [];
    for (let place = 0; place < number; place += 1) {
      const line = (await lines.next()).value ?? '';
      const act = JSON.parse(line);
      const n = acts.get(act.nullifier) ?? 0;
      require(act.petition === petition.id &&
        act.day === day &&
        act.register === petition.register, `another petition, day or register: ${line}`);
      require(act.n === n && act.kind === (n % 2 === 0 ? 'signature' : 'withdrawal'), `out of turn: ${line}`);
      require(readSync(proofs, bytes, 0, 256, null) === 256 &&
        sha256(bytes).toString('hex') === act.proof, `another proof: ${line}`);
      acts.set(act.nullifier, n + 1);
      count += n % 2 === 0 ? 1 : -1;
      leaves.push(leafOf(Buffer.from(line)));
    }
    require(rootOf(first, leaves, proof, size) === root, `the acts of ${day} do not stand in the ledger like this`);
    earlier = first + number - 1;
    if (days.at(-1)?.day === day) days.pop();
    days.push({ day, signers: count });
  }
  require((await lines.next()).done &&
    readSync(proofs, bytes, 0, 1, null) === 0, 'there are more acts than the ranges say');
  require(json('proof/editions.json').documents.length > 0, 'no edition of the register');
  for (const { index, entry, proof } of json('proof/editions.json').entries)
    require(rootOf(index, [leafOf(Buffer.from(entry))], proof, size) === root, `entry ${index} is not in the ledger`);
  require(signers === count, `the pack says ${signers} and the acts ${count}`);
  for (const { day, signers: said } of history)
    require(days.find((each) => each.day === day)?.signers === said, `another count on ${day}`);
  process.stdout.write(`${acts.size} keys acted; ${count} of them sign. That is what the pack says.\n`);
} else {
  require(signers === null && history.length === 0, 'a number, and nothing that proves it');
  process.stdout.write('No number is shown, and there are no acts.\n');
}
process.stdout.write(
  `All of it is in the ledger of ${size} entries with the root ${root}, signed by\n  ${signedBy.key}\nCompare this key with one that you know from elsewhere.\n`,
);
