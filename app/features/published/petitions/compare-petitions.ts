import { wordDifference, type DifferencePart } from '../revisions/word-difference';
import type { PetitionText } from './petition';

type Compared = Pick<PetitionText, 'title' | 'demands'>;

/** A run of words, and whether the other petition has it too. */
export interface ComparedWords {
  readonly text: string;
  readonly own: boolean;
}

/** A title, or a demand, beside what is most like it in the other petition; null where nothing is. */
export interface ComparedLine {
  /** "Title", "Demand 2". */
  readonly what: string;
  readonly here: readonly ComparedWords[] | null;
  readonly there: readonly ComparedWords[] | null;
}

/**
 * Two petitions side by side, word by word: the titles, each demand of this one beside the one of the other that it is most
 * like, then what only the other one asks. Each demand stands once. Work is bounded by the lengths that petitions may have.
 */
export function comparePetitions(here: Compared, there: Compared): ComparedLine[] {
  const pairs = pairDemands(here.demands, there.demands);
  const taken = new Set(pairs.values());
  return [
    { what: 'Title', ...sides(here.title, there.title) },
    ...here.demands.map((demand, place) => {
      const other = pairs.get(place);
      return {
        what: `Demand ${String(place + 1)}`,
        ...sides(demand, other === undefined ? null : there.demands[other]),
      };
    }),
    ...there.demands.flatMap((demand, place) =>
      taken.has(place) ? [] : [{ what: `Their demand ${String(place + 1)}`, here: null, there: plain(demand) }],
    ),
  ];
}

/** Share of their words that two demands must have in common to stand beside each other. */
const leastAlike = 0.3;

/** Which demand of the other petition stands beside which of this one: the most alike first, each once. */
function pairDemands(here: readonly string[], there: readonly string[]): ReadonlyMap<number, number> {
  const theirs = there.map(wordsOf);
  const candidates = here.flatMap((own, a) => {
    const ours = wordsOf(own);
    return theirs.map((other, b) => ({ a, b, alike: alike(ours, other) }));
  });
  const pairs = new Map<number, number>();
  const taken = new Set<number>();
  for (const { a, b, alike: share } of candidates.toSorted((x, y) => y.alike - x.alike)) {
    if (share < leastAlike || pairs.has(a) || taken.has(b)) continue;
    pairs.set(a, b);
    taken.add(b);
  }
  return pairs;
}

const wordsOf = (text: string): ReadonlySet<string> => new Set(text.toLowerCase().match(/[\p{L}\p{N}]{3,}/gu));

/** 0 to 1: how much of both stands in both. */
function alike(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  const shared = [...one].filter((word) => other.has(word)).length;
  return one.size + other.size === 0 ? 0 : (2 * shared) / (one.size + other.size);
}

function sides(here: string, there: string | null | undefined): Pick<ComparedLine, 'here' | 'there'> {
  if (there === null || there === undefined) return { here: plain(here), there: null };
  const parts = wordDifference(there, here);
  // Where nothing is shared there is nothing to point at: two texts, and not one word marked.
  if (sharedLetters(parts) === 0) return { here: plain(here), there: plain(there) };
  const side = (left: DifferencePart['kind']) =>
    parts.filter(({ kind }) => kind !== left).map(({ kind, text }) => ({ text, own: kind !== 'same' }));
  return { here: side('removed'), there: side('added') };
}

const plain = (text: string): ComparedWords[] => [{ text, own: false }];

function sharedLetters(parts: readonly DifferencePart[]): number {
  return parts.reduce((sum, { kind, text }) => (kind === 'same' ? sum + text.replace(/\s/g, '').length : sum), 0);
}
