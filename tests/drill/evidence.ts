import { seededBelow } from '~db/seed/seeded-random';
import type { Random } from './company';
import type { Dump, DumpedRow } from './dumps';

/** What an attacker has: everything but what is on people's own devices. */
export interface Evidence {
  readonly organisation: string;
  readonly dumps: readonly Dump[];
  /** What backups hold once they are restored. */
  readonly backups: readonly Dump[];
  /** Person numbers of all who have a key, from the dumps. */
  readonly people: readonly string[];
  /** What each is about: nullifiers, and keys of concerns and of petitions without a name, that stand in any dump, in hex. */
  readonly subjects: readonly Subject[];
  readonly secrets: readonly string[];
  /** Where things stand in the write-ahead log, in the order of the log. */
  readonly writeAheadLog: readonly LoggedPlace[];
  /** What the company's own logger on the laptops knows. */
  readonly laptops: ReadonlyMap<string, { readonly fileBytes: number; readonly textLetters: number }>;
  /** Whether the client pads what it encrypts: the client is public. */
  readonly clientPads: boolean;
}

export interface Subject {
  readonly id: string;
  readonly kind: 'signature' | 'concern';
  /** The petition; empty for a concern, and for a petition without a name. */
  readonly petition: string;
}

/** That something was written there: by somebody, or of a subject. */
export type LoggedPlace = { readonly person: string } | { readonly subject: string };

/** Whom an attacker names for a subject. */
export interface Guess {
  readonly subject: string;
  readonly person: string;
}

/** In the order in which they were taken. */
export const inTurn = (dumps: readonly Dump[]): Dump[] => [...dumps].sort((one, other) => one.turn - other.turn);

export const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Everything that the dumps tell of who is there and what there is to be found out. */
export function readDumps(dumps: readonly Dump[]): Pick<Evidence, 'people' | 'subjects'> {
  const people = new Set<string>();
  const subjects = new Map<string, Subject>();
  for (const { rows } of dumps) {
    for (const row of rows) {
      if (row.table === 'identified.enrolment') people.add(text(row.values['person_number']));
      const subject = subjectOf(row);
      if (subject) subjects.set(subject.id, subject);
    }
  }
  return { people: [...people].sort(), subjects: [...subjects.values()] };
}

/** What a row of the tables that hold acts and concerns is about. */
export function subjectOf({ table, values }: DumpedRow): Subject | null {
  if (table === 'anonymous.waiting_action' || table === 'published.signature') {
    return { id: text(values['nullifier']), kind: 'signature', petition: text(values['petition_id']) };
  }
  if (table === 'anonymous.waiting_choice' || table === 'published.choice') {
    const petition = `${text(values['kind'])}/${text(values['subject_id'])}`;
    return { id: text(values['nullifier']), kind: 'signature', petition };
  }
  if (table === 'anonymous.waiting_petition' || table === 'published.petition') {
    const id = text(values['organizer_key']);
    return id === '' ? null : { id, kind: 'concern', petition: '' };
  }
  // Chunks are not rewritten every minute: within a day they lie in the order in which they came.
  const concern = { 'anonymous.concern': 'key', 'anonymous.concern_chunk': 'concern' }[table];
  return concern === undefined ? null : { id: text(values[concern]), kind: 'concern', petition: '' };
}

/** Person numbers by account, over all dumps: sessions name accounts. */
export function accountsIn(dumps: readonly Dump[]): ReadonlyMap<string, string> {
  const rows = dumps.flatMap((dump) => dump.rows.filter(({ table }) => table === 'identified.account'));
  return new Map(rows.map(({ values }) => [text(values['id']), text(values['person_number'])]));
}

/** The person whom a row of the identified wing is about, if it is about one. */
export function personOf({ table, values }: DumpedRow, accounts: ReadonlyMap<string, string>): string | null {
  if (!table.startsWith('identified.')) return null;
  const named = text(values['person_number']);
  return named !== '' ? named : (accounts.get(text(values['account_id'])) ?? null);
}

/** Person numbers by address, over all dumps: mail names addresses. */
export function addressesIn(dumps: readonly Dump[]): ReadonlyMap<string, string> {
  const rows = dumps.flatMap((dump) => dump.rows.filter(({ table }) => table === 'identified.person'));
  return new Map(rows.map(({ values }) => [text(values['email']), text(values['person_number'])]));
}

/** Names somebody for every subject: whom the attack found, else anybody who has a key, at random. */
export function nameAll(evidence: Evidence, attacker: string, found: ReadonlyMap<string, string>): Guess[] {
  const below: Random = seededBelow(`guesses/${attacker}`);
  return evidence.subjects.map(({ id }) => {
    const person = found.get(id) ?? evidence.people[below(evidence.people.length)] ?? '';
    return { subject: id, person };
  });
}
