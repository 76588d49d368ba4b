import type { Dump, DumpedRow } from '../dumps';
import { accountsIn, addressesIn, nameAll, personOf, subjectOf, text, type Evidence, type Guess } from '../evidence';
import type { Attacker } from './attacker';

/** Orders in which rows about people lie: each table of the identified wing that names them, and what was mailed to them. */
const orderedTables = [
  ...['identified.session', 'identified.enrolment', 'identified.account', 'identified.register_place'],
  ...['identified.person', 'mail'],
];

/** The k-th signature is the k-th person's: rows in the order of the file against people in the order of theirs. */
export const orders: Attacker = {
  name: 'orders',
  title: 'Physical order',
  about: ['signature', 'concern'],
  tried:
    'Lays the rows about signatures and concerns, in the order in which they lie in the file, beside people in the order of their sessions, enrolments, accounts, places on the register, lines of the roster and mail sent to them: the k-th to the k-th, and the last to the last. In each dump, before the minute’s rewriting and after it.',
  weakened: 'No rewriting: rows lie in the order of arrival, and everybody signs in to sign.',
  attack: (evidence) =>
    orderedTables.flatMap((table) => [matched(evidence, table, 'spread'), matched(evidence, table, 'last')]),
};

/** How the shorter list is laid beside the longer: over all of it, or at its end. */
type Laying = 'spread' | 'last';

function matched(evidence: Evidence, table: string, laying: Laying): Guess[] {
  const accounts = accountsIn(evidence.dumps);
  const addresses = addressesIn(evidence.dumps);
  const addressee = (row: DumpedRow) => addresses.get(text(row.values['text']).split(' ')[0] ?? '');
  const found = new Map<string, string>();
  for (const dump of evidence.dumps) {
    const rows = dump.rows.filter((row) => row.table === table);
    const people = rows.flatMap((row) => (table === 'mail' ? addressee(row) : personOf(row, accounts)) ?? []);
    for (const arrived of unknownByThing(dump, found)) {
      for (const [place, id] of arrived.entries()) {
        const person = people[placeBeside(place, arrived.length, people.length, laying)];
        if (person !== undefined) found.set(id, person);
      }
    }
  }
  return nameAll(evidence, `orders/${table}/${laying}`, found);
}

function placeBeside(place: number, length: number, people: number, laying: Laying): number {
  return laying === 'last' ? people - length + place : Math.floor((place * people) / length);
}

/** What each dump is the first to show, petition by petition, in the order of the rows. */
function unknownByThing({ rows }: Dump, found: ReadonlyMap<string, string>): string[][] {
  const byThing = new Map<string, string[]>();
  for (const row of rows) note(row);
  return [...byThing.values()];

  function note(row: DumpedRow): void {
    const subject = subjectOf(row);
    if (!subject || found.has(subject.id)) return;
    const thing = `${row.table} ${subject.petition}`;
    const before = byThing.get(thing) ?? [];
    if (!before.includes(subject.id)) byThing.set(thing, [...before, subject.id]);
  }
}
