import { hashFields } from '~/crypto/hash';
import { normaliseLine } from '../petitions/plain-text';
import type { Range } from '../petitions/petition';
import type { StatementKind } from '../statements/statement';

/** Lengths in UTF-16 code units. */
export const quoteLength: Range = { min: 8, max: 400 };
export const contradictionWordsLength: Range = { min: 10, max: 1_000 };

/** Taken back or not: linking is for what matters. */
export const contradictionsPerPetition = 20;

/** One revision of one statement. */
export interface StatementReference {
  readonly kind: StatementKind;
  readonly id: string;
  readonly revision: number;
}

/** Words of a statement, as they stand in one of its revisions. */
export interface Quoted extends StatementReference {
  readonly quote: string;
}

/** A revision's name in the ledger, in forms and in addresses: `response/<petition>/1`. */
export function referenceName({ kind, id, revision }: StatementReference): string {
  return `${kind}/${id}/${String(revision)}`;
}

/** Where a revision stands, with everything that the statement ever said. */
export function revisionPath({ kind, id, revision }: StatementReference): string {
  return `/statements/${kind}/${id}#revision-${String(revision)}`;
}

/** What the ledger keeps of a link: both sides, what was quoted, and how they contradict. 32 bytes (protocol 6). */
export function contradictionDigest(earlier: Quoted, later: Quoted, words: string): Uint8Array {
  return hashFields(
    'contradiction/v1',
    ...[referenceName(earlier), earlier.quote, referenceName(later), later.quote],
    words,
  );
}

/**
 * Whether words stand in one of these texts, word for word: as they were written, or as pages show them, without the marks
 * of Markdown. White space counts as one space. A word is not cut: "controlled" does not stand in "uncontrolled".
 * @param quote attacker-controlled; normalised by the same function as the texts
 */
export function standsIn(quote: string, texts: readonly string[]): boolean {
  const wanted = normaliseLine(quote);
  if (wanted === '') return false;
  return texts.some((text) => hasWords(normaliseLine(text), wanted) || hasWords(normaliseLine(asShown(text)), wanted));
}

function hasWords(text: string, wanted: string): boolean {
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) {
    if (!cutsAWord(text, at) && !cutsAWord(text, at + wanted.length)) return true;
  }
  return false;
}

/** Whether a place lies inside a word: between two letters or digits, marks that belong to a letter included. */
function cutsAWord(text: string, place: number): boolean {
  return inWord.test(text.slice(0, place).slice(-2)) && wordGoesOn.test(text.slice(place, place + 2));
}

const inWord = /[\p{L}\p{N}\p{M}]$/u;
const wordGoesOn = /^[\p{L}\p{N}\p{M}]/u;

/** Markdown as it reads: links as their words, without the marks of headings, lists, quotations, emphasis and code. */
function asShown(markdown: string): string {
  const words = markdown
    .replace(/^[ \t]{0,3}(?:#{1,6}|>|[-+*]|\d{1,9}[.)])[ \t]+/gm, '')
    .replace(/\[([^[\]\n]{1,500})\]\([^()\n]{1,500}\)/g, '$1');
  // Marks within marks: the inner ones go first. What is no pair of marks is shown as it stands, and so it stays.
  return [1, 2, 3].reduce((text) => text.replace(marked, '$2'), words);
}

const marked = /(?<![\p{L}\p{N}])(\*{1,3}|_{1,3}|`{1,3})(?=\S)([^*_`]{1,1000})(?<=\S)\1(?![\p{L}\p{N}])/gu;

export type ContradictionErrorCode =
  | 'not-opened'
  | 'unknown-revision'
  | 'same-statement'
  | 'not-of-the-petition'
  | 'quote-not-there'
  | 'already-linked'
  | 'too-many-contradictions'
  | 'unknown-contradiction'
  | 'already-withdrawn';

/** A refusal by the rules of linking statements. Routes map the code to a status and to words. */
export class ContradictionError extends Error {
  constructor(
    readonly code: ContradictionErrorCode,
    /** The side that is meant, 0 or 1 as they were given; null where it is neither in particular. */
    readonly side: 0 | 1 | null = null,
  ) {
    super(code);
    this.name = 'ContradictionError';
  }
}
