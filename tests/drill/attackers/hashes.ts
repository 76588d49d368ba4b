import { createHash, createHmac } from 'node:crypto';
import { poseidon2 } from 'poseidon-lite/poseidon2';
import { hashFields, toBigInt } from '~/crypto/hash';
import { FIELD_ORDER } from '~/crypto/semaphore/field';
import { petitionScope, reduce } from '~/crypto/semaphore/statement';
import { accountsIn, nameAll, personOf, text, type Evidence } from '../evidence';
import type { Attacker } from './attacker';

const algorithms = ['sha256', 'sha3-256', 'blake2s256', 'sha512-256'] as const;

/** Everything known about everybody, put through every hash that one would think of, with and without the server's secrets. */
export const hashes: Attacker = {
  name: 'hashes',
  title: 'Hashes of everything known',
  about: ['signature', 'concern'],
  tried:
    'Takes everything that is stored about everybody (numbers, addresses, names, accounts, sessions, keys’ public parts, places on the register), with the names of petitions and each of the server’s secrets, through SHA-2, SHA-3, BLAKE2, HMAC, the protocol’s own hash and Poseidon, and compares with every nullifier and every concern’s name.',
  weakened: 'Pseudonyms: the nullifier is an HMAC of the person’s number under a key of the server.',
  attack(evidence) {
    const targets = new Set(evidence.subjects.map(({ id }) => id));
    const petitions = [...new Set(evidence.subjects.map(({ petition }) => petition))];
    const found = new Map<string, string>();
    for (const [person, known] of knownAbout(evidence)) {
      const note = (hex: string) => {
        if (targets.has(hex)) found.set(hex, person);
      };
      for (const petition of petitions) {
        for (const value of known) {
          for (const digest of digestsOf(value, petition, evidence.secrets)) {
            note(digest.toString('hex'));
            note(hexOf(toBigInt(digest) % FIELD_ORDER));
          }
          note(hexOf(toBigInt(hashFields('petition/v1', evidence.organisation, petition, value)) % FIELD_ORDER));
        }
        for (const number of numbersAmong(known)) note(hexOf(poseidon2([reduce(petitionScope(evidence.organisation, petition)), number]))); // prettier-ignore
      }
    }
    return [nameAll(evidence, 'hashes', found)];
  },
};

/** Every value of every row about a person in the newest dump, by person number. */
function knownAbout(evidence: Evidence): Map<string, Set<string>> {
  const accounts = accountsIn(evidence.dumps);
  const known = new Map<string, Set<string>>();
  for (const row of evidence.dumps.at(-1)?.rows ?? []) {
    const person = personOf(row, accounts);
    if (person === null) continue;
    const values = known.get(person) ?? new Set();
    for (const value of Object.values(row.values)) {
      const isDay = /^\d{4}-\d\d-\d\d/.test(text(value));
      if ((typeof value === 'string' && value.length > 2 && !isDay) || typeof value === 'number') values.add(String(value)); // prettier-ignore
    }
    known.set(person, values);
  }
  return known;
}

function* digestsOf(value: string, petition: string, secrets: readonly string[]): Generator<Buffer> {
  for (const input of [
    value,
    `${petition}${value}`,
    `${value}${petition}`,
    `${value}:${petition}`,
    `${petition}:${value}`,
  ]) {
    for (const algorithm of algorithms) yield createHash(algorithm === 'sha512-256' ? 'sha512-256' : algorithm).update(input).digest(); // prettier-ignore
    for (const secret of secrets) yield createHmac('sha256', secret).update(input).digest();
  }
}

/** Public keys, and places on the register: what a careless circuit might take for a secret. */
function numbersAmong(known: ReadonlySet<string>): bigint[] {
  return [...known].flatMap((value) => {
    if (/^[0-9a-f]{64}$/.test(value)) return [BigInt(`0x${value}`) % FIELD_ORDER];
    return /^\d{1,7}$/.test(value) ? [BigInt(value)] : [];
  });
}

const hexOf = (number: bigint) => number.toString(16).padStart(64, '0');
