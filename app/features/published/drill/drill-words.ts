import { plural } from '~/ui/count';
import { isBetterThanChance, type DrillManner, type DrillRate, type DrillResult } from './drill-result';

/** Those whom the platform promises that nobody finds, whatever leaks. */
export const promised: readonly DrillManner[] = ['as-advised', 'with-unit', 'sponsor', 'started-petition', 'concern'];

/** How people acted, as the heading of a table. */
export const mannerWords: Readonly<Record<DrillManner, string>> = {
  'as-advised': 'Enrolled early, signed without signing in',
  'with-unit': 'Signed, and said which unit they are in',
  sponsor: 'Sponsored a petition',
  'started-petition': 'Started a petition without a name',
  concern: 'Raised a concern',
  'after-leaving': 'Left the company, then withdrew',
  'concern-with-file': 'Raised a concern with a file whose size is known',
  'after-signing-in': 'Signed in for something else, signed within two minutes of it',
  'after-enrolling': 'Enrolled because of the petition, signed the next day',
};

/** "3 of 280". */
export function hitsInWords({ hits, trials }: DrillRate): string {
  return `${hits.toLocaleString('en-GB')} of ${trials.toLocaleString('en-GB')}`;
}

/** "0.1 %". */
export function shareInWords(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

/** "0.4–3.1 %". */
export function intervalInWords({ low, high }: DrillRate): string {
  return `${(100 * low).toFixed(1)}–${shareInWords(high)}`;
}

/** One sentence that says how the promise stands after a drill. */
export function verdictOf({ attackers, enrolled }: DrillResult): { holds: boolean; words: string } {
  const broken = attackers.filter(({ scores }) =>
    scores.some(
      ({ manner, named, signed }) =>
        promised.includes(manner) && (isBetterThanChance(named) || (signed !== null && isBetterThanChance(signed))),
    ),
  );
  if (broken.length > 0)
    return { holds: false, words: `Better than chance: ${broken.map(({ title }) => title.toLowerCase()).join(', ')}.` };
  const tried = plural(attackers.length, 'attacker');
  return {
    holds: true,
    words: `${tried} with all of the data did no better than somebody who names people at random among the ${plural(enrolled, 'person', 'people')} on the register.`,
  };
}
