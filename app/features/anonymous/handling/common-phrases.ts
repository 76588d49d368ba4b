/** A stretch of a draft, by its characters. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** So many words in a row are somebody's way of saying it; fewer are everybody's. */
const shortestPhrase = 4;

interface Word extends Stretch {
  readonly plain: string;
}

/**
 * The stretches of a draft that stand, word for word, in one of the sources: at least four words in a row, case and
 * punctuation apart. Work grows with the lengths of both, not with their product.
 */
export function commonPhrases(draft: string, sources: readonly string[]): Stretch[] {
  const known = new Set(sources.flatMap((source) => phrasesOf(wordsIn(source))));
  const words = wordsIn(draft);
  const stretches: Stretch[] = [];
  phrasesOf(words).forEach((phrase, at) => {
    const [first, last] = [words[at], words[at + shortestPhrase - 1]];
    if (!known.has(phrase) || !first || !last) return;
    const before = stretches.at(-1);
    if (before && first.start <= before.end) stretches[stretches.length - 1] = { start: before.start, end: last.end };
    else stretches.push({ start: first.start, end: last.end });
  });
  return stretches;
}

/** Each run of `shortestPhrase` words, in order. */
function phrasesOf(words: readonly Word[]): string[] {
  const runs = Math.max(0, words.length - shortestPhrase + 1);
  return Array.from({ length: runs }, (_, at) =>
    words
      .slice(at, at + shortestPhrase)
      .map(({ plain }) => plain)
      .join(' '),
  );
}

function wordsIn(text: string): Word[] {
  return [...text.matchAll(/[\p{Letter}\p{Number}]+(?:['’][\p{Letter}]+)*/gu)].map((found) => ({
    start: found.index,
    end: found.index + found[0].length,
    plain: found[0].toLowerCase().replaceAll('’', "'"),
  }));
}
