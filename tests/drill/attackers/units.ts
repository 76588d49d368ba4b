import { seededBelow } from '~db/seed/seeded-random';
import { pick } from '../company';
import { nameAll, text, type Evidence } from '../evidence';
import type { Attacker } from './attacker';

/** Who said which unit they are in is in it: who is left of it, once those are taken away who are known otherwise? */
export const units: Attacker = {
  name: 'units',
  title: 'Units that were named',
  about: ['signature'],
  tried:
    'For a signature whose unit waits or was published, names somebody of that unit; where only one of it, of those who have a key, was not named for another signature of the same petition, that one.',
  weakened: 'A unit of one can be named as well.',
  attack(evidence) {
    const below = seededBelow('units');
    const members = membersOf(evidence);
    const found = new Map<string, string>();
    const taken = new Map<string, Set<string>>();
    for (const [nullifier, { petition, unit }] of unitsOf(evidence)) {
      const named = taken.get(petition) ?? new Set<string>();
      const left = (members.get(unit) ?? []).filter((person) => !named.has(person));
      if (left.length === 0) continue;
      const person = pick(left, below);
      taken.set(petition, named.add(person));
      found.set(nullifier, person);
    }
    return [nameAll(evidence, 'units', found)];
  },
};

interface Named {
  readonly petition: string;
  readonly unit: string;
}

/** By nullifier, in hex. */
function unitsOf({ dumps }: Evidence): Map<string, Named> {
  const tables = new Set(['anonymous.waiting_unit', 'published.disclosed_unit']);
  const rows = dumps.flatMap((dump) => dump.rows.filter(({ table }) => tables.has(table)));
  return new Map(
    rows.map(({ values }) => [
      text(values['nullifier']),
      { petition: text(values['subject_id']), unit: text(values['unit_path']) },
    ]),
  );
}

/** Those who have a key, by each unit that they stand in. */
function membersOf({ dumps, people }: Evidence): Map<string, string[]> {
  const withKey = new Set(people);
  const members = new Map<string, Set<string>>();
  for (const { values } of dumps.flatMap(({ rows }) => rows.filter(({ table }) => table === 'identified.person'))) {
    const person = text(values['person_number']);
    if (!withKey.has(person)) continue;
    const levels = text(values['unit_path']).split(' / ');
    for (const depth of levels.keys()) {
      const unit = levels.slice(0, depth + 1).join(' / ');
      members.set(unit, (members.get(unit) ?? new Set()).add(person));
    }
  }
  return new Map([...members].map(([unit, of]) => [unit, [...of].sort()]));
}
