import type { Choice } from '~/crypto/semaphore/statement';
import { formatCount, plural, pluralWord } from '~/ui/count';
import type { ChoiceFigures } from '../figures/choice-figures.queries.server';

/** A choice in words, and how many made it. */
export interface ShownChoice {
  readonly label: string;
  readonly count: number;
}

/** The counts of choices in words, in the order of these words; null while they are withheld. */
export function shownChoices<C extends Choice>(
  figures: ChoiceFigures | undefined,
  words: Readonly<Record<C, string>>,
): readonly ShownChoice[] | null {
  if (figures?.total.kind !== 'shown') return null;
  return (Object.keys(words) as C[]).map((choice) => {
    const figure = figures.choices[choice];
    return { label: words[choice], count: figure?.kind === 'shown' ? figure.value : 0 };
  });
}

/** All of it in a sentence. @param did what they did: "judged this answer" */
export function saidTogether(choices: readonly ShownChoice[], did: string): string {
  const total = choices.reduce((sum, { count }) => sum + count, 0);
  const said = choices.map(
    ({ label, count }, index) =>
      `${formatCount(count)} ${index === 0 ? `${pluralWord(count, 'says', 'say')} ` : ''}“${label}”`,
  );
  const [last, ...before] = said.reverse();
  return `Of ${plural(total, 'employee')} who ${did}, ${before.reverse().join(', ')} and ${last ?? ''}.`;
}
