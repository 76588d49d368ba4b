import type { PackFacts } from './pack-facts';

type Cell = string | number | null;

/** A file of a pack that holds text. */
export interface PackText {
  readonly name: string;
  readonly text: string;
}

/** Programs that open tables take cells that begin so for formulas, whoever wrote them. */
const formula = /^[=+\-@\t\r]/;

/** RFC 4180 in UTF-8 with a mark in front, by which spreadsheets know it. A cell that could be a formula gets an apostrophe. */
export function csv(titles: readonly string[], rows: readonly (readonly Cell[])[]): string {
  return `\u{FEFF}${[titles, ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('')}`;
}

function cell(value: Cell): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const text = formula.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** The tables of a pack. Where no number may be shown those of numbers have no rows. */
export function packTables(facts: PackFacts): PackText[] {
  const { petition, history, units, updates, response, moderation } = facts;
  return [
    { name: 'demands.csv', text: csv(['Number', 'Demand'], petition.demands.map((demand, place) => [place + 1, demand])) },
    { name: 'history.csv', text: csv(['Day', 'Signatures'], history.map(({ day, signers }) => [day, signers])) },
    { name: 'units.csv', text: csv(['Unit', 'Signatures that named it', 'As of'], units.map(({ unit, signers, day }) => [unit, signers, day])) },
    { name: 'updates.csv', text: csv(['Number', 'Day', 'News'], updates.map(({ number, day, body }) => [number, day, body])) },
    { name: 'response.csv', text: csv(['Number', 'Demand', 'Answer', 'Reason', 'By', 'Day'], (response?.items ?? []).map(({ demand, answer, reason }, place) => [place + 1, demand, answer, reason, response?.author ?? null, response?.day ?? null])) },
    { name: 'moderation.csv', text: csv(['Number', 'Day', 'Act', 'Reason', 'Words', 'Moderator'], moderation.map(({ number, day, act, reason, words, moderator }) => [number, day, act, reason, words, moderator])) },
  ]; // prettier-ignore
}
