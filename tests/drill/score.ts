import type { DrillRate, DrillScore } from '~/features/published/drill/drill-result';
import type { Manner, Truth } from './company';
import type { Guess } from './evidence';
import { atLeast, normalQuantile, rateOf, wilson } from './statistics';

/** Those whom the platform promises to hide come first. */
const inOrder: readonly Manner[] = [
  ...(['as-advised', 'with-unit', 'sponsor', 'started-petition', 'concern', 'after-leaving'] as const),
  ...(['concern-with-file', 'after-signing-in', 'after-enrolling'] as const),
];

/**
 * Compares guesses with the truth. Of several ways of guessing the best one counts, and its interval and probability allow for
 * its having been the best of so many.
 * @param people number of people who could have been it
 */
export function scoreOf(
  ways: readonly (readonly Guess[])[],
  truth: ReadonlyMap<string, Truth>,
  people: number,
): DrillScore[] {
  const about = new Set([...truth.values()].map(({ manner }) => manner));
  const manners = inOrder.filter((manner) => about.has(manner));
  const signers = new Map<string, Set<string>>();
  for (const { petition, person } of truth.values())
    signers.set(petition, (signers.get(petition) ?? new Set()).add(person));
  return manners.map((manner) => {
    const ofManner = ways.map((way) => way.filter(({ subject }) => truth.get(subject)?.manner === manner));
    const named = bestOf(
      ofManner.map((way) =>
        rateOf(
          hitsOf(way),
          way.map(({ subject }) => 1 / (truth.get(subject)?.crowd ?? people)),
        ),
      ),
    );
    const isConcern = ofManner[0]?.every(({ subject }) => truth.get(subject)?.petition === '') === true;
    const signed = isConcern ? null : bestOf(ofManner.map(signedRate));
    return { manner, named, signed };
  });

  function hitsOf(way: readonly Guess[]): number {
    return way.filter(({ subject, person }) => truth.get(subject)?.person === person).length;
  }

  /** Naming one person again and again is one guess, not many. */
  function signedRate(way: readonly Guess[]): DrillRate {
    const guesses = new Map(way.map((guess) => [`${petitionOf(guess)} ${guess.person}`, guess]));
    const distinct = [...guesses.values()];
    const hits = distinct.filter((guess) => signersOf(guess).has(guess.person)).length;
    return rateOf(
      hits,
      distinct.map((guess) => signersOf(guess).size / people),
    );
  }

  function petitionOf({ subject }: Guess): string {
    return truth.get(subject)?.petition ?? '';
  }

  function signersOf(guess: Guess): ReadonlySet<string> {
    return signers.get(petitionOf(guess)) ?? new Set();
  }
}

function bestOf(rates: readonly DrillRate[]): DrillRate {
  const [best] = [...rates].sort((one, other) => other.hits - one.hits);
  if (!best) throw new RangeError('No way was tried');
  if (rates.length === 1) return best;
  const z = normalQuantile(1 - 0.025 / rates.length);
  const byChance = Math.min(1, rates.length * atLeast(best.hits, best.trials, best.chance));
  return { ...best, ...wilson(best.hits, best.trials, z), byChance };
}
