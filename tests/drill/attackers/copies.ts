import { seededBelow } from '~db/seed/seeded-random';
import { pick } from '../company';
import type { Dump } from '../dumps';
import { accountsIn, nameAll, personOf, subjectOf } from '../evidence';
import type { Attacker } from './attacker';

/** What came between two copies of the database, and who was active between them. */
export const copies: Attacker = {
  name: 'copies',
  title: 'Differences between dumps',
  about: ['signature', 'concern'],
  tried:
    'Copies the live database again and again, and names for what is new in one of the copies somebody whose own rows changed since the copy before.',
  weakened: 'A copy every few seconds, of a platform where everybody signs in to sign.',
  attack(evidence) {
    const accounts = accountsIn(evidence.dumps);
    const below = seededBelow('copies');
    const found = new Map<string, string>();
    const known = new Set<string>();
    let before = new Set<string>();
    for (const [number, dump] of evidence.dumps.entries()) {
      const now = rowsAboutPeople(dump, accounts);
      const active = [...now].filter(([row]) => !before.has(row)).map(([, person]) => person);
      const gone = [...before].filter((row) => !now.has(row)).map((row) => row.split(' ')[1] ?? '');
      const people = [...new Set([...active, ...gone])];
      for (const id of dump.rows.flatMap((row) => subjectOf(row)?.id ?? [])) {
        if (known.has(id)) continue;
        known.add(id);
        if (number > 0 && people.length > 0) found.set(id, pick(people, below));
      }
      before = new Set(now.keys());
    }
    return [nameAll(evidence, 'copies', found)];
  },
};

function rowsAboutPeople({ rows }: Dump, accounts: ReadonlyMap<string, string>): Map<string, string> {
  const about = new Map<string, string>();
  for (const row of rows) {
    const person = personOf(row, accounts);
    if (person !== null) about.set(`${row.table} ${person} ${JSON.stringify(row.values)}`, person);
  }
  return about;
}
