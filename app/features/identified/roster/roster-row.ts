import { commandActor, isInventedAddress, rosterLimits, type AcceptedRow, type RefusedRow } from './roster';
import type { RosterColumns } from './roster-columns';
import { canonicalUnitPath } from './unit-path';

export interface RowRules {
  /** The demo's low floors are for invented people only: addresses must end in `.example` (RFC 2606). */
  readonly demo: boolean;
}

/** Names that the access log and the roles use for what no person does. */
const reservedNumbers: readonly string[] = [commandActor, 'setup'];

const activeWords = words(
  'active, employed, current, working, employee, present, on leave, leave, leave of absence, on leave of absence, ' +
    'paid leave, unpaid leave, parental leave, maternity leave, paternity leave, sick leave, medical leave, sabbatical, ' +
    'garden leave, on notice, notice, notice period, probation, on probation, probationary, suspended, ' +
    'full time, part time, a, y, yes, true, 1',
);
const leftWords = words(
  'left, leaver, inactive, not active, terminated, former, former employee, ex employee, resigned, retired, dismissed, ' +
    'ended, separated, departed, deceased, withdrawn, no longer employed, i, n, no, t, false, 0',
);

const emailForm =
  /^(?=.{1,64}@)[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*@([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])$/;

/** Control characters, those that turn the direction of the text around them, and the mark of a spoilt encoding. */
// eslint-disable-next-line no-control-regex -- these are what is refused
const forbidden = /[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufeff\ufffd]/u;

/**
 * Checks one record against the header. An attacker controls every cell. Never throws: a record that cannot be taken
 * comes back as a refusal in words. Duplicates are not seen here: the database finds them over the whole file.
 */
export function readRow(record: readonly string[], columns: RosterColumns, rules: RowRules): AcceptedRow | RefusedRow {
  const cells = record.map(tidy);
  const cell = (index: number) => cells[index] ?? '';
  const personNumber = cell(columns.personNumber);
  const email = cell(columns.email).toLowerCase();
  const known = {
    personNumber: numberProblem(personNumber) === null ? personNumber : null,
    email: isEmail(email) ? email : null,
  };
  const refuse = (refusal: string): RefusedRow => ({ refusal, ...known });

  const width = widthProblem(cells, columns.count);
  // In a shifted record the address may stand anywhere; it still says whom the line is about.
  if (width) return { ...refuse(width), email: cells.map((each) => each.toLowerCase()).find(isEmail) ?? null };
  const number = numberProblem(personNumber);
  if (number) return refuse(number);
  const status = statusOf(columns.status === null ? 'active' : cell(columns.status));
  if (status === null) return refuse(statusProblem(cell(columns.status ?? 0)));
  if (status === 'left') return { personNumber, status };

  const name =
    typeof columns.name === 'number'
      ? cell(columns.name)
      : `${cell(columns.name.first)} ${cell(columns.name.last)}`.trim();
  const unitPath = canonicalUnitPath(cell(columns.unitPath));
  const problem =
    textProblem('The name', name, rosterLimits.name) ??
    emailProblem(email, rules) ??
    (unitPath === null
      ? `The unit path has more than ${String(rosterLimits.unitLevels)} levels.`
      : textProblem('The unit path', unitPath, rosterLimits.unitPath));
  if (problem !== null || unitPath === null) return refuse(problem ?? 'The unit path cannot be read.');
  return { personNumber, name, email, unitPath, status };
}

/** Whether a record holds nothing at all: a blank line, or only separators. */
export function isBlankRecord(record: readonly string[]): boolean {
  return record.every((value) => tidy(value) === '');
}

/** Every run of white space, line breaks inside quotes included, is one space; composed characters. */
function tidy(value: string): string {
  return value
    .normalize('NFC')
    .replace(/[\p{Zs}\t\r\n]+/gu, ' ')
    .trim();
}

function widthProblem(cells: readonly string[], expected: number): string | null {
  const extra = cells.slice(expected).some((each) => each !== '');
  if (cells.length >= expected && !extra) return null;
  const kind = cells.length < expected ? 'few' : 'many';
  return `Too ${kind} columns: ${String(cells.length)} where the header has ${String(expected)}.`;
}

function numberProblem(personNumber: string): string | null {
  const problem = textProblem('The employee number', personNumber, rosterLimits.personNumber);
  if (problem) return problem;
  return reservedNumbers.includes(personNumber) ? `“${personNumber}” cannot be an employee number.` : null;
}

function emailProblem(email: string, rules: RowRules): string | null {
  const problem = textProblem('The e-mail address', email, rosterLimits.email);
  if (problem) return problem;
  if (!isEmail(email)) return `“${email}” is not an e-mail address that can be used.`;
  if (rules.demo && !isInventedAddress(email)) {
    return 'The demo takes invented people only: e-mail addresses must end in “.example”.';
  }
  return null;
}

function isEmail(text: string): boolean {
  return text.length <= rosterLimits.email && emailForm.test(text);
}

function textProblem(what: string, text: string, limit: number): string | null {
  if (text === '') return `${what} is missing.`;
  if (text.length > limit) return `${what} is longer than ${String(limit)} characters.`;
  if (forbidden.test(text)) return `${what} holds a control or unreadable character.`;
  return null;
}

function statusOf(text: string): 'active' | 'left' | null {
  const key = wordKey(text);
  if (activeWords.has(key)) return 'active';
  return leftWords.has(key) ? 'left' : null;
}

function statusProblem(text: string): string {
  if (text === '') return 'The status is missing.';
  if (text.length > 60 || forbidden.test(text)) return 'The status is not known.';
  return `The status “${text}” is not known.`;
}

function wordKey(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9]+/g, '');
}

function words(list: string): ReadonlySet<string> {
  return new Set(list.split(', ').map(wordKey));
}
