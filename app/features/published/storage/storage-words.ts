import type { Reader } from '~db/schema/classification';
import type { RoleRights, StoredTable } from './stored-tables';

/** A part of the database that has its own role and its own rights. */
export interface StoredPart {
  readonly schema: string;
  readonly title: string;
  readonly words: string;
}

/** The parts, in the order of the promise. */
export const storedParts: readonly StoredPart[] = [
  {
    schema: 'identified',
    title: 'Who you are',
    words:
      'The roster, roles, sessions and enrolments: facts about people. Nothing here can say what somebody signed, raised or chose, because nothing here has a column for it.',
  },
  {
    schema: 'anonymous',
    title: 'What is said unseen',
    words:
      'Signatures and choices that wait for their publication, and concerns, encrypted. No row has a time finer than a day, a number in order of arrival, an address, or anything that leads to a person. “Nobody” below means nobody by name: concerns are opened by who holds a handler’s key or the receipt words.',
  },
  {
    schema: 'published',
    title: 'What everybody may read',
    words:
      'Petitions, answers, counts, the register and the ledger. Names here are those of people who act in an office.',
  },
  {
    schema: 'migrations',
    title: 'Which tables there are',
    words: 'Which changes of the tables themselves were made.',
  },
];

/** The part of this name; undefined for anything else. */
export function storedPart(schema: string): StoredPart | undefined {
  return storedParts.find((part) => part.schema === schema);
}

const verbs: Readonly<Record<string, string>> = {
  SELECT: 'read',
  INSERT: 'add',
  UPDATE: 'change',
  DELETE: 'delete',
  TRUNCATE: 'empty it',
};

/** 'anonymous: read, add; change only state, day'. */
export function rightsWords({ role, table, columns }: RoleRights): string {
  const verb = (privilege: string) => verbs[privilege] ?? privilege.toLowerCase();
  const order = Object.keys(verbs);
  const whole = [...table].sort((one, other) => order.indexOf(one) - order.indexOf(other)).map(verb);
  const some = Object.entries(columns).map(
    ([privilege, names]) => `${verb(privilege)} only ${names.map(spaced).join(', ')}`,
  );
  return `${role}: ${[...(whole.length > 0 ? [whole.join(', ')] : []), ...some].join('; ')}`;
}

const readerWords: Readonly<Record<Reader, string>> = {
  everyone: 'Everybody',
  'the person': 'The person it is about',
  administrators: 'Administrators',
  leadership: 'Leadership',
  moderators: 'Moderators',
  'the author': 'Whoever wrote it',
  nobody: 'Nobody',
};

/** Who is shown a column, 'Administrators and the person it is about'. */
export function readersWords(readers: readonly Reader[]): string {
  const [first = '', ...others] = readers.map((reader) => readerWords[reader]);
  return [first, ...others.map((words) => words.charAt(0).toLowerCase() + words.slice(1))].join(', ');
}

/** 'unit_path' -> 'unit path': a name that wraps where people expect it. */
export function spaced(name: string): string {
  return name.replaceAll('_', ' ');
}

/** Columns of a part that can hold a moment finer than a day. */
export function momentsOf(tables: readonly StoredTable[]): readonly string[] {
  return tables.flatMap(({ name, columns }) =>
    columns
      .filter(({ type }) => /time|interval/.test(type))
      .map((column) => `${spaced(name)} (${spaced(column.name)})`),
  );
}
