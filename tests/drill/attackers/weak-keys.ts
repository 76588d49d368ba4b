import { Identity } from '@semaphore-protocol/identity';
import { poseidon2 } from 'poseidon-lite/poseidon2';
import { petitionScope, reduce } from '~/crypto/semaphore/statement';
import { nameAll, text, type Evidence } from '../evidence';
import type { Attacker } from './attacker';

const popular = [
  '1',
  '2',
  '1234',
  '123456',
  'password',
  'qwerty',
  'letmein',
  'secret',
  'company',
  'petition',
  'test',
  '',
];

/** Keys that somebody could have thought of, compared with the public parts of all keys on the register. */
export const weakKeys: Attacker = {
  name: 'weak-keys',
  title: 'Brute force of weak keys',
  about: ['signature'],
  tried:
    'Makes the keys that follow from popular passwords and from everybody’s number, address and name, compares their public parts with the register, and with any that fits computes what it signed.',
  weakened: 'Keys made from text: each person’s own number, as the library allows.',
  attack(evidence) {
    const enrolled = new Map<string, string>();
    for (const { values, table } of evidence.dumps.flatMap(({ rows }) => rows)) {
      if (table === 'identified.enrolment')
        enrolled.set(text(values['identity_commitment']), text(values['person_number']));
    }
    const scopes = [...new Set(evidence.subjects.flatMap(({ petition }) => petition || []))].map((petition) =>
      reduce(petitionScope(evidence.organisation, petition)),
    );
    const found = new Map<string, string>();
    for (const phrase of phrasesOf(evidence)) {
      const { commitment, secretScalar } = new Identity(phrase);
      const person = enrolled.get(hexOf(commitment));
      if (person === undefined) continue;
      for (const scope of scopes) found.set(hexOf(poseidon2([scope, secretScalar])), person);
    }
    return [nameAll(evidence, 'weak-keys', found)];
  },
};

function phrasesOf(evidence: Evidence): Set<string> {
  const rows = (evidence.dumps.at(-1)?.rows ?? []).filter(({ table }) => table === 'identified.person');
  const own = rows.flatMap(({ values }) => [
    text(values['person_number']),
    text(values['email']),
    text(values['name']),
  ]);
  return new Set([...popular, ...own]);
}

const hexOf = (number: bigint) => number.toString(16).padStart(64, '0');
