import { RosterError } from './roster';

/** Where in a record each thing stands. The name is one column, or two. */
export interface RosterColumns {
  readonly count: number;
  readonly personNumber: number;
  readonly name: number | { readonly first: number; readonly last: number };
  readonly email: number;
  readonly unitPath: number;
  /** Null: the file has no such column, and lists only people who work here. */
  readonly status: number | null;
}

type Column = 'personNumber' | 'name' | 'firstName' | 'lastName' | 'email' | 'unitPath' | 'status';

/** Names of a column by how sure they are: a later group counts only where no earlier one occurs. */
const names: Readonly<Record<Column, readonly (readonly string[])[]>> = {
  personNumber: [
    [
      ...both(
        ['employee', 'personnel', 'personal', 'person', 'staff', 'worker', 'payroll', 'emp', 'hr'],
        ['number', 'id', 'no', 'nr', 'num', 'code'],
      ),
      'employeeidnumber',
      'personnelnumberid',
    ],
    ['number', 'id', 'no', 'nr', 'employee'],
  ],
  name: [
    ['fullname', 'employeename', 'displayname', 'staffname', 'workername', 'personname', 'completename'],
    ['name'],
  ],
  firstName: [
    ['firstname', 'givenname', 'forename', 'preferredfirstname', 'legalfirstname', 'firstnames', 'givennames'],
  ],
  lastName: [['lastname', 'surname', 'familyname', 'legallastname']],
  email: [
    both(
      ['work', 'business', 'company', 'corporate', 'office', 'primarywork'],
      ['email', 'mail', 'emailaddress', 'mailaddress'],
    ),
    ['email', 'mail', 'emailaddress', 'mailaddress', 'primaryemail', 'emailwork', 'emailid'],
  ],
  unitPath: [
    [
      ...both(
        ['unit', 'org', 'orgunit', 'organisation', 'organization', 'department', 'dept'],
        ['path', 'hierarchy', 'chart'],
      ),
      ...both(['organisationunit', 'organizationunit', 'organisationalunit', 'organizationalunit'], ['', 'path']),
    ],
    ['unit', 'orgunit', 'unitname', 'orgunitname'],
    ['department', 'departmentname', 'dept', 'team', 'organisation', 'organization', 'division', 'businessunit'],
  ],
  status: [
    both(
      ['employment', 'employee', 'work', 'worker', 'staff', 'personnel', 'person', 'emp', 'hr', 'current'],
      ['status', 'state'],
    ),
    ['status', 'state', 'active', 'isactive', 'activestatus', 'activeinactive'],
  ],
};

const labels: Readonly<Record<'personNumber' | 'name' | 'email' | 'unitPath', string>> = {
  personNumber: 'employee number',
  name: 'name (or first name and last name)',
  email: 'work e-mail',
  unitPath: 'unit path',
};

/**
 * Finds the columns by their names, in any order, case and spelling that we know.
 * Throws RosterError `unknown-header` naming what is missing, or two columns that could both be meant.
 */
export function findColumns(header: readonly string[], line: number): RosterColumns {
  const spellings = header.map(spellingOf);
  const find = (column: Column) => {
    for (const group of names[column]) {
      const found = spellings.flatMap((spelling, index) => (group.includes(spelling) ? [index] : []));
      if (found.length > 1) throw ambiguous(column, header, found, line);
      if (found[0] !== undefined) return found[0];
    }
    return null;
  };
  const personNumber = find('personNumber');
  const name = findName(find);
  const email = find('email');
  const unitPath = find('unitPath');
  const status = find('status');
  if (personNumber === null || name === null || email === null || unitPath === null) {
    const missing = Object.entries({ personNumber, name, email, unitPath })
      .filter(([, index]) => index === null)
      .map(([column]) => labels[column as keyof typeof labels]);
    throw new RosterError(
      'unknown-header',
      `this line should name the columns, but there is none for: ${missing.join(', ')}.`,
      line,
    );
  }
  return { count: header.length, personNumber, name, email, unitPath, status };
}

function findName(find: (column: Column) => number | null): RosterColumns['name'] | null {
  const first = find('firstName');
  const last = find('lastName');
  const name = find('name');
  if (first !== null && last !== null) return { first, last };
  // "Name" beside "First name" is the family name.
  if (first !== null && name !== null) return { first, last: name };
  return name;
}

/** 'E-Mail (work)' and 'email_work' are one name. */
function spellingOf(heading: string): string {
  return heading
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll('#', 'number')
    .replace(/[^a-z0-9]/g, '');
}

function printable(heading: string): string {
  return heading
    .replace(/[^\p{L}\p{N}\p{P}\p{S}]+/gu, ' ')
    .trim()
    .slice(0, 60);
}

function both(before: readonly string[], after: readonly string[]): string[] {
  return before.flatMap((first) => after.map((second) => `${first}${second}`));
}

function ambiguous(column: Column, header: readonly string[], found: readonly number[], line: number): RosterError {
  const headings = found.map((index) => `“${printable(header[index] ?? '')}” (column ${String(index + 1)})`);
  const label = column in labels ? labels[column as keyof typeof labels] : column === 'status' ? 'status' : 'name';
  return new RosterError(
    'unknown-header',
    `${headings.join(' and ')} could both be the ${label}. Leave one of them out, or rename it.`,
    line,
  );
}
