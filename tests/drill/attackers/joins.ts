import type { DumpedRow } from '../dumps';
import { accountsIn, nameAll, personOf, subjectOf } from '../evidence';
import type { Attacker } from './attacker';

/** A value in more rows than this joins nothing to anybody in particular. */
const mostRows = 6;
const shortest = 8;

/** Any two rows that share a value, in up to two steps: tables, logs, mail, statistics, sequences, secrets. */
export const joins: Attacker = {
  name: 'joins',
  title: 'Joins',
  about: ['signature', 'concern'],
  tried:
    'Looks for any value (a name, number, address, key, hash, session or random id) that stands both in a row about a person and in one about a signature or concern, directly or by way of a third row, in every table, the log, sent mail, statistics and key files.',
  weakened: 'A table against abuse that notes the session with each signature.',
  attack(evidence) {
    const accounts = accountsIn(evidence.dumps);
    const found = new Map<string, string>();
    for (const { rows } of evidence.dumps) {
      const byValue = new Map<string, DumpedRow[]>();
      const valuesOf = new Map<DumpedRow, Set<string>>();
      for (const row of rows) {
        const values = new Set(joiningValues(row));
        valuesOf.set(row, values);
        for (const value of values) byValue.set(value, [...(byValue.get(value) ?? []).slice(0, mostRows), row]);
      }
      const neighbours = (value: string) => {
        const all = byValue.get(value) ?? [];
        return all.length <= mostRows ? all : [];
      };
      const step = (from: Iterable<string>): Set<string> =>
        new Set([...from].flatMap((value) => neighbours(value)).flatMap((row) => [...(valuesOf.get(row) ?? [])]));
      for (const row of rows) {
        const subject = subjectOf(row);
        if (!subject || found.has(subject.id)) continue;
        const reach = [...step(step([subject.id]))].flatMap((value) => neighbours(value));
        const people = new Set(reach.flatMap((each) => personOf(each, accounts) ?? []));
        const [only] = people;
        if (only !== undefined && people.size === 1) found.set(subject.id, only);
      }
    }
    return [nameAll(evidence, 'joins', found)];
  },
};

/** Days and times are left to those who look at times. */
const isTime = (value: string) => /^\d{4}-\d\d-\d\d(T|$)/.test(value);

function joiningValues({ values }: DumpedRow): string[] {
  return JSON.stringify(values)
    .split(/[^0-9A-Za-z@.+_-]+/)
    .filter((value) => value.length >= shortest && !isTime(value));
}
