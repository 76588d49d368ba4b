/**
 * Characters that make a text read otherwise than it is stored: controls (tab and line feed aside), changes of writing
 * direction, invisible marks. Half surrogates too: they have no UTF-8 and no digest.
 */
const DECEPTIVE =
  // eslint-disable-next-line no-control-regex -- controls are what is looked for
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\uffff]|[\u{e0000}-\u{e0fff}]|\p{Surrogate}/u;

/** Whether a text, after {@link normaliseText}, holds nothing that deceives a reader. */
export function isHonestText(text: string): boolean {
  return !DECEPTIVE.test(text);
}

/** HTML (an address in angle brackets is none), pictures, and the definitions of links that people use as comments. */
const UNSHOWN_MARKDOWN = /<(?!https?:\/\/|mailto:)[a-z!/?]|!\[|^ {0,3}(?:[>*+-] *)*\[[^\]\n]*\]:/im;

/** Whether Markdown holds what pages leave out: everybody must see everything that a digest covers. */
export function hidesMarkdown(text: string): boolean {
  return UNSHOWN_MARKDOWN.test(text);
}

/**
 * One spelling for one text: composed Unicode, line feeds, no white space at its ends or at the ends of its lines.
 * Linear in the length: a run of a million spaces must not occupy the process.
 */
export function normaliseText(text: string): string {
  const lines = text.normalize('NFC').replace(/\r\n?/g, '\n').split('\n');
  return lines
    .map((line) => line.trimEnd())
    .join('\n')
    .trim();
}

/** As {@link normaliseText}, on a single line with single spaces. */
export function normaliseLine(text: string): string {
  return text.normalize('NFC').split(/\s/).filter(Boolean).join(' ');
}
