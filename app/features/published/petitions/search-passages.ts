/** A piece of a text; `found` where it is a word that was searched for. Plain text: markup in it is letters. */
export interface Passage {
  readonly text: string;
  readonly found: boolean;
}

/** Words as the search takes them, near enough: runs of letters and digits. */
const word = /[\p{L}\p{N}\p{M}]+/gu;

/** How much is cut out of a text around what was found, in UTF-16 code units. */
const excerptLength = 200;
/** How much of it stands before the first word that was found. */
const leadLength = 60;

/**
 * The different words of some texts that may be what was searched for, in lower case. Forms of one English word begin with
 * the same letter: so only those are asked about that begin as one of the words searched for does.
 */
export function wordsToAskAbout(texts: readonly string[], search: string): string[] {
  const firsts = new Set(wordsIn(search).map(firstLetter));
  return [...new Set(texts.flatMap(wordsIn))].filter((each) => firsts.has(firstLetter(each)));
}

const wordsIn = (text: string): string[] => text.toLowerCase().match(word) ?? [];
const firstLetter = (text: string): string => String.fromCodePoint(text.codePointAt(0) ?? 0);

/** A text in passages; together they are the text, character by character. @param found words in lower case */
export function passagesOf(text: string, found: ReadonlySet<string>): Passage[] {
  const passages: Passage[] = [];
  let end = 0;
  const add = (piece: string, isFound: boolean) => {
    if (piece !== '') passages.push({ text: piece, found: isFound });
  };
  for (const { 0: match, index } of text.matchAll(word)) {
    if (!found.has(match.toLowerCase())) continue;
    add(text.slice(end, index), false);
    add(match, true);
    end = index + match.length;
  }
  add(text.slice(end), false);
  return passages;
}

/** Markdown as the words that it shows, for a line of a list: links by their words, without signs. */
export function wordsOfMarkdown(text: string): string {
  return text
    .replace(/\[([^\][\n]{1,200})\]\([^()\s]{0,500}\)/g, '$1')
    .replace(/^ {0,3}(?:#{1,6}|>|[*+-]|\d{1,9}[.)])\s+/gm, '')
    .replace(/\*\*|__|`/g, '');
}

/** Part of a text around the first word that was found, whole words only; null where it has none. */
export function excerptOf(text: string, found: ReadonlySet<string>): Passage[] | null {
  const line = text.replace(/\s+/g, ' ').trim();
  const first = [...line.matchAll(word)].find(({ 0: match }) => found.has(match.toLowerCase()));
  if (!first) return null;
  const from = startOfWord(line, Math.max(0, first.index - leadLength));
  const to = endOfWord(line, Math.max(first.index + first[0].length, from + excerptLength));
  const cut = passagesOf(line.slice(from, to), found);
  const dots = (there: boolean): Passage[] => (there ? [{ text: '…', found: false }] : []);
  return [...dots(from > 0), ...cut, ...dots(to < line.length)];
}

/** After the first blank from here on; where there is none near, right here. */
function startOfWord(line: string, at: number): number {
  if (at === 0) return 0;
  const blank = line.indexOf(' ', at - 1);
  return blank === -1 || blank > at + leadLength ? betweenCharacters(line, at) : blank + 1;
}

function endOfWord(line: string, at: number): number {
  if (at >= line.length) return line.length;
  const blank = line.lastIndexOf(' ', at);
  return blank > at - leadLength ? blank : betweenCharacters(line, at);
}

/** Not within a pair of surrogates. */
const betweenCharacters = (line: string, at: number): number =>
  /[\udc00-\udfff]/.test(line[at] ?? '') && /[\ud800-\udbff]/.test(line[at - 1] ?? '') ? at + 1 : at;
