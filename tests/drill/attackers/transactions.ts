import { accountsIn, nameAll, personOf, subjectOf } from '../evidence';
import type { Attacker } from './attacker';

/** Tables whose rows are written when somebody does something while signed in. */
const acted = new Set([
  'identified.session',
  'identified.enrolment',
  'identified.account',
  'identified.sign_in_attempt',
]);

/** PostgreSQL numbers transactions: who wrote last before this row came? */
export const transactions: Attacker = {
  name: 'transactions',
  title: 'Transaction numbers',
  about: ['signature', 'concern'],
  tried:
    'In each single dump, names for a signature or a concern the person whose own row has the nearest lower number of transaction.',
  weakened: 'No rewriting, and everybody signs in to sign.',
  attack(evidence) {
    const accounts = accountsIn(evidence.dumps);
    const found = new Map<string, string>();
    for (const { rows } of evidence.dumps) {
      const people = rows
        .filter(({ table }) => acted.has(table))
        .flatMap((row) => ({ xmin: row.xmin, person: personOf(row, accounts) ?? '' }))
        .filter(({ person }) => person !== '')
        .sort((one, other) => one.xmin - other.xmin);
      for (const row of rows) {
        const subject = subjectOf(row);
        if (!subject || found.has(subject.id)) continue;
        const before = people.findLast(({ xmin }) => xmin < row.xmin);
        if (before) found.set(subject.id, before.person);
      }
    }
    return [nameAll(evidence, 'transactions', found)];
  },
};
